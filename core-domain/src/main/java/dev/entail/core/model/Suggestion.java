package dev.entail.core.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what somebody who mistyped a name may have meant. */
public final class Suggestion {
    private static final int MAX_DISTANCE = 3;

    private Suggestion() {}

    /** {@code "; did you mean 'x'?"} for the closest name, or an empty text if none is close. */
    public static String forName(String given, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(given, name) <= Math.min(MAX_DISTANCE, Math.max(2, name.length() / 3)))
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    /** Number of single-letter edits between two names, letter case aside. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
