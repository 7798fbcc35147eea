/**
 * What has been done under which idempotency key: the table, and claiming a key inside a transaction. Knows neither calls nor
 * answers; what they are made of is the business of the runtime.
 */
@NullMarked
package dev.entail.storage.ledger;

import org.jspecify.annotations.NullMarked;
