package dev.entail.core.definition;

import dev.entail.core.value.Attribute;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named, typed value of a record. Made with the factory methods of this class, which are meant to be imported
 * statically. Immutable.
 *
 * @param <T> Java type of the value
 */
public final class Property<T> implements Attribute<T> {
    private final String name;
    private final ValueType type;
    private final boolean list;
    private final @Nullable Function<Row, ? extends @Nullable T> defaultValue;
    private final boolean hot;

    private Property(
            String name, ValueType type, boolean list, @Nullable Function<Row, ? extends @Nullable T> defaultValue) {
        this(name, type, list, defaultValue, false);
    }

    private Property(
            String name,
            ValueType type,
            boolean list,
            @Nullable Function<Row, ? extends @Nullable T> defaultValue,
            boolean hot) {
        this.name = Objects.requireNonNull(name, "name");
        this.type = type;
        this.list = list;
        this.defaultValue = defaultValue;
        this.hot = hot;
    }

    /** A text. */
    public static Property<String> text(String name) {
        return new Property<>(name, ValueType.TEXT, false, null);
    }

    /** A 64-bit integer. */
    public static Property<Long> integer(String name) {
        return new Property<>(name, ValueType.INTEGER, false, null);
    }

    /** An exact decimal. */
    public static Property<BigDecimal> decimal(String name) {
        return new Property<>(name, ValueType.DECIMAL, false, null);
    }

    /** A finite floating-point number. */
    public static Property<Double> number(String name) {
        return new Property<>(name, ValueType.NUMBER, false, null);
    }

    /** A truth value. */
    public static Property<Boolean> bool(String name) {
        return new Property<>(name, ValueType.BOOLEAN, false, null);
    }

    /** A point in time, to the millisecond. */
    public static Property<Instant> timestamp(String name) {
        return new Property<>(name, ValueType.TIMESTAMP, false, null);
    }

    /** Any JSON value. */
    public static Property<Object> json(String name) {
        return new Property<>(name, ValueType.JSON, false, null);
    }

    /** A value of a type that is only known when the program runs. */
    public static Property<?> of(String name, ValueType type) {
        return new Property<>(name, type, false, null);
    }

    /** A property of the same type under another name, without a default. */
    public Property<T> named(String other) {
        return new Property<>(other, type, list, null);
    }

    /** A list of values of the type of {@code element}, under its name. */
    public static <E> Property<List<E>> list(Property<E> element) {
        return new Property<>(element.name, element.type, true, null);
    }

    /**
     * The same property with a value for records that are created without one. Lists and maps are copied; what becomes of
     * the given ones does not matter.
     */
    @SuppressWarnings("unchecked") // the value has the type of the property
    public Property<T> defaultTo(T value) {
        Objects.requireNonNull(value, "value");
        boolean mutable = value instanceof List<?> || value instanceof Map<?, ?>;
        T copy = mutable ? (T) Objects.requireNonNull(normalize(value, "The default of " + name)) : value;
        return new Property<>(name, type, list, row -> copy, hot);
    }

    /**
     * The same property with a function for records that are created without a value. The function sees the values given
     * so far, defaults of properties declared earlier included (MOD-41, MOD-42).
     */
    public Property<T> defaultTo(Function<Row, ? extends @Nullable T> function) {
        return new Property<>(name, type, list, Objects.requireNonNull(function, "function"), hot);
    }

    /**
     * The same property for a count or sum that many transactions change at once on the same record. What is added is stored
     * beside the record, spread over several rows, so that nobody waits for anybody; whoever reads the value adds it up. Only
     * for derived counts and sums of records that nothing else follows from.
     */
    public Property<T> hot() {
        return new Property<>(name, type, list, defaultValue, true);
    }

    @Override
    public String name() {
        return name;
    }

    /** The type of the value, or of its elements if it is a list. */
    public ValueType type() {
        return type;
    }

    /** Whether the value is a list. */
    public boolean isList() {
        return list;
    }

    /** Whether many transactions change it at once; see {@link #hot()}. */
    public boolean isHot() {
        return hot;
    }

    /** The function for records created without a value, or null. */
    public @Nullable Function<Row, ? extends @Nullable T> defaultValue() {
        return defaultValue;
    }

    /**
     * Brings a value to the Java type of this property.
     *
     * @param path where the value stands, for the error
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} or {@code VALUE_OUT_OF_RANGE}
     */
    public @Nullable Object normalize(@Nullable Object value, String path) {
        if (value == null) {
            return null;
        }
        if (!list) {
            return type.normalize(value, path);
        }
        if (!(value instanceof List<?> items)) {
            throw new dev.entail.core.error.EntailException(
                    dev.entail.core.error.ErrorCode.VALUE_MISMATCH,
                    path + " takes a list, was given a value of type "
                            + value.getClass().getSimpleName());
        }
        List<@Nullable Object> copy = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            copy.add(item == null ? null : type.normalize(item, path + "[" + i + "]"));
        }
        return Collections.unmodifiableList(copy);
    }

    @Override
    public String toString() {
        return name + ": " + (list ? "list of " : "") + type + (hot ? ", hot" : "");
    }
}
