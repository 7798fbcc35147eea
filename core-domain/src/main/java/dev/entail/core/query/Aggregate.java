package dev.entail.core.query;

import java.util.Objects;

/**
 * One number about all records that a query asks for; each record counts once (STO-181). Nulls are left out.
 *
 * @param function what to compute
 * @param path dotted path over single relations; empty for {@link Function#COUNT} of the records themselves
 */
public record Aggregate(Function function, String path) {
    /** What to compute. */
    public enum Function {
        /** How many values are not null. */
        COUNT,
        /** Their sum; null if there are none. */
        SUM,
        /** The least; null if there are none. */
        MIN,
        /** The greatest; null if there are none. */
        MAX,
        /**
         * Their mean; null if there are none. A {@link java.math.BigDecimal} rounded to 10 digits after the point, half
         * even, for integers and decimals; a {@link Double} for numbers.
         */
        AVG
    }

    public Aggregate {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(path, "path");
    }

    /** How many records. */
    public static Aggregate count() {
        return new Aggregate(Function.COUNT, "");
    }

    /** How many records have a value here. */
    public static Aggregate count(String path) {
        return new Aggregate(Function.COUNT, path);
    }

    /** The sum of numbers. */
    public static Aggregate sum(String path) {
        return new Aggregate(Function.SUM, path);
    }

    /** The least value. */
    public static Aggregate min(String path) {
        return new Aggregate(Function.MIN, path);
    }

    /** The greatest value. */
    public static Aggregate max(String path) {
        return new Aggregate(Function.MAX, path);
    }

    /** The mean of numbers. */
    public static Aggregate avg(String path) {
        return new Aggregate(Function.AVG, path);
    }
}
