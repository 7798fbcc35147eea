package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.JsonTree;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Payloads as JSON Schema 2020-12, one method for each type. What is valid is what {@link PayloadCheck} accepts; where the two differ
 * the method says so, and so does the handbook.
 */
final class PayloadJsonSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final BigDecimal DECIMAL_BOUND = new BigDecimal("1E28");
    private static final int DECIMAL_PLACES = 10;
    private static final String TIMESTAMP = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
            + "[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
            + "([Zz]|[+-](0[0-9]|1[0-7]):[0-5][0-9]|[+-]18:00)$";

    private PayloadJsonSchema() {}

    /** The schema of a payload with these fields. */
    static JsonTree of(List<PayloadField> fields) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.putAll(object(fields));
        return new JsonTree(schema);
    }

    private static Map<String, Object> object(List<PayloadField> fields) {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.name(), field(field)));
        Map<String, Object> schema = typed("object");
        schema.put("properties", properties);
        schema.put(
                "required",
                fields.stream()
                        .filter(PayloadField::isRequired)
                        .map(PayloadField::name)
                        .toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> field(PayloadField field) {
        Map<String, Object> item = item(field.type());
        field.constraints().stream()
                .filter(constraint -> !constraint.isAboutList())
                .forEach(constraint -> PayloadJsonConstraints.add(item, field, constraint));
        if (!field.list()) {
            return item;
        }
        Map<String, Object> list = typed("array");
        list.put("items", item);
        field.constraints().stream()
                .filter(PayloadConstraint::isAboutList)
                .forEach(constraint -> PayloadJsonConstraints.add(list, field, constraint));
        return list;
    }

    private static Map<String, Object> item(Type type) {
        return switch (type) {
            case Type.Scalar scalar -> scalar(scalar.valueType());
            case Type.OpenObject object -> typed("object");
            case Type.Reference reference -> reference(reference.record());
            case Type.Structure structure -> object(structure.fields());
            case Type.NewRecord created -> newRecord(created);
        };
    }

    private static Map<String, Object> newRecord(Type.NewRecord created) {
        Map<String, Object> schema = object(created.fields());
        schema.put("x-entail-new", created.entity().name());
        return schema;
    }

    private static Map<String, Object> scalar(ValueType type) {
        return switch (type) {
            case TEXT -> typed("string");
            case INTEGER -> integer(Long.MIN_VALUE);
            case DECIMAL -> decimal();
            case NUMBER -> number();
            case BOOLEAN -> typed("boolean");
            case TIMESTAMP -> timestamp();
            case JSON -> json();
        };
    }

    private static Map<String, Object> integer(long least) {
        Map<String, Object> schema = typed("integer");
        schema.put("minimum", least);
        schema.put("maximum", Long.MAX_VALUE);
        return schema;
    }

    /**
     * How many digits may follow the point is an annotation: validators that count in binary would take {@code 0.3} for no
     * multiple of a power of ten.
     */
    private static Map<String, Object> decimal() {
        Map<String, Object> schema = typed("number");
        schema.put("exclusiveMinimum", DECIMAL_BOUND.negate());
        schema.put("exclusiveMaximum", DECIMAL_BOUND);
        schema.put("x-entail-decimal-places", DECIMAL_PLACES);
        return schema;
    }

    private static Map<String, Object> number() {
        Map<String, Object> schema = typed("number");
        schema.put("minimum", -Double.MAX_VALUE);
        schema.put("maximum", Double.MAX_VALUE);
        return schema;
    }

    /**
     * Timestamps with seconds and an offset. The check also takes years beyond 9999, the time 24:00, leap seconds and offsets with
     * seconds, which few libraries can read. That a month has so many days only the format says.
     */
    private static Map<String, Object> timestamp() {
        Map<String, Object> schema = typed("string");
        schema.put("format", "date-time");
        schema.put("pattern", TIMESTAMP);
        return schema;
    }

    /** Anything but null. That there is an end to levels and exponents is not said. */
    private static Map<String, Object> json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("string", "number", "boolean", "object", "array"));
        return schema;
    }

    private static Map<String, Object> reference(RecordDefinition record) {
        Map<String, Object> schema = typed("object");
        schema.put("properties", Map.of("id", integer(1)));
        schema.put("required", List.of("id"));
        schema.put("additionalProperties", false);
        schema.put("x-entail-entity", record.name());
        return schema;
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }
}
