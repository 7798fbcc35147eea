package dev.entail.storage.json;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.match.MatchTree;
import dev.entail.core.match.Operator;
import dev.entail.core.value.RecordId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as JSON and back (STO-118), for those who keep or send them: the text of a {@link MatchTree}. What is read is as
 * good as what was written: it finds the same records. Names of operators may be in any letter case. Thread-safe.
 */
public final class MatchJson {
    private static final String ALL = "all";
    private static final String AND = "and";
    private static final String OR = "or";
    private static final String NOT = "not";
    private static final String EXISTS = "exists";
    private static final String WHERE = "where";
    private static final String PATH = "path";
    private static final String IS = "is";
    private static final String VALUE = "value";

    private final JsonCodec codec = new JsonCodec();

    /** For anybody. */
    public MatchJson() {}

    /**
     * A condition as canonical JSON.
     *
     * @throws EntailException {@code VALUE_MISMATCH} if an operand is of a type that no value has
     */
    public String write(Match match) {
        return codec.write(MatchTree.of(match));
    }

    /**
     * The condition behind a text.
     *
     * @throws EntailException {@code QUERY_INVALID} if it is not one; the message says where
     */
    public Match read(String text) {
        try {
            return match(codec.read(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new EntailException(ErrorCode.QUERY_INVALID, "This is not a condition in JSON: " + e.getMessage(), e);
        }
    }

    static Match match(@Nullable Object json) {
        Map<?, ?> tree = object(json);
        if (tree.containsKey(AND)) {
            return new Match.And(matches(only(tree, AND)));
        }
        if (tree.containsKey(OR)) {
            return new Match.Or(matches(only(tree, OR)));
        }
        if (tree.containsKey(NOT)) {
            return new Match.Not(match(only(tree, NOT)));
        }
        if (tree.containsKey(ALL)) {
            only(tree, ALL);
            return Match.all();
        }
        if (tree.containsKey(EXISTS)) {
            return new Match.Exists(text(tree, EXISTS), match(tree.get(WHERE)));
        }
        Operator operator = operator(text(tree, IS));
        return new Match.Comparison(text(tree, PATH), operator, value(operator, tree.get(VALUE)));
    }

    private static List<Match> matches(@Nullable Object json) {
        return list(json).stream().map(MatchJson::match).toList();
    }

    private static Operator operator(String name) {
        try {
            return Operator.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no operator '" + name + "'; there are " + List.of(Operator.values()), e);
        }
    }

    private static @Nullable Object value(Operator operator, @Nullable Object json) {
        if (json == null || !operator.takesList()) {
            return json == null ? null : operandOf(json);
        }
        List<@Nullable Object> items = new ArrayList<>();
        list(json).forEach(item -> items.add(item == null ? null : operandOf(item)));
        return items;
    }

    private static Object operandOf(Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            return json;
        }
        if (map.size() != 1) {
            throw new IllegalArgumentException("an operand has one key, not " + map.keySet());
        }
        String kind = String.valueOf(map.keySet().iterator().next());
        Object value = map.values().iterator().next();
        if (value == null) {
            throw new IllegalArgumentException("the operand '" + kind + "' is null");
        }
        return switch (kind) {
            case "field" -> new Match.Field(value.toString());
            case "id" -> RecordId.parse(value.toString());
            case "decimal" -> new BigDecimal(value.toString());
            case "number" -> Double.valueOf(value.toString());
            case "timestamp" -> Instant.parse(value.toString());
            case "json" -> value;
            default -> throw new IllegalArgumentException("there is no kind of operand '" + kind + "'");
        };
    }

    private static @Nullable Object only(Map<?, ?> tree, String key) {
        if (tree.size() != 1) {
            throw new IllegalArgumentException("beside '" + key + "' there is nothing, not " + tree.keySet());
        }
        return tree.get(key);
    }

    static Map<?, ?> object(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("an object was expected, not " + json);
    }

    static List<?> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list was expected, not " + json);
    }

    static String text(Map<?, ?> tree, String key) {
        if (tree.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a text '" + key + "' was expected in an object with " + tree.keySet());
    }
}
