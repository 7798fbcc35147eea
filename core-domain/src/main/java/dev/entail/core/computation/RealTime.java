package dev.entail.core.computation;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.expression.Comparison;
import dev.entail.core.expression.Expression;
import dev.entail.core.expression.Formula;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that follows the time (RTM-01..05): a formula over {@link #now()}, made of what is read as by {@link Custom}. It is
 * evaluated when a record is created, when something changes that it reads, and when it is due. A number is due some time after
 * it was computed, see {@link #again}. A truth value is due when it changes, which is found by solving the comparison.
 *
 * @param parts what it reads of the record; of global values {@code @rate} alone
 * @param sets what else it reads, by the name under which the functions find the rows
 * @param function gets a row with exactly what is read and gives the formula, or null where the value is null; must depend on
 *     nothing else, the clock least of all
 * @param again how long after a computation the next one is due, from the same row; null if that is not said
 */
public record RealTime(
        List<Selection> parts,
        Map<String, Query> sets,
        Function<Row, ? extends @Nullable Formula> function,
        @Nullable Function<Row, Duration> again)
        implements Computation.Immediate {
    private static final String NOW = "now";
    private static final String COMPUTED = "$computed";
    private static final String DUE = "$due";

    public RealTime {
        Objects.requireNonNull(function, "function");
        parts = List.copyOf(parts);
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** The time at which a formula is evaluated, in milliseconds since 1970. */
    public static Expression now() {
        return Expression.variable(NOW);
    }

    /** A point in time, to compare with {@link #now()}. */
    public static Expression at(Instant time) {
        return Expression.number(time.toEpochMilli());
    }

    /** Reads dotted paths. */
    public static Reads reading(String... paths) {
        return Reads.nothing().and(paths);
    }

    /** Reads any parts, lists of related records among them. */
    public static Reads reading(Selection... parts) {
        return Reads.nothing().and(parts);
    }

    /** Reads all records that a query asks for; for global values. */
    public static Reads reading(String name, Query set) {
        return Reads.nothing().and(name, set);
    }

    /** A formula over the time alone; for global values. */
    public static RealTime formula(Formula formula) {
        return Reads.nothing().formula(row -> formula);
    }

    /**
     * The same, due again some time after each computation. A comparison that changes at a known time is due then, not
     * before.
     */
    public RealTime again(Duration interval) {
        Objects.requireNonNull(interval, "interval");
        return again(row -> interval);
    }

    /**
     * The same where the time depends on what is read.
     *
     * @param interval gives at least a millisecond
     */
    public RealTime again(Function<Row, Duration> interval) {
        return new RealTime(parts, sets, function, Objects.requireNonNull(interval, "interval"));
    }

    /** It reads one row after the other, without SERIALIZABLE (RTM-05). */
    @Override
    public boolean isAtomicSafe() {
        return true;
    }

    /** Name of the hidden value that says when a value was computed last. */
    public static String computedName(String value) {
        return value + COMPUTED;
    }

    /** Name of the hidden value that says when a value is due next. */
    public static String dueName(String value) {
        return value + DUE;
    }

    /** Whether a value beside another is the one that says when that is due. */
    public static boolean isDue(String name) {
        return name.endsWith(DUE);
    }

    @Override
    public List<Property<?>> beside(Property<?> value) {
        return List.of(Property.timestamp(computedName(value.name())), Property.timestamp(dueName(value.name())));
    }

    /**
     * The value at a time, that time, and when the next one is due; null for never.
     *
     * @throws EntailException {@code CALLBACK_FAILED} if a function throws or gives no time, {@code VALUE_MISMATCH} if it
     *     gives a comparison for a number or an expression for a truth value, {@code EXPRESSION_VARIABLE}, {@code
     *     EXPRESSION_UNDEFINED} or {@code EXPRESSION_UNSOLVABLE} if nothing can be made of the formula
     */
    @Override
    public Map<String, @Nullable Object> values(String path, Property<?> property, Instant now, Row row) {
        Formula formula = Computed.call(path, function, row);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(property.name(), formula == null ? null : evaluate(path, property, formula, now));
        values.put(computedName(property.name()), now);
        values.put(dueName(property.name()), formula == null ? null : due(path, formula, now, row));
        return values;
    }

    private static Object evaluate(String path, Property<?> property, Formula formula, Instant now) {
        ValueType type = formula instanceof Expression ? ValueType.NUMBER : ValueType.BOOLEAN;
        if (property.type() != type) {
            throw new EntailException(
                    ErrorCode.VALUE_MISMATCH,
                    path + " is " + property.type().description() + ", its formula " + formula + " yields "
                            + type.description()
                            + "; give a comparison for a truth value and an expression for a number");
        }
        Map<String, Long> values = Map.of(NOW, now.toEpochMilli());
        try {
            return switch (formula) {
                case Expression expression -> expression.evaluate(values);
                case Comparison comparison -> comparison.evaluate(values);
            };
        } catch (EntailException e) {
            throw new EntailException(e.code(), path + ": " + e.getMessage(), e.details(), e);
        }
    }

    private @Nullable Instant due(String path, Formula formula, Instant now, Row row) {
        Turning turning = formula instanceof Comparison comparison ? Turning.of(comparison, NOW, now) : Turning.NEVER;
        if (turning.isKnown() && (turning.at() != null || again == null)) {
            return turning.at();
        }
        if (again == null) {
            throw new EntailException(
                    ErrorCode.EXPRESSION_UNSOLVABLE,
                    path + ": nobody can tell when " + formula + " changes; say when it is to be computed again");
        }
        Duration interval = Computed.call(path, again, row);
        if (interval == null || interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    path + " is to be computed again after " + interval + "; give at least a millisecond");
        }
        Instant next = interval.compareTo(Duration.between(now, Turning.END)) > 0 ? null : now.plus(interval);
        Instant at = turning.at();
        return at == null || next != null && next.isBefore(at) ? next : at;
    }
}
