package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.port.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a payload against its declaration (PAY-03..08) and brings it to the form in which it is stored. */
final class PayloadCheck {
    private PayloadCheck() {}

    /**
     * The payload in canonical form.
     *
     * @throws EntailException with a {@code PAYLOAD_...} code; the detail {@code field} says where
     */
    static Map<String, @Nullable Object> check(
            List<PayloadField> fields, Map<String, ? extends @Nullable Object> given, String prefix) {
        for (String name : given.keySet()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw failure(
                        ErrorCode.PAYLOAD_UNKNOWN_FIELD,
                        prefix + name,
                        " not defined",
                        "is not a field of the payload; it has "
                                + fields.stream().map(PayloadField::name).toList());
            }
        }
        Map<String, @Nullable Object> checked = new LinkedHashMap<>();
        for (PayloadField field : fields) {
            if (given.containsKey(field.name())) {
                checked.put(field.name(), value(field, given.get(field.name()), prefix + field.name()));
            } else if (field.isRequired()) {
                throw failure(ErrorCode.PAYLOAD_MISSING, prefix + field.name(), " missing", "is required");
            }
        }
        return checked;
    }

    /** Every record that a checked payload refers to. */
    static List<Reference> references(List<PayloadField> fields, Map<String, ? extends @Nullable Object> checked) {
        List<Reference> references = new ArrayList<>();
        collect(fields, checked, "", references);
        return references;
    }

    /** The id in a canonical reference. */
    static RecordId referenceId(Object reference) {
        return RecordId.of(((Number) Objects.requireNonNull(object(reference).get("id"))).longValue());
    }

    @SuppressWarnings("unchecked") // canonical payloads have text keys only
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static void collect(
            List<PayloadField> fields,
            Map<String, ? extends @Nullable Object> checked,
            String prefix,
            List<Reference> references) {
        for (PayloadField field : fields) {
            Object value = checked.get(field.name());
            if (value != null) {
                List<?> items = field.list() ? (List<?>) value : List.of(value);
                String path = prefix + field.name();
                switch (field.type()) {
                    case Type.Scalar scalar -> {}
                    case Type.Reference reference ->
                        items.forEach(item -> references.add(
                                new Reference(path, reference.entity().name(), referenceId(item))));
                    case Type.Structure structure ->
                        items.forEach(item -> collect(structure.fields(), object(item), path + ".", references));
                }
            }
        }
    }

    private static Object value(PayloadField field, @Nullable Object given, String path) {
        if (!field.list()) {
            return item(field, given, path);
        }
        if (!(given instanceof List<?> items)) {
            throw failure(ErrorCode.PAYLOAD_NOT_A_LIST, path, " data is not array", "takes a list");
        }
        List<Object> checked = new ArrayList<>(items.size());
        for (Object item : items) {
            checked.add(item(field, item, path));
        }
        return checked;
    }

    private static Object item(PayloadField field, @Nullable Object given, String path) {
        return switch (field.type()) {
            case Type.Scalar scalar -> scalar(scalar.valueType(), given, path);
            case Type.Reference reference -> reference(field, given, path);
            case Type.Structure structure -> {
                if (!(given instanceof Map<?, ?> map)) {
                    throw failure(ErrorCode.PAYLOAD_TYPE_MISMATCH, path, " check concept failed", "takes an object");
                }
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                map.forEach((key, item) -> object.put(String.valueOf(key), item));
                yield check(structure.fields(), object, path + ".");
            }
        };
    }

    private static Object scalar(ValueType type, @Nullable Object given, String path) {
        if (given == null) {
            throw mismatch(type, path, null);
        }
        try {
            return type.normalize(JsonNumber.of(type, given), "'" + path + "'");
        } catch (EntailException e) {
            throw mismatch(type, path, e);
        }
    }

    /** Known by an id that is a positive number; a bare number is not a reference (PAY-07). */
    private static Object reference(PayloadField field, @Nullable Object given, String path) {
        Object id = given instanceof RecordId recordId
                ? (Object) recordId.value()
                : given instanceof Map<?, ?> map && map.size() == 1 ? map.get("id") : null;
        if (id instanceof Integer small) {
            id = small.longValue();
        }
        if (id != null) {
            id = JsonNumber.of(ValueType.INTEGER, id);
        }
        if (!(id instanceof Long number) || number < 1) {
            throw failure(
                    ErrorCode.PAYLOAD_NOT_A_REFERENCE,
                    path,
                    field.list() ? " data not every is ref" : " data is not a ref",
                    "takes a reference: an object with nothing but a positive id");
        }
        return Map.of("id", number);
    }

    private static EntailException mismatch(ValueType type, String path, @Nullable Throwable cause) {
        EntailException failure =
                failure(ErrorCode.PAYLOAD_TYPE_MISMATCH, path, " type mismatch", "takes " + type.description());
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    private static EntailException failure(ErrorCode code, String path, String type, String message) {
        return new EntailException(
                code.name(), "'" + path + "' " + message, Map.of("field", path, "type", path + type));
    }
}
