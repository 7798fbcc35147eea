/**
 * The contract that a database driver implements, and what drivers share: configuration, pool, standard SQL. It knows
 * columns and statements; it does not know records, relations or events.
 */
@NullMarked
package dev.entail.storage.spi;

import org.jspecify.annotations.NullMarked;
