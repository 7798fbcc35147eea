package dev.entail.examples.description;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates JSON against the part of JSON Schema 2020-12 that payloads are described with, and fails at any other keyword. Formats are
 * asserted, and so is the annotation of decimal places.
 */
final class SchemaValidator {
    private final List<String> violations = new ArrayList<>();

    private SchemaValidator() {}

    /** What is wrong with a value; empty if it is valid. */
    static List<String> violations(Object schema, @Nullable Object value) {
        SchemaValidator validator = new SchemaValidator();
        validator.validate("$", (Map<?, ?>) schema, value);
        return validator.violations;
    }

    private void validate(String path, Map<?, ?> schema, @Nullable Object value) {
        schema.forEach((keyword, bound) -> {
            if (!holds(path, String.valueOf(keyword), bound, schema, value)) {
                violations.add(path + " " + keyword + " " + bound + ": " + value);
            }
        });
    }

    private boolean holds(String path, String keyword, Object bound, Map<?, ?> schema, @Nullable Object value) {
        return switch (keyword) {
            case "$schema", "x-entail-entity" -> true;
            case "type" ->
                bound instanceof List<?> types
                        ? types.stream().anyMatch(type -> isOfType(type, value))
                        : isOfType(bound, value);
            case "minimum" -> !(number(value) instanceof BigDecimal n) || n.compareTo(number(bound)) >= 0;
            case "maximum" -> !(number(value) instanceof BigDecimal n) || n.compareTo(number(bound)) <= 0;
            case "exclusiveMinimum" -> !(number(value) instanceof BigDecimal n) || n.compareTo(number(bound)) > 0;
            case "exclusiveMaximum" -> !(number(value) instanceof BigDecimal n) || n.compareTo(number(bound)) < 0;
            case "x-entail-decimal-places" ->
                !(number(value) instanceof BigDecimal n)
                        || n.stripTrailingZeros().scale() <= (Long) bound;
            case "pattern" ->
                !(value instanceof String text)
                        || Pattern.compile((String) bound).matcher(text).find();
            case "format" -> !(value instanceof String text) || isDay(text);
            case "enum" -> ((List<?>) bound).stream().anyMatch(each -> isSame(each, value));
            case "minLength" -> !(value instanceof String text) || length(text) >= (Long) bound;
            case "maxLength" -> !(value instanceof String text) || length(text) <= (Long) bound;
            case "minItems" -> !(value instanceof List<?> items) || items.size() >= (Long) bound;
            case "maxItems" -> !(value instanceof List<?> items) || items.size() <= (Long) bound;
            case "uniqueItems" ->
                !(value instanceof List<?> items)
                        || items.stream()
                                .allMatch(item -> items.stream()
                                                .filter(other -> isSame(item, other))
                                                .count()
                                        == 1);
            case "x-entail-new" -> true;
            case "x-entail-pattern" -> !(value instanceof String text) || text.matches((String) bound);
            case "x-entail-minimum" ->
                time(value)
                        .filter(time -> time.isBefore(Instant.parse((String) bound)))
                        .isEmpty();
            case "x-entail-maximum" ->
                time(value)
                        .filter(time -> time.isAfter(Instant.parse((String) bound)))
                        .isEmpty();
            case "x-entail-enum" ->
                time(value)
                        .map(time -> ((List<?>) bound).contains(time.toString()))
                        .orElse(true);
            case "x-entail-uniqueItems" ->
                !(value instanceof List<?> items)
                        || items.stream().map(SchemaValidator::time).distinct().count() == items.size();
            case "allOf" -> {
                ((List<?>) bound).forEach(part -> validate(path, (Map<?, ?>) part, value));
                yield true;
            }
            case "required" ->
                !(value instanceof Map<?, ?> object) || object.keySet().containsAll((List<?>) bound);
            case "properties" -> {
                if (value instanceof Map<?, ?> object) {
                    ((Map<?, ?>) bound).forEach((name, inner) -> {
                        if (object.containsKey(name)) {
                            validate(path + "." + name, (Map<?, ?>) inner, object.get(name));
                        }
                    });
                }
                yield true;
            }
            case "additionalProperties" ->
                !(value instanceof Map<?, ?> object)
                        || Boolean.FALSE.equals(bound)
                                && ((Map<?, ?>) schema.get("properties"))
                                        .keySet()
                                        .containsAll(object.keySet());
            case "items" -> {
                if (value instanceof List<?> items) {
                    for (int i = 0; i < items.size(); i++) {
                        validate(path + "[" + i + "]", (Map<?, ?>) bound, items.get(i));
                    }
                }
                yield true;
            }
            default -> throw new AssertionError("Unknown keyword " + keyword + " at " + path);
        };
    }

    private static boolean isOfType(Object type, @Nullable Object value) {
        return switch ((String) type) {
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "number" -> value instanceof Number;
            // A number without a fraction, however it is written.
            case "integer" ->
                number(value) instanceof BigDecimal n && n.stripTrailingZeros().scale() <= 0;
            default -> throw new AssertionError("Unknown type " + type);
        };
    }

    private static boolean isSame(@Nullable Object left, @Nullable Object right) {
        BigDecimal number = number(left);
        BigDecimal other = number(right);
        return number != null && other != null
                ? number.compareTo(other) == 0
                : left instanceof Map<?, ?> map && right instanceof Map<?, ?> object
                        ? map.keySet().equals(object.keySet())
                                && map.keySet().stream().allMatch(key -> isSame(map.get(key), object.get(key)))
                        : Objects.equals(left, right);
    }

    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Optional<Instant> time(@Nullable Object value) {
        try {
            return value instanceof String text
                    ? Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MILLIS))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    /** Whether a text that has the pattern of a timestamp names a day that there is. */
    private static boolean isDay(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*")) {
            return false;
        }
        int month = Integer.parseInt(text.substring(5, 7));
        int day = Integer.parseInt(text.substring(8, 10));
        return month >= 1
                && month <= 12
                && day >= 1
                && day
                        <= YearMonth.of(Integer.parseInt(text.substring(0, 4)), month)
                                .lengthOfMonth();
    }
}
