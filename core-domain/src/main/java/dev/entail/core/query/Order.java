package dev.entail.core.query;

import java.util.Objects;

/**
 * One sort key. Nulls come last when ascending and first when descending, on every database.
 *
 * @param path dotted path over single relations
 * @param ascending the direction
 */
public record Order(String path, boolean ascending) {
    public Order {
        Objects.requireNonNull(path, "path");
    }

    /** Smallest first. */
    public static Order ascending(String path) {
        return new Order(path, true);
    }

    /** Greatest first. */
    public static Order descending(String path) {
        return new Order(path, false);
    }
}
