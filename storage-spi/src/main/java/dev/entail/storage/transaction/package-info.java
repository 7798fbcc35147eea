/**
 * Transactions: who holds which connection, at which isolation, until when. Nothing here retries; that is the business of
 * the runtime.
 */
@NullMarked
package dev.entail.storage.transaction;

import org.jspecify.annotations.NullMarked;
