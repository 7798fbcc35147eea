/**
 * What every database driver must do, as tests: a driver author extends {@link
 * dev.entail.testkit.contract.driver.DriverContract} in one small class and gets all of them. They use the driver SPI,
 * plain JDBC and the transactions of the storage layer only, and whatever a database cannot do is asserted as well.
 */
@NullMarked
package dev.entail.testkit.contract.driver;

import org.jspecify.annotations.NullMarked;
