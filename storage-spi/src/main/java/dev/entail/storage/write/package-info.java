/**
 * Changing records and links inside a transaction: planning, coalescing and sending the statements, and telling what
 * changed. What follows from a change is decided by whoever listens.
 */
@NullMarked
package dev.entail.storage.write;

import org.jspecify.annotations.NullMarked;
