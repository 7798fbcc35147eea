package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
        implements Computation.Immediate {
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

    @Override
    public Map<String, @Nullable Object> values(String path, Property<?> property, Instant now, Row row) {
        return Collections.singletonMap(property.name(), compute(path, property, row));
    }
}
