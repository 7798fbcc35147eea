/** A shop: orders, what they cost, what is left in stock and what has been earned. */
@NullMarked
package dev.entail.examples.shop;

import org.jspecify.annotations.NullMarked;
