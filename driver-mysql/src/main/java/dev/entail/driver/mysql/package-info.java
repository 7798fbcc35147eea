/**
 * Everything that is particular to MySQL and MariaDB: how to connect, how to write their SQL, what their errors mean.
 * What other databases share belongs in the SPI, what records and computations mean belongs above it.
 */
@NullMarked
package dev.entail.driver.mysql;

import org.jspecify.annotations.NullMarked;
