package dev.entail.builtins.payload;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One field of a payload. Made with the factory methods of this class, which are meant to be imported statically, in the
 * manner of {@code text("title").required().maxLength(80)}. Immutable. A constraint that makes no sense for the field is
 * reported when the model is built, together with all other mistakes.
 *
 * @param name name of the field
 * @param type what it holds
 * @param list whether it holds a list of those
 * @param isRequired whether it must be present
 * @param constraints what its values must satisfy, in the order in which they are asked
 */
public record PayloadField(
        String name, Type type, boolean list, boolean isRequired, List<PayloadConstraint> constraints) {
    public PayloadField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        constraints = List.copyOf(constraints);
    }

    /** What a field holds. */
    public sealed interface Type {
        /** A plain value. */
        record Scalar(ValueType valueType) implements Type {}

        /** A JSON object with any keys. */
        record OpenObject() implements Type {}

        /**
         * A record that exists.
         *
         * @param record what it is: an entity, a relation, or a view or union of some, whose members alone are accepted
         */
        record Reference(RecordDefinition record) implements Type {}

        /** An object with fields of its own. */
        record Structure(List<PayloadField> fields) implements Type {
            public Structure {
                fields = List.copyOf(fields);
            }
        }

        /**
         * A record that is to be created.
         *
         * @param entity what it will be
         * @param fields what may be said of it: each property, and what was declared besides or instead
         */
        record NewRecord(Entity entity, List<PayloadField> fields) implements Type {
            public NewRecord {
                fields = List.copyOf(fields);
            }
        }

        /** The fields of an object that has some, or none. */
        default List<PayloadField> fields() {
            return switch (this) {
                case Structure structure -> structure.fields;
                case NewRecord created -> created.fields;
                case Scalar scalar -> List.of();
                case OpenObject object -> List.of();
                case Reference reference -> List.of();
            };
        }
    }

    /** A text. */
    public static PayloadField text(String name) {
        return scalar(name, ValueType.TEXT);
    }

    /** A 64-bit integer. */
    public static PayloadField integer(String name) {
        return scalar(name, ValueType.INTEGER);
    }

    /** An exact decimal. */
    public static PayloadField decimal(String name) {
        return scalar(name, ValueType.DECIMAL);
    }

    /** A finite floating-point number. */
    public static PayloadField number(String name) {
        return scalar(name, ValueType.NUMBER);
    }

    /** A truth value. */
    public static PayloadField bool(String name) {
        return scalar(name, ValueType.BOOLEAN);
    }

    /** A point in time; an {@link java.time.Instant} or its ISO text. */
    public static PayloadField timestamp(String name) {
        return scalar(name, ValueType.TIMESTAMP);
    }

    /** Any JSON value but null (PAY-01, no type). */
    public static PayloadField json(String name) {
        return scalar(name, ValueType.JSON);
    }

    /** Any JSON object: text keys, any values (PAY-01). */
    public static PayloadField object(String name) {
        return of(name, new Type.OpenObject());
    }

    /**
     * A record that must exist: a {@code RecordId}, or an object with an {@code id}. Of a view or union it must be a member
     * when the call comes in (PAY-08).
     */
    public static PayloadField reference(String name, RecordDefinition record) {
        return of(name, new Type.Reference(record));
    }

    /** An object with fields of its own. */
    public static PayloadField structure(String name, PayloadField... fields) {
        return of(name, new Type.Structure(List.of(fields)));
    }

    /**
     * A record that is to be created: an object with the properties of {@code entity} (PAY-09). What the framework derives
     * cannot be given. {@link Payload#draft} makes a draft of it.
     *
     * @param more fields that stand for properties under the same name, for example to make them required; and relation
     *     attributes that may be given, as references or as new records. No other relation can be given, so that nobody
     *     links a new record to what is not meant for it.
     */
    public static PayloadField record(String name, Entity entity, PayloadField... more) {
        List<PayloadField> own = entity.properties().stream()
                .filter(property -> Arrays.stream(more).noneMatch(field -> field.name.equals(property.name())))
                .map(property -> {
                    PayloadField field = scalar(property.name(), property.type());
                    return property.isList() ? field.asList() : field;
                })
                .toList();
        return of(
                name,
                new Type.NewRecord(
                        entity, Stream.concat(own.stream(), Arrays.stream(more)).toList()));
    }

    private static PayloadField scalar(String name, ValueType type) {
        return of(name, new Type.Scalar(type));
    }

    private static PayloadField of(String name, Type type) {
        return new PayloadField(name, type, false, false, List.of());
    }

    /** The same field, which must be present. */
    public PayloadField required() {
        return new PayloadField(name, type, list, true, constraints);
    }

    /** The same field with a list of such values. */
    public PayloadField asList() {
        return new PayloadField(name, type, true, isRequired, constraints);
    }

    /** The same field, whose values are among these; for texts, numbers and timestamps. */
    public PayloadField oneOf(Object... values) {
        return with(new PayloadConstraint.OneOf(
                Arrays.stream(values).map(this::canonical).toList()));
    }

    /** The same text field, whose values are names of these constants. */
    public <E extends Enum<E>> PayloadField oneOf(Class<E> constants) {
        return with(new PayloadConstraint.OneOf(Arrays.stream(constants.getEnumConstants())
                .map(c -> (Object) c.name())
                .toList()));
    }

    /** The same field, whose numbers are not less than {@code least}. */
    public PayloadField atLeast(Number least) {
        return with(new PayloadConstraint.AtLeast(canonical(least)));
    }

    /** The same field, whose numbers are not greater than {@code most}. */
    public PayloadField atMost(Number most) {
        return with(new PayloadConstraint.AtMost(canonical(most)));
    }

    /** The same field, whose numbers are between these bounds or equal to one of them. */
    public PayloadField between(Number least, Number most) {
        return atLeast(least).atMost(most);
    }

    /** The same field, whose timestamps are not before {@code earliest}. */
    public PayloadField atLeast(Instant earliest) {
        return with(new PayloadConstraint.AtLeast(canonical(earliest)));
    }

    /** The same field, whose timestamps are not after {@code latest}. */
    public PayloadField atMost(Instant latest) {
        return with(new PayloadConstraint.AtMost(canonical(latest)));
    }

    /** The same field, whose timestamps are between these or equal to one of them. */
    public PayloadField between(Instant earliest, Instant latest) {
        return atLeast(earliest).atMost(latest);
    }

    /** The same field, whose texts have so many characters at least; a code point of Unicode counts as one. */
    public PayloadField minLength(int least) {
        return with(new PayloadConstraint.MinLength(least));
    }

    /** The same field, whose texts have so many characters at most; a code point of Unicode counts as one. */
    public PayloadField maxLength(int most) {
        return with(new PayloadConstraint.MaxLength(most));
    }

    /** The same field, whose texts have between so many characters and so many. */
    public PayloadField length(int least, int most) {
        return minLength(least).maxLength(most);
    }

    /** The same field, whose texts have something besides white space. */
    public PayloadField notBlank() {
        return with(new PayloadConstraint.NotBlank());
    }

    /** The same field, whose texts fit this regular expression of Java as a whole; see {@link TextPattern}. */
    public PayloadField matching(String regex) {
        return with(new PayloadConstraint.Matching(TextPattern.of(regex)));
    }

    /** The same list with so many items at least. */
    public PayloadField minItems(int least) {
        return with(new PayloadConstraint.MinItems(least));
    }

    /** The same list with so many items at most. */
    public PayloadField maxItems(int most) {
        return with(new PayloadConstraint.MaxItems(most));
    }

    /** The same list, in which no value, or no record, stands twice. */
    public PayloadField distinct() {
        return with(new PayloadConstraint.Distinct());
    }

    /** Patterns come last, so that a bound on the length spares them long texts. */
    private PayloadField with(PayloadConstraint constraint) {
        List<PayloadConstraint> all = new ArrayList<>(constraints);
        all.add(constraint);
        all.sort(java.util.Comparator.comparing(each -> each instanceof PayloadConstraint.Matching));
        return new PayloadField(name, type, list, isRequired, all);
    }

    /** A value of this type as it is compared; as it was given if it is none, which the check of the model reports. */
    private Object canonical(Object value) {
        if (!(type instanceof Type.Scalar scalar)) {
            return value;
        }
        try {
            boolean inexact = value instanceof Double d && Double.isFinite(d) && scalar.valueType == ValueType.DECIMAL;
            return Values.ofType(scalar.valueType, inexact ? BigDecimal.valueOf((Double) value) : value, name);
        } catch (EntailException e) {
            return value;
        }
    }
}
