package dev.entail.benchmarks.order;

import java.math.BigDecimal;

/**
 * What somebody orders.
 *
 * @param customer id of who orders
 * @param products ids, all different
 * @param seed decides over quantities and prices
 */
record Basket(long customer, long[] products, long seed) {
    static final int ITEMS = 5;

    /** How many of the product at a place. */
    long quantity(int item) {
        return 1 + (seed + item) % 9;
    }

    /** What one of the product at a place costs. */
    BigDecimal price(int item) {
        return BigDecimal.valueOf(199 + seed * (item + 1), 2);
    }
}
