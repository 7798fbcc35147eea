package dev.entail.benchmarks.order;

/** Something that stores orders. Thread-safe. */
interface Orders extends AutoCloseable {
    /**
     * Creates customers and products.
     *
     * @return their ids
     */
    Shop create(int customers, int products) throws Exception;

    /** Stores an order. */
    void place(Basket basket) throws Exception;

    /**
     * Makes sure that all sums are right.
     *
     * @throws IllegalStateException if they are not
     */
    void check() throws Exception;

    @Override
    void close();

    /**
     * Customers and products.
     *
     * @param customers ids
     * @param products ids
     */
    record Shop(long[] customers, long[] products) {
        /** The same number always gives the same basket, and neighbours have little in common. */
        Basket basket(long n) {
            long mixed = mix(n);
            long[] chosen = new long[Basket.ITEMS];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = products[(int) ((mixed + i * STEP) % products.length)];
            }
            return new Basket(customers[(int) (n % customers.length)], chosen, mixed % 1_000);
        }

        /** A prime, so that the items of a basket are of different products unless there are very few. */
        private static final long STEP = 211;

        private static long mix(long n) {
            long mixed = (n + 1) * 0x9E3779B97F4A7C15L;
            return (mixed ^ (mixed >>> 29)) >>> 16;
        }
    }
}
