/**
 * What a payload may look like and the check of what is received: plain values, references, structures. Knows neither who
 * sends a payload nor what follows from it.
 */
@NullMarked
package dev.entail.builtins.payload;

import org.jspecify.annotations.NullMarked;
