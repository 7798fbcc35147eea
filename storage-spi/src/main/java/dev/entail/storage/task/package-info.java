/**
 * Work that values wait for: the table of tasks, and who does which when several processes look at it. Knows neither what asks
 * for work nor what becomes of results; that is the business of the runtime.
 */
@NullMarked
package dev.entail.storage.task;

import org.jspecify.annotations.NullMarked;
