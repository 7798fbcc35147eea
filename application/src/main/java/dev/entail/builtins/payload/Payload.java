package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A checked payload, read by the names that the interaction declares. A field that was left out reads as null. */
public final class Payload {
    private final String where;
    private final List<PayloadField> fields;
    private final Map<String, ? extends @Nullable Object> values;

    Payload(String where, List<PayloadField> fields, Map<String, ? extends @Nullable Object> values) {
        this.where = where;
        this.fields = fields;
        this.values = values;
    }

    /** Whether a field was given. */
    public boolean has(String name) {
        field(name);
        return values.get(name) != null;
    }

    /** A text, or null. */
    public @Nullable String textOrNull(String name) {
        return (String) scalar(name, ValueType.TEXT);
    }

    /** A text that was given. */
    public String text(String name) {
        return given(name, textOrNull(name));
    }

    /** An integer that was given. */
    public long integer(String name) {
        return (Long) given(name, scalar(name, ValueType.INTEGER));
    }

    /** A decimal that was given. */
    public BigDecimal decimal(String name) {
        return (BigDecimal) given(name, scalar(name, ValueType.DECIMAL));
    }

    /** A number that was given. */
    public double number(String name) {
        return (Double) given(name, scalar(name, ValueType.NUMBER));
    }

    /** A truth value that was given. */
    public boolean bool(String name) {
        return (Boolean) given(name, scalar(name, ValueType.BOOLEAN));
    }

    /** A point in time that was given. */
    public Instant timestamp(String name) {
        return (Instant) given(name, scalar(name, ValueType.TIMESTAMP));
    }

    /** The value of a plain field of any type, a list if it is declared as one, or null. */
    public @Nullable Object value(String name) {
        PayloadField field = field(name);
        if (!(field.type() instanceof Type.Scalar scalar)) {
            throw wrongKind(field, "a plain value");
        }
        Object value = values.get(name);
        return value == null ? null : plain(field, scalar.valueType(), value);
    }

    /** The constant that a text names, of a field declared with {@code oneOf(type)}. */
    public <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, text(name));
    }

    /** The JSON object that a field holds. */
    public Map<String, Object> object(String name) {
        PayloadField field = field(name);
        if (!(field.type() instanceof Type.OpenObject) || field.list()) {
            throw wrongKind(field, "an open object");
        }
        return PayloadCheck.object(given(name, values.get(name)));
    }

    /** The record that a field refers to. */
    public RecordId reference(String name) {
        PayloadField field = field(name);
        if (field.list()) {
            throw wrongKind(field, "a single reference");
        }
        List<RecordId> ids = references(name);
        return given(name, ids.isEmpty() ? null : ids.get(0));
    }

    /** The records that a field refers to; empty if it was left out. */
    public List<RecordId> references(String name) {
        PayloadField field = field(name);
        if (!(field.type() instanceof Type.Reference)) {
            throw wrongKind(field, "a reference");
        }
        return items(values.get(name)).stream().map(PayloadCheck::referenceId).toList();
    }

    /** The objects that a field holds; empty if it was left out. */
    public List<Payload> structures(String name) {
        PayloadField field = field(name);
        if (!(field.type() instanceof Type.Structure structure)) {
            throw wrongKind(field, "an object");
        }
        return items(values.get(name)).stream()
                .map(item -> new Payload(where + "." + name, structure.fields(), PayloadCheck.object(item)))
                .toList();
    }

    /** The record that a field describes, to be created by a derivation (PAY-09). */
    public Draft draft(String name) {
        PayloadField field = field(name);
        if (field.list()) {
            throw wrongKind(field, "a single new record");
        }
        List<Draft> drafts = drafts(name);
        return given(name, drafts.isEmpty() ? null : drafts.get(0));
    }

    /** The records that a field describes, to be created by a derivation; empty if it was left out. */
    public List<Draft> drafts(String name) {
        PayloadField field = field(name);
        if (!(field.type() instanceof Type.NewRecord created)) {
            throw wrongKind(field, "a new record");
        }
        return items(values.get(name)).stream()
                .map(item -> draft(created, PayloadCheck.object(item)))
                .toList();
    }

    private static Draft draft(Type.NewRecord type, Map<String, Object> given) {
        Map<String, @Nullable Object> draft = new LinkedHashMap<>();
        for (PayloadField field : type.fields()) {
            Object value = given.get(field.name());
            if (value != null) {
                draft.put(field.name(), drafted(field, value));
            }
        }
        return Draft.of(draft);
    }

    private static Object drafted(PayloadField field, Object value) {
        return switch (field.type()) {
            case Type.Scalar scalar -> plain(field, scalar.valueType(), value);
            case Type.OpenObject object -> value;
            case Type.Structure structure -> value;
            case Type.Reference reference -> each(field, value, PayloadCheck::referenceId);
            case Type.NewRecord nested -> each(field, value, item -> draft(nested, PayloadCheck.object(item)));
        };
    }

    private static Object plain(PayloadField field, ValueType type, Object value) {
        return each(field, value, item -> Values.stored(type, item));
    }

    private static Object each(PayloadField field, Object value, Function<Object, Object> conversion) {
        return field.list() ? ((List<?>) value).stream().map(conversion).toList() : conversion.apply(value);
    }

    private static List<?> items(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    private @Nullable Object scalar(String name, ValueType type) {
        PayloadField field = field(name);
        if (!field.type().equals(new Type.Scalar(type)) || field.list()) {
            throw wrongKind(field, type.description());
        }
        Object value = values.get(name);
        return value == null ? null : Values.stored(type, value);
    }

    private PayloadField field(String name) {
        for (PayloadField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new EntailException(
                ErrorCode.UNKNOWN_NAME,
                where + " has no payload field '" + name + "'; it has "
                        + fields.stream().map(PayloadField::name).toList());
    }

    private <T> T given(String name, @Nullable T value) {
        if (value == null) {
            throw new EntailException(
                    ErrorCode.PAYLOAD_MISSING,
                    "Payload field '" + name + "' of " + where
                            + " was left out; ask has(...) first or make it required");
        }
        return Objects.requireNonNull(value);
    }

    private EntailException wrongKind(PayloadField field, String asked) {
        return new EntailException(
                ErrorCode.VALUE_MISMATCH,
                "Payload field '" + field.name() + "' of " + where + " is not " + asked + ", it is declared as "
                        + field.type() + (field.list() ? " (a list)" : ""));
    }
}
