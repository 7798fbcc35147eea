/**
 * Which event changed a derived value last, one row for each value of a record. Not here: what follows from what, which is in the
 * model.
 */
@NullMarked
package dev.entail.storage.trail;

import org.jspecify.annotations.NullMarked;
