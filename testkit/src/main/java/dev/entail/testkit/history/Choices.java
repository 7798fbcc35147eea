package dev.entail.testkit.history;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices that follow from one seed: the same seed gives the same choices, on any machine. Not thread-safe. */
public final class Choices {
    private final SplittableRandom random;

    /** The choices that follow from a seed. */
    public Choices(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code times} times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of these. */
    public <T> T of(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T of(T... items) {
        return items[random.nextInt(items.length)];
    }

    /** The position of one of the weights, more often of a greater one. */
    public int weighted(int... weights) {
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int rest = random.nextInt(total);
        int position = 0;
        while (rest >= weights[position]) {
            rest -= weights[position];
            position++;
        }
        return position;
    }

    /** A seed for choices of their own. */
    public long seed() {
        return random.nextLong();
    }
}
