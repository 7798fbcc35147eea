/**
 * The facts of a model, as immutable values: entities, properties, relations and event sources. What follows from facts
 * is declared in {@code computation}; what makes a model whole and checks it is in {@code model}.
 */
@NullMarked
package dev.entail.core.definition;

import org.jspecify.annotations.NullMarked;
