/**
 * Everything that is particular to PostgreSQL: how to connect, how to write its SQL, what its errors mean. What other
 * databases share belongs in the SPI, what records and computations mean belongs above it.
 */
@NullMarked
package dev.entail.driver.postgres;

import org.jspecify.annotations.NullMarked;
