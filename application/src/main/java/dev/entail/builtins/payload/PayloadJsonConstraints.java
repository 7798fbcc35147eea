package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Constraints of payload fields as keywords of JSON Schema 2020-12. What JSON Schema cannot say, about timestamps for one, is an
 * annotation whose name begins with {@code x-entail-}.
 */
final class PayloadJsonConstraints {
    /** What {@link String#isBlank} takes for something. */
    private static final String NOT_BLANK =
            "[^\\u0009-\\u000d\\u001c-\\u0020\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000]";

    /** Expressions that mean the same in Java and in JavaScript. */
    private static final Pattern PORTABLE = Pattern.compile("("
            + "[A-Za-z0-9 \"'!#%&,:;<=>@_`~/^|-]" // literals, alternatives
            + "|\\\\[dw.*+?()\\[\\]{}|^/\\\\]" // classes of ASCII characters, escapes of signs
            + "|\\[\\^?([A-Za-z0-9 _.,:;!@%*+()?=/-]|\\\\[dw.\\[\\]^/\\\\-])+]" // classes without others inside
            + "|\\((?!\\?)|\\(\\?:|\\)"
            + "|(?:[*+?]|\\{[0-9]+(?:,[0-9]*)?})(?![*+?{])"
            + ")*+");

    private PayloadJsonConstraints() {}

    /** Adds what a constraint demands to the schema of a value or of a list. */
    static void add(Map<String, Object> schema, PayloadField field, PayloadConstraint constraint) {
        String ifTime = isOfTime(field) ? "x-entail-" : "";
        switch (constraint) {
            case PayloadConstraint.OneOf oneOf -> schema.put(ifTime + "enum", oneOf.values());
            case PayloadConstraint.AtLeast bound -> schema.put(ifTime + "minimum", bound.least());
            case PayloadConstraint.AtMost bound -> schema.put(ifTime + "maximum", bound.most());
            case PayloadConstraint.MinLength bound -> schema.put("minLength", bound.least());
            case PayloadConstraint.MaxLength bound -> schema.put("maxLength", bound.most());
            case PayloadConstraint.NotBlank bound -> pattern(schema, NOT_BLANK);
            case PayloadConstraint.Matching matching ->
                matching(schema, matching.pattern().regex());
            case PayloadConstraint.MinItems bound -> schema.put("minItems", bound.least());
            case PayloadConstraint.MaxItems bound -> schema.put("maxItems", bound.most());
            case PayloadConstraint.Distinct distinct -> schema.put(ifTime + "uniqueItems", true);
        }
    }

    /** One point in time can be written in many ways, which JSON Schema takes for different. */
    private static boolean isOfTime(PayloadField field) {
        return field.type().equals(new Type.Scalar(ValueType.TIMESTAMP));
    }

    private static void matching(Map<String, Object> schema, String regex) {
        if (PORTABLE.matcher(regex).matches()) {
            pattern(schema, "^(?:" + regex + ")$");
        } else {
            schema.put("x-entail-pattern", regex);
        }
    }

    /** A schema has one pattern; more of them stand in its parts. */
    private static void pattern(Map<String, Object> schema, String regex) {
        if (schema.putIfAbsent("pattern", regex) != null) {
            List<Object> all = new ArrayList<>();
            if (schema.get("allOf") instanceof List<?> before) {
                all.addAll(before);
            }
            all.add(Map.of("pattern", regex));
            schema.put("allOf", all);
        }
    }
}
