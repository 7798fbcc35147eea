package dev.entail.storage.json;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as canonical JSON and back without losing their type, for what is kept aside and handed out again later. Texts,
 * truth values, integers, nulls, lists and maps stand for themselves; everything else is an object with one key that begins
 * with a dollar sign, such as {@code {"$id": 7}}. Keys of maps that begin with one get another. Integers of all sizes come
 * back as {@link Long}, floating-point numbers as {@link Double}, maps in the order of their keys. Thread-safe.
 */
public final class ValueJson {
    /** What a stored JSON value may have, and some levels for what it is wrapped in. */
    private static final int DEPTH = 1005;

    private static final String MARK = "$";
    private static final String ID = "$id";
    private static final String DECIMAL = "$decimal";
    private static final String NUMBER = "$number";
    private static final String TIMESTAMP = "$timestamp";
    private static final String ROW = "$row";

    private final JsonCodec codec = new JsonCodec();

    /** For anybody. */
    public ValueJson() {}

    /**
     * A value as text. Equal values have equal texts.
     *
     * @param path what the value is, for the error
     * @throws EntailException {@code VALUE_MISMATCH} if it, or something in it, is none of: text, number, truth value, null,
     *     record id, {@link Instant}, {@link Row}, list or other collection, map with text keys
     */
    public String write(@Nullable Object value, String path) {
        return codec.write(tree(value, path, 0));
    }

    /** The value behind a text that {@link #write} has written; lists, maps and rows are immutable. */
    public @Nullable Object read(String text) {
        return value(codec.read(text));
    }

    private static @Nullable Object tree(@Nullable Object value, String path, int depth) {
        if (depth > DEPTH) {
            throw new EntailException(ErrorCode.VALUE_MISMATCH, path + " is nested too deeply to be kept");
        }
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean bool -> bool;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigDecimal decimal -> Map.of(DECIMAL, decimal.toString());
            case BigInteger integer -> Map.of(DECIMAL, integer.toString());
            case Double number -> Map.of(NUMBER, number.toString());
            case Float number -> Map.of(NUMBER, Double.toString(number));
            case RecordId id -> Map.of(ID, id.value());
            case Instant instant -> Map.of(TIMESTAMP, instant.toString());
            case Row row -> Map.of(ROW, List.of(row.id().value(), map(row.values(), path, depth + 2)));
            case Map<?, ?> map -> map(map, path, depth + 1);
            case Collection<?> items -> {
                List<@Nullable Object> list = new ArrayList<>(items.size());
                int position = 0;
                for (Object item : items) {
                    list.add(tree(item, path + "[" + position++ + "]", depth + 1));
                }
                yield list;
            }
            default ->
                throw new EntailException(
                        ErrorCode.VALUE_MISMATCH,
                        path + " is a " + value.getClass().getName()
                                + ", which cannot be kept; use texts, numbers, truth values, record ids, instants,"
                                + " rows, and lists and maps of them");
        };
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map, String path, int depth) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        map.forEach((key, item) -> {
            if (!(key instanceof String name)) {
                throw new EntailException(
                        ErrorCode.VALUE_MISMATCH, path + " is a map with keys other than texts, which cannot be kept");
            }
            tree.put(name.startsWith(MARK) ? MARK + name : name, tree(item, path + "." + name, depth));
        });
        return tree;
    }

    private static @Nullable Object value(@Nullable Object tree) {
        return switch (tree) {
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>(list.size());
                list.forEach(item -> items.add(value(item)));
                yield Collections.unmodifiableList(items);
            }
            case Map<?, ?> map -> object(map);
            case null, default -> tree;
        };
    }

    private static Object object(Map<?, ?> tree) {
        if (tree.size() == 1) {
            Map.Entry<?, ?> only = tree.entrySet().iterator().next();
            Object inner = only.getValue();
            if (inner != null) {
                switch (String.valueOf(only.getKey())) {
                    case ID:
                        return RecordId.of((Long) inner);
                    case DECIMAL:
                        return new BigDecimal((String) inner);
                    case NUMBER:
                        return Double.valueOf((String) inner);
                    case TIMESTAMP:
                        return Instant.parse((String) inner);
                    case ROW:
                        List<?> parts = (List<?>) inner;
                        return new Row(RecordId.of((Long) parts.get(0)), map((Map<?, ?>) parts.get(1)));
                    default:
                        break;
                }
            }
        }
        return map(tree);
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> tree) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        tree.forEach((key, item) -> {
            String name = String.valueOf(key);
            map.put(name.startsWith(MARK) ? name.substring(MARK.length()) : name, value(item));
        });
        return Collections.unmodifiableMap(map);
    }
}
