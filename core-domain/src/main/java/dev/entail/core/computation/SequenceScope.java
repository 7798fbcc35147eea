package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What numbers are counted for: named values in order. Scopes that differ in order, name, type or value have counters of
 * their own: the text "1" is not the number 1 (STO-550, STO-555). Immutable.
 */
public final class SequenceScope {
    private final List<Item> items;

    private SequenceScope(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /** A scope without values, to which some are added. */
    public static SequenceScope empty() {
        return new SequenceScope(List.of());
    }

    /** A scope of one text, number, truth value or null. */
    public static SequenceScope of(String name, @Nullable Object value) {
        return new SequenceScope(List.of()).and(name, value);
    }

    /** A scope of one record. */
    public static SequenceScope of(String name, RecordDefinition record, RecordId id) {
        return new SequenceScope(List.of()).and(name, record, id);
    }

    /** The same with one more text, number, truth value or null. */
    public SequenceScope and(String name, @Nullable Object value) {
        return with(Item.of(name, value));
    }

    /** The same with one more record. */
    public SequenceScope and(String name, RecordDefinition record, RecordId id) {
        return and(name, record.name(), id);
    }

    /**
     * The same with one more record.
     *
     * @param record name of its entity or relation
     */
    public SequenceScope and(String name, String record, RecordId id) {
        return with(new Item(name, "ref", record + ":" + id));
    }

    private SequenceScope with(Item item) {
        List<Item> all = new ArrayList<>(items);
        all.add(item);
        return new SequenceScope(all);
    }

    /** The names, in order. */
    public List<String> names() {
        return items.stream().map(Item::name).toList();
    }

    /** A text that is the same for equal scopes and different for others. */
    public String text() {
        return items.stream().map(Item::text).collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SequenceScope scope && items.equals(scope.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    private record Item(String name, String type, String value) {
        Item {
            Objects.requireNonNull(name, "name");
        }

        static Item of(String name, @Nullable Object value) {
            return switch (value) {
                case null -> new Item(name, "null", "");
                case String text -> new Item(name, "text", text);
                case Boolean truth -> new Item(name, "bool", truth.toString());
                case BigDecimal decimal -> number(name, decimal);
                case Double number when Double.isFinite(number) -> number(name, BigDecimal.valueOf(number));
                case Long integer -> number(name, BigDecimal.valueOf(integer));
                case Integer integer -> number(name, BigDecimal.valueOf(integer));
                default ->
                    throw new EntailException(
                            ErrorCode.VALUE_MISMATCH,
                            "Item '" + name + "' of a scope takes a text, a number, a truth value or null, was given a"
                                    + " value of type " + value.getClass().getSimpleName());
            };
        }

        private static Item number(String name, BigDecimal value) {
            BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            return new Item(name, "number", plain.toString());
        }

        /** Quotes in names and values are doubled, so that nothing that is given can look like two items. */
        String text() {
            return quoted(name) + ":" + type + ":" + quoted(value);
        }

        private static String quoted(String text) {
            return "\"" + text.replace("\"", "\"\"") + "\"";
        }
    }
}
