/**
 * What an interface has to know of a model, as values without functions, and as JSON and Mermaid text. Knows nothing of how
 * a model is declared; {@code model} fills it.
 */
@NullMarked
package dev.entail.core.description;

import org.jspecify.annotations.NullMarked;
