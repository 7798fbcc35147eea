/** Throws payloads of every kind at the interactions of a model, right ones, near misses and hostile ones. */
@NullMarked
package dev.entail.testkit.payload;

import org.jspecify.annotations.NullMarked;
