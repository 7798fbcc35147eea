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

/** Checks a payload against its declaration (PAY-03..10) and brings it to the form in which it is stored. */
final class PayloadCheck {
    private PayloadCheck() {}

    /**
     * The payload in canonical form. The first thing that is wrong ends the check.
     *
     * @param received null is an empty payload
     * @throws EntailException with a {@code PAYLOAD_...} code; the detail {@code field} says where
     */
    static Map<String, @Nullable Object> check(List<PayloadField> fields, @Nullable Object received) {
        return fields(fields, received(received), null);
    }

    static Map<?, ?> received(@Nullable Object received) {
        if (received == null) {
            return Map.of();
        }
        if (!(received instanceof Map<?, ?> given) || !hasTextKeys(given)) {
            throw new EntailException(
                    ErrorCode.PAYLOAD_NOT_AN_OBJECT.name(),
                    "A payload is an object whose keys are texts; send one",
                    Map.of("type", "payload not an object", "checkType", "payload"));
        }
        return given;
    }

    private static Map<String, @Nullable Object> fields(
            List<PayloadField> fields, Map<?, ?> given, @Nullable FieldPath parent) {
        for (Object name : given.keySet()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw FieldPath.of(parent, String.valueOf(name))
                        .refusal(
                                ErrorCode.PAYLOAD_UNKNOWN_FIELD,
                                "not defined",
                                "is not a field of the payload; it has "
                                        + fields.stream()
                                                .map(PayloadField::name)
                                                .toList());
            }
        }
        Map<String, @Nullable Object> checked = new LinkedHashMap<>();
        for (PayloadField field : fields) {
            FieldPath path = FieldPath.of(parent, field.name());
            if (given.containsKey(field.name())) {
                checked.put(field.name(), value(field, given.get(field.name()), path));
            } else if (field.isRequired()) {
                throw path.refusal(ErrorCode.PAYLOAD_MISSING, "missing", "is required");
            }
        }
        return checked;
    }

    private static Object value(PayloadField field, @Nullable Object given, FieldPath path) {
        if (!field.list()) {
            return item(field, given, path);
        }
        if (!(given instanceof List<?> items)) {
            throw path.refusal(ErrorCode.PAYLOAD_NOT_A_LIST, "data is not array", "takes a list");
        }
        List<Object> checked = new ArrayList<>(items.size());
        for (Object item : items) {
            checked.add(item(field, item, path.item(checked.size())));
        }
        require(field, true, checked, path);
        return checked;
    }

    private static Object item(PayloadField field, @Nullable Object given, FieldPath path) {
        Object checked = ofType(field, given, path);
        require(field, false, checked, path);
        return checked;
    }

    private static void require(PayloadField field, boolean ofList, Object checked, FieldPath path) {
        for (PayloadConstraint constraint : field.constraints()) {
            if (constraint.isAboutList() == ofList && !constraint.allows(checked)) {
                Map<String, Object> more = new LinkedHashMap<>();
                more.put("constraint", constraint.name());
                Object bound = constraint.bound();
                if (bound != null) {
                    more.put("bound", bound);
                }
                throw path.refusal(
                        ErrorCode.PAYLOAD_CONSTRAINT_VIOLATED, "constraint violated", constraint.demand(), more);
            }
        }
    }

    private static Object ofType(PayloadField field, @Nullable Object given, FieldPath path) {
        return switch (field.type()) {
            case Type.Scalar scalar -> scalar(scalar.valueType(), given, path);
            case Type.OpenObject object -> {
                if (!(given instanceof Map<?, ?>)) {
                    throw mismatch("an object", path, null);
                }
                yield scalar(ValueType.JSON, given, path);
            }
            case Type.Reference reference -> reference(field, given, path);
            case Type.Structure structure -> structure(structure, given, path);
            case Type.NewRecord created -> structure(created, given, path);
        };
    }

    private static boolean hasTextKeys(Map<?, ?> object) {
        return object.keySet().stream().allMatch(String.class::isInstance);
    }

    private static Object structure(Type type, @Nullable Object given, FieldPath path) {
        if (!(given instanceof Map<?, ?> object) || !hasTextKeys(object)) {
            throw path.refusal(
                    ErrorCode.PAYLOAD_TYPE_MISMATCH, "check concept failed", "takes an object whose keys are texts");
        }
        return fields(type.fields(), object, path);
    }

    private static Object scalar(ValueType type, @Nullable Object given, FieldPath path) {
        if (given == null) {
            throw mismatch(type.description(), path, null);
        }
        try {
            return Values.ofType(type, given, "'" + path.names() + "'");
        } catch (EntailException e) {
            throw mismatch(type.description(), path, e);
        }
    }

    /** Known by an id that is a positive number; a bare number is not a reference (PAY-07). */
    private static Object reference(PayloadField field, @Nullable Object given, FieldPath path) {
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
            throw path.refusal(
                    ErrorCode.PAYLOAD_NOT_A_REFERENCE,
                    field.list() ? "data not every is ref" : "data is not a ref",
                    "takes a reference: an object with nothing but a positive id");
        }
        return Map.of("id", number);
    }

    private static EntailException mismatch(String wanted, FieldPath path, @Nullable EntailException cause) {
        String why = cause == null ? "" : cause.hasCode(ErrorCode.VALUE_OUT_OF_RANGE.name()) ? " within its range" : "";
        EntailException failure =
                path.refusal(ErrorCode.PAYLOAD_TYPE_MISMATCH, "type mismatch", "takes " + wanted + why);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
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
            if (value == null) {
                continue;
            }
            List<?> items = field.list() ? (List<?>) value : List.of(value);
            String path = prefix + field.name();
            if (field.type() instanceof Type.Reference reference) {
                items.forEach(item ->
                        references.add(new Reference(path, reference.record().name(), referenceId(item))));
            }
            if (!field.type().fields().isEmpty()) {
                items.forEach(item -> collect(field.type().fields(), object(item), path + ".", references));
            }
        }
    }
}
