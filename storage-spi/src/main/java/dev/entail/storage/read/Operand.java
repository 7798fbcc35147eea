package dev.entail.storage.read;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import dev.entail.storage.json.JsonCodec;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.Comparisons.Subject;
import dev.entail.storage.read.SqlBuilder.Source;
import dev.entail.storage.spi.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks operands and brings them to the form in which values are stored. */
final class Operand {
    private static final ValueCodec CODEC = new ValueCodec();
    private static final JsonCodec JSON = new JsonCodec();

    private final Match.Comparison comparison;
    private final Subject subject;

    Operand(Match.Comparison comparison, Subject subject) {
        this.comparison = comparison;
        this.subject = subject;
    }

    /** The operand itself. */
    Source source(Slot slot) {
        return inputs -> stored(slot.value(inputs));
    }

    /** A place in a list of operands; beyond its end stands the last one again. */
    Source item(Slot slot, int place) {
        return inputs -> {
            List<?> items = (List<?>) slot.value(inputs);
            return stored(items.get(Math.min(place, items.size() - 1)));
        };
    }

    /** A pattern with the letters A to Z as a to z. */
    Source folded(Slot slot) {
        return inputs -> {
            char[] letters = ((String) stored(slot.value(inputs))).toCharArray();
            for (int i = 0; i < letters.length; i++) {
                if (letters[i] >= 'A' && letters[i] <= 'Z') {
                    letters[i] += 'a' - 'A';
                }
            }
            return new String(letters);
        };
    }

    /** Whether many operands can be bound as one JSON list without a change. */
    boolean fitsList() {
        return subject.type() == ColumnType.ID || subject.type() == ColumnType.INTEGER || subject.isText();
    }

    /** All operands as one JSON list. */
    Source list(Slot slot) {
        return inputs -> {
            List<Object> items = new ArrayList<>();
            ((List<?>) slot.value(inputs)).forEach(item -> items.add(stored(item)));
            return JSON.write(items);
        };
    }

    /** An element of a list, as JSON. */
    Source element(Slot slot) {
        return inputs -> {
            Property<?> property = Objects.requireNonNull(subject.property());
            Object element = property.type().normalize(number(slot.value(inputs)), where());
            return JSON.write(ValueType.JSON.normalize(element, where()));
        };
    }

    private Object stored(Object given) {
        Property<?> property = subject.property();
        if (property == null) {
            return id(given);
        }
        Object value = property.normalize(number(given), where());
        return Objects.requireNonNull(CODEC.encode(property, value));
    }

    /** A fraction that was read from JSON is a decimal, also where it is compared with numbers that are not exact. */
    private Object number(Object given) {
        if (Objects.requireNonNull(subject.property()).type() != ValueType.NUMBER) {
            return given;
        }
        if (given instanceof List<?> items) {
            List<@Nullable Object> numbers = new ArrayList<>();
            items.forEach(item -> numbers.add(item == null ? null : number(item)));
            return numbers;
        }
        return given instanceof BigDecimal decimal ? (Object) decimal.doubleValue() : given;
    }

    private Object id(Object given) {
        if (given instanceof RecordId id) {
            return id.value();
        }
        if (subject.isRelation()) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + comparison.path() + "' is a relation, which can be compared with a record id or null only,"
                            + " and was given a value of type "
                            + given.getClass().getSimpleName()
                            + "; ask with exists, or go on to a value");
        }
        return switch (given) {
            case Long id -> id;
            case Integer id -> id.longValue();
            case String text -> RecordId.parse(text).value();
            default ->
                throw new EntailException(
                        ErrorCode.VALUE_MISMATCH,
                        "'" + comparison.path() + "' is compared with a record id, was given a value of type "
                                + given.getClass().getSimpleName());
        };
    }

    private String where() {
        return "The operand for '" + comparison.path() + "'";
    }
}
