package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that a function makes of everything that it says it reads (CUS-01): for what no other computation can express. Once
 * after all changes of a transaction, and before anybody reads, what it reads is read anew for the records concerned, and the
 * function runs for each of them.
 *
 * <p>For a property it reads values of the record, of single relations and of lists, and global values as {@code @rate}; for a
 * global value it reads whole sets of records and other global values.
 *
 * @param parts what it reads of the record; of global values {@code @rate} alone
 * @param sets what else it reads, by the name under which the function finds the rows
 * @param function gets a row with exactly what is read, as a query gives it; must depend on nothing else
 * @param isAtomicSafe whether it may run at READ COMMITTED
 */
public record Custom(
        List<Selection> parts,
        Map<String, Query> sets,
        Function<Row, ? extends @Nullable Object> function,
        boolean isAtomicSafe)
        implements Computation.Elementary {
    public Custom {
        Objects.requireNonNull(function, "function");
        parts = List.copyOf(parts);
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** Reads dotted paths. */
    public static Reads reading(String... paths) {
        return new Reads(List.of(), Map.of()).and(paths);
    }

    /** Reads any parts, lists of related records among them. */
    public static Reads reading(Selection... parts) {
        return new Reads(List.of(), Map.of()).and(parts);
    }

    /** Reads all records that a query asks for; for global values. */
    public static Reads reading(String name, Query set) {
        return new Reads(List.of(), Map.of()).and(name, set);
    }

    /**
     * The same without SERIALIZABLE (SER-01): records are locked and read one after the other, so the value may miss what
     * another transaction does at the same moment.
     */
    public Custom atomicSafe() {
        return new Custom(parts, sets, function, true);
    }

    /** The global values that it reads. */
    public List<String> globals() {
        return parts.stream()
                .flatMap(part -> part instanceof Selection.Value value && GlobalValue.isNamedBy(value.name())
                        ? Stream.of(GlobalValue.nameIn(value.name()))
                        : Stream.of())
                .toList();
    }

    /**
     * The value for what was read, brought to the type of its property.
     *
     * @param path where the value is, for the error
     * @throws dev.entail.core.error.EntailException {@code CALLBACK_FAILED} if the function throws, {@code VALUE_MISMATCH}
     *     if it gives something else than declared
     */
    public @Nullable Object compute(String path, Property<?> property, Row row) {
        return Computed.compute(path, property, function, row);
    }

    /**
     * What a custom computation reads.
     *
     * @param parts of the record
     * @param sets of the whole model
     */
    public record Reads(List<Selection> parts, Map<String, Query> sets) {
        public Reads {
            parts = List.copyOf(parts);
            sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        }

        /** Dotted paths as well. */
        public Reads and(String... paths) {
            return and(Stream.of(paths).map(Selection::path).toArray(Selection[]::new));
        }

        /** These parts as well. */
        public Reads and(Selection... more) {
            List<Selection> all = new ArrayList<>(parts);
            all.addAll(List.of(more));
            return new Reads(all, sets);
        }

        /** All records that a query asks for as well. */
        public Reads and(String name, Query set) {
            Map<String, Query> all = new LinkedHashMap<>(sets);
            all.put(name, set);
            return new Reads(parts, all);
        }

        /**
         * A value that somebody works out elsewhere, later (ASY-01); it is what he hands in, unless {@link Async#applying} says
         * otherwise.
         *
         * @param function says what is to be worked out
         */
        public Async requesting(Function<Row, Request> function) {
            return new Async(computing(function), (result, args) -> result);
        }

        /** What the function makes of it. */
        public Custom computing(Function<Row, ? extends @Nullable Object> function) {
            return new Custom(parts, sets, function, false);
        }
    }
}
