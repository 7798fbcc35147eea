/**
 * Interactions: what people may ask of the application, with the payload they bring, the guard they must pass and the data
 * they may read. Writes nothing itself; what follows from an interaction is declared in the model.
 */
@NullMarked
package dev.entail.builtins.interaction;

import org.jspecify.annotations.NullMarked;
