/** The door of the framework: open a model, dispatch, query. Everything behind it can be replaced in {@code wiring}. */
@NullMarked
package dev.entail;

import org.jspecify.annotations.NullMarked;
