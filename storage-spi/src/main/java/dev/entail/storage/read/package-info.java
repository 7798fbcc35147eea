/**
 * Answering queries: one statement for the root with all single relations, one for each list, whatever the number of rows.
 * Changes nothing.
 */
@NullMarked
package dev.entail.storage.read;

import org.jspecify.annotations.NullMarked;
