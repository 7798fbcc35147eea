/**
 * Wrappers around a database that count, record or disturb what goes through JDBC; they share one proxy core and can be
 * nested. Nothing here knows a product, a test engine or the storage layer.
 */
@NullMarked
package dev.entail.testkit.jdbc;

import org.jspecify.annotations.NullMarked;
