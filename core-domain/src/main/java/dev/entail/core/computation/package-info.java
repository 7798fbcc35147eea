/**
 * What follows from facts, as declarations: counts, sums, records derived from events, values computed from their own row.
 * How they are kept true is the business of the runtime.
 */
@NullMarked
package dev.entail.core.computation;

import org.jspecify.annotations.NullMarked;
