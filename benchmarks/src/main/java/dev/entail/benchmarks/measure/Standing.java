package dev.entail.benchmarks.measure;

import java.util.List;

/**
 * How a contestant did.
 *
 * @param name its name
 * @param measured what was measured in each round that counts, in ascending order: operations a second or nanoseconds
 * @param bytes how much memory its threads took for one operation, in bytes
 */
public record Standing(String name, List<Double> measured, double bytes) {
    private static final int FEW = 20;

    public Standing {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured of " + name);
        }
        measured = measured.stream().sorted().toList();
    }

    /** The one in the middle. */
    public double median() {
        return at(0.5);
    }

    /** The least of few; of many, that which a twentieth is below. */
    public double low() {
        return measured.size() <= FEW ? measured.getFirst() : at(0.05);
    }

    /** The greatest of few; of many, that which a twentieth is above. */
    public double high() {
        return measured.size() <= FEW ? measured.getLast() : at(0.95);
    }

    private double at(double part) {
        int last = measured.size() - 1;
        double place = part * last;
        int below = (int) place;
        double share = place - below;
        return measured.get(below) * (1 - share) + measured.get(Math.min(last, below + 1)) * share;
    }
}
