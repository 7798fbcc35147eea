/**
 * Entail next to the JDBC that a good engineer would write by hand for the same facts, on the same database, in one run; and
 * reads of a large table.
 */
@NullMarked
package dev.entail.benchmarks;

import org.jspecify.annotations.NullMarked;
