package dev.entail.builtins.payload;

import dev.entail.core.definition.Entity;
import dev.entail.core.value.ValueType;
import java.util.List;
import java.util.Objects;

/**
 * One field of a payload. Made with the factory methods of this class, which are meant to be imported statically, in the
 * manner of {@code text("title").required()}. Immutable.
 *
 * @param name name of the field
 * @param type what it holds
 * @param list whether it holds a list of those
 * @param isRequired whether it must be present
 */
public record PayloadField(String name, Type type, boolean list, boolean isRequired) {
    public PayloadField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** What a field holds. */
    public sealed interface Type {
        /** A plain value. */
        record Scalar(ValueType valueType) implements Type {}

        /** A record that exists. */
        record Reference(Entity entity) implements Type {}

        /** An object with fields of its own. */
        record Structure(List<PayloadField> fields) implements Type {
            public Structure {
                fields = List.copyOf(fields);
            }
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

    /** Any JSON value. */
    public static PayloadField json(String name) {
        return scalar(name, ValueType.JSON);
    }

    /** A record of an entity that must exist: a {@code RecordId}, or an object with an {@code id}. */
    public static PayloadField reference(String name, Entity entity) {
        return new PayloadField(name, new Type.Reference(entity), false, false);
    }

    /** An object with fields of its own. */
    public static PayloadField structure(String name, PayloadField... fields) {
        return new PayloadField(name, new Type.Structure(List.of(fields)), false, false);
    }

    private static PayloadField scalar(String name, ValueType type) {
        return new PayloadField(name, new Type.Scalar(type), false, false);
    }

    /** The same field, which must be present. */
    public PayloadField required() {
        return new PayloadField(name, type, list, true);
    }

    /** The same field with a list of such values. */
    public PayloadField asList() {
        return new PayloadField(name, type, true, isRequired);
    }
}
