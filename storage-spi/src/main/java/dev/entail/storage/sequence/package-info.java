/**
 * Counters that are kept apart for each scope: their table, and taking numbers from them inside a transaction. Knows no
 * records; which of them are numbered is decided where they are written.
 */
@NullMarked
package dev.entail.storage.sequence;

import org.jspecify.annotations.NullMarked;
