package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All records of an entity, or all links of a relation, as a function makes them of whole sets of records and of global values
 * (CUS-01, APL-03). Once after all changes of a transaction, and before anybody reads, what it reads is read anew and the function
 * runs. What it yields is compared with what is stored, key by key, and only the difference is written: what stays keeps its id
 * and its links (WK-32). The records belong to the computation; nobody else creates, changes or deletes them.
 *
 * @param reads sets, and global values as {@code @rate}
 * @param key names of values and single relations that tell the records apart; of links those besides both ends. Empty: records
 *     are told apart by their place in what is yielded
 * @param function gets a row with exactly what is read, as a query gives it; must depend on nothing else
 */
public record CustomRecords(Reads reads, List<String> key, Function<Row, ? extends Collection<?>> function)
        implements Computation.OfRecords {
    /** Begins the name of the hidden global value that stands for the records in the order of derivation. */
    private static final String SIGN = "$";

    public CustomRecords {
        Objects.requireNonNull(reads, "reads");
        Objects.requireNonNull(function, "function");
        key = List.copyOf(key);
    }

    /** Reads all records that a query asks for. */
    public static KeyedReads reading(String name, Query set) {
        return new KeyedReads(Reads.nothing().and(name, set), List.of());
    }

    /**
     * Reads nothing but global values, each as {@code @} and its name: for records that follow from one value, the result of
     * {@linkplain Async work done elsewhere} for example.
     */
    public static KeyedReads reading(String... globals) {
        return new KeyedReads(Reads.nothing().and(globals), List.of());
    }

    /**
     * The hidden global value that stands for the records of an entity or relation in the order of derivation. It is true when
     * they have been made for the first time.
     */
    public static Property<Boolean> marker(String record) {
        return Property.bool(SIGN + record);
    }

    /** The entity or relation that a global value stands for, or null if it is an ordinary one. */
    public static @Nullable String marked(String global) {
        return global.startsWith(SIGN) ? global.substring(SIGN.length()) : null;
    }

    /** What the hidden global value follows from: true if nothing follows from nothing, otherwise null. */
    public Custom forMarker() {
        return reads.computing(row -> function.apply(row).isEmpty() ? Boolean.TRUE : null);
    }

    /**
     * What such a computation reads, and how what it yields is told apart.
     *
     * @param reads sets and global values
     * @param key names of values and single relations
     */
    public record KeyedReads(Reads reads, List<String> key) {
        public KeyedReads {
            key = List.copyOf(key);
        }

        /** Global values as well, each as {@code @} and its name. */
        public KeyedReads and(String... globals) {
            return new KeyedReads(reads.and(globals), key);
        }

        /** All records that a query asks for as well. */
        public KeyedReads and(String name, Query set) {
            return new KeyedReads(reads.and(name, set), key);
        }

        /**
         * No two of the records agree in all of these, and a record is the same as the stored one that agrees with it. Links
         * are told apart by their ends first, so that a key is needed only where two may join the same records.
         */
        public KeyedReads keyedBy(String... attributes) {
            return new KeyedReads(reads, List.of(attributes));
        }

        /** All records of an entity; what a draft refers to exists already. */
        public CustomRecords yielding(Function<Row, ? extends Collection<Draft>> function) {
            return new CustomRecords(reads, key, function);
        }

        /** All links of a relation. */
        public CustomRecords yieldingLinks(Function<Row, ? extends Collection<Link>> function) {
            return new CustomRecords(reads, key, function);
        }
    }
}
