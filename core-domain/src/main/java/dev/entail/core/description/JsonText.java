package dev.entail.core.description;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON. The module has no dependencies, and the writer of the storage sorts keys, which would tear apart what belongs
 * together in a description.
 */
final class JsonText {
    private static final String INDENT = "  ";
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /** The text of a tree of maps, lists, texts, numbers, truth values and nulls. */
    static String of(Object tree) {
        JsonText json = new JsonText();
        json.value(tree, "\n");
        return json.text.append("\n").toString();
    }

    private void value(@Nullable Object value, String newline) {
        switch (value) {
            case Map<?, ?> map -> object(map, newline);
            case Collection<?> items -> list(items, newline);
            case String string -> quoted(string);
            // Large numbers with an exponent, not with hundreds of digits.
            case BigDecimal decimal -> text.append(decimal.stripTrailingZeros());
            case null, default -> text.append(value);
        }
    }

    private void object(Map<?, ?> map, String newline) {
        if (map.isEmpty()) {
            text.append("{}");
            return;
        }
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator).append(newline).append(INDENT);
            quoted(String.valueOf(entry.getKey()));
            text.append(": ");
            value(entry.getValue(), newline + INDENT);
            separator = ",";
        }
        text.append(newline).append("}");
    }

    /** Plain values stand in one line. */
    private void list(Collection<?> items, String newline) {
        boolean plain = items.stream().noneMatch(item -> item instanceof Map<?, ?> || item instanceof Collection<?>);
        text.append("[");
        for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
            if (!plain) {
                text.append(newline).append(INDENT);
            }
            value(rest.next(), newline + INDENT);
            if (rest.hasNext()) {
                text.append(plain ? ", " : ",");
            }
        }
        text.append(plain ? "" : newline).append("]");
    }

    private void quoted(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(isEscaped(string, i) ? String.format("\\u%04x", (int) c) : c);
            }
        }
        text.append('"');
    }

    /** What JSON forbids, what ends a line in JavaScript, and half a surrogate pair, which no encoding can carry. */
    private static boolean isEscaped(String string, int index) {
        char c = string.charAt(index);
        boolean half = Character.isHighSurrogate(c)
                ? index + 1 == string.length() || !Character.isLowSurrogate(string.charAt(index + 1))
                : Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(string.charAt(index - 1)));
        return half || c < FIRST_PRINTABLE || c == DELETE || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }
}
