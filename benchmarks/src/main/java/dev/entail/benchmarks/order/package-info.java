/** Orders: an event, an order with five items, and a chain of sums. */
@NullMarked
package dev.entail.benchmarks.order;

import org.jspecify.annotations.NullMarked;
