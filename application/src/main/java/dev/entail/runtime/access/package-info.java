/**
 * The store behind the ports of readers and writers. What may be written and who hears of it is decided here and in the
 * storage layer; when, by whoever owns the transaction.
 */
@NullMarked
package dev.entail.runtime.access;

import org.jspecify.annotations.NullMarked;
