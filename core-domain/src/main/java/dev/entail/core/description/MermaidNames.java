package dev.entail.core.description;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names in Mermaid text. What identifies a thing has letters, digits and underscores only and begins with its kind, so that it is never
 * a word of the language; what is shown is quoted, with everything that the language could take for its own as an entity.
 */
final class MermaidNames {
    private static final String SAFE = " ,:/(@";

    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /**
     * The id of a thing in this diagram; the same for the same thing, and different for different ones.
     *
     * @param kind a short word
     * @param name its name
     */
    String id(String kind, String name) {
        return ids.computeIfAbsent(kind + " " + name, key -> {
            String legal = kind + "_" + name.replaceAll("[^A-Za-z0-9_]", "_");
            String id = legal;
            for (int i = 2; !taken.add(id); i++) {
                id = legal + "_" + i;
            }
            return id;
        });
    }

    /** A text that is shown, in quotes. */
    static String label(String text) {
        StringBuilder label = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || isHarmless(c, label)) {
                label.appendCodePoint(c);
            } else if (Character.isISOControl(c) || Character.isWhitespace(c) || isHalf(c)) {
                label.append(' ');
            } else {
                label.append('#').append(c).append(';');
            }
        });
        return "\"" + label + "\"";
    }

    /** Labels are Markdown: an underscore emphasizes if no letter stands before it, and these make lists at the beginning. */
    private static boolean isHarmless(int c, CharSequence before) {
        return switch (c) {
            case '_' -> !before.isEmpty() && Character.isLetterOrDigit(before.charAt(before.length() - 1));
            case '.', ')', '-', '+', '=' -> before.chars().anyMatch(each -> !Character.isDigit(each));
            default -> SAFE.indexOf(c) >= 0;
        };
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
