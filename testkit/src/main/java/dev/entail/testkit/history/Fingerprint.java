package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of everything that is read, ids aside. Lists of records have no order of their own and are sorted first. */
final class Fingerprint {
    private static final List<String> CLASSES = List.of("low", "mid", "high");

    private Fingerprint() {}

    static String of(Row row) {
        List<String> values = new ArrayList<>();
        row.values().forEach((name, value) -> values.add(name + "=" + of(value)));
        values.sort(null);
        return Integer.toHexString(values.hashCode());
    }

    static String of(@Nullable Object value) {
        return switch (value) {
            case Row row -> of(row);
            case List<?> items
            when !items.isEmpty() && items.get(0) instanceof Row ->
                items.stream().map(Fingerprint::of).sorted().toList().toString();
            case null -> "null";
            case List<?> items -> items.stream().map(Fingerprint::of).toList().toString();
            // The names in a JSON object have no order.
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
                        .sorted()
                        .toList()
                        .toString();
            case RecordId id -> "somebody";
            default -> Text.of(value);
        };
    }

    static long hash(Row row) {
        return Long.parseLong(of(row), 16);
    }

    /** A number from 0 to {@code bound - 1}. */
    static int below(int bound, @Nullable Object value) {
        return Math.floorMod(of(value).hashCode() * 31 >>> 3, bound);
    }

    /** The names of all classes. */
    static List<String> classes() {
        return CLASSES;
    }

    /** The class that a value belongs to. */
    static String classOf(@Nullable Object value) {
        return CLASSES.get(below(CLASSES.size(), value));
    }
}
