package dev.entail.core.computation;

import dev.entail.core.expression.Formula;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a function reads, before it is said what it makes of it.
 *
 * @param parts of the record
 * @param sets of the whole model
 */
public record Reads(List<Selection> parts, Map<String, Query> sets) {
    public Reads {
        parts = List.copyOf(parts);
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** Nothing. */
    static Reads nothing() {
        return new Reads(List.of(), Map.of());
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

    /** The value that a function makes of it. */
    public Custom computing(Function<Row, ? extends @Nullable Object> function) {
        return new Custom(parts, sets, function, false, null);
    }

    /** The value in time of the formula that a function makes of it; null where there is none. */
    public RealTime formula(Function<Row, ? extends @Nullable Formula> function) {
        return new RealTime(parts, sets, function, null);
    }
}
