package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
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
 * @param stepping how it follows changes of single items; null if all is read anew after each
 */
public record Custom(
        List<Selection> parts,
        Map<String, Query> sets,
        Function<Row, ? extends @Nullable Object> function,
        boolean isAtomicSafe,
        @Nullable Stepping stepping)
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
        return new Custom(parts, sets, function, true, stepping);
    }

    /**
     * The same with states that are kept beside the value, hidden, for {@link #updating} (STA-01). They start with what the full
     * function gives, or with their defaults.
     */
    public Custom keeping(Property<?>... states) {
        List<Property<?>> all = new ArrayList<>(states());
        all.addAll(List.of(states));
        return new Custom(parts, sets, function, isAtomicSafe, new Stepping(all, update()));
    }

    /**
     * The same, but changes of single items are followed one by one, and the sets are not read for them (INC-01..08). For a global
     * value. The function is called at the isolation that there is, with the value locked, when all changes of a transaction
     * are in.
     *
     * <p>It is not asked, and all is computed anew at SERIALIZABLE, where the framework cannot tell what became of an item: if
     * the set is sorted or cut, if its selection or condition goes over relations, or its condition is another than
     * comparisons of own values with given ones; and when a global value changes that is read.
     */
    public Custom updating(BiFunction<Last, ItemChange, Step> update) {
        return new Custom(parts, sets, function, isAtomicSafe, new Stepping(states(), update));
    }

    /** What is kept beside the value. */
    public List<Property<?>> states() {
        return stepping == null ? List.of() : stepping.states();
    }

    private BiFunction<Last, ItemChange, Step> update() {
        return stepping == null ? (last, change) -> Step.recompute("there is no update function") : stepping.update();
    }

    /**
     * The value for what was read, brought to the type of its property.
     *
     * @param path where the value is, for the error
     * @throws dev.entail.core.error.EntailException {@code CALLBACK_FAILED} if the function throws, {@code VALUE_MISMATCH}
     *     if it gives something else than declared
     */
    public @Nullable Object compute(String path, Property<?> property, Row row) {
        return evaluate(path, property, row).value();
    }

    /** The same with the states that the function gives along with the value. */
    public Step.Value evaluate(String path, Property<?> property, Row row) {
        Object result = Computed.call(path, function, row);
        return normalized(path, property, result instanceof Step step ? step : Step.value(result));
    }

    /**
     * A step, with value and states brought to the types of their properties.
     *
     * @throws EntailException {@code CALLBACK_FAILED} if it gives no value, or a step as a value or state;
     *     {@code UNKNOWN_NAME} if it gives a state that is not declared
     */
    public Step.Value normalized(String path, Property<?> property, Step step) {
        if (!(step instanceof Step.Value given)) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that computes " + path + " gave " + step + "; in full it must give a value");
        }
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        given.states()
                .forEach((name, state) -> states.put(name, normalized(path + "$" + name, state(path, name), state)));
        return new Step.Value(normalized(path, property, given.value()), states);
    }

    private Property<?> state(String path, String name) {
        return states().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EntailException(
                        ErrorCode.UNKNOWN_NAME,
                        path + " keeps no state '" + name + "'; it keeps "
                                + states().stream().map(Property::name).toList()));
    }

    private static @Nullable Object normalized(String path, Property<?> property, @Nullable Object value) {
        if (value instanceof Step) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that computes " + path + " gave a step as a value; give Step.value(...) itself");
        }
        return property.normalize(value, path);
    }

    @Override
    public List<Property<?>> beside(Property<?> value) {
        return states().stream()
                .<Property<?>>map(state -> Stepping.stateOf(value, state))
                .toList();
    }

    @Override
    public Map<String, @Nullable Object> values(String path, Property<?> property, Instant now, Row row) {
        Step.Value result = evaluate(path, property, row);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(property.name(), result.value());
        result.states().forEach((state, value) -> values.put(Stepping.stateName(property.name(), state), value));
        return values;
    }
}
