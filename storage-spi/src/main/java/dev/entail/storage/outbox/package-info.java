/**
 * Work that is owed to the outside: the table, and who does which piece when several processes look at it. Knows neither effects
 * nor how they are written down; that is the business of the runtime.
 */
@NullMarked
package dev.entail.storage.outbox;

import org.jspecify.annotations.NullMarked;
