/** Conditions on records as immutable values. How a match becomes SQL is the business of the storage layer. */
@NullMarked
package dev.entail.core.match;

import org.jspecify.annotations.NullMarked;
