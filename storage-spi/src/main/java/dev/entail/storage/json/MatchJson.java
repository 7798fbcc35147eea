package dev.entail.storage.json;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as JSON and back (STO-118), for those who keep or send them. What is read is as good as what was written: it
 * finds the same records.
 *
 * <pre>{@code
 * {"and": [{"path": "age", "is": "ge", "value": 18},
 *          {"exists": "clubs", "where": {"path": "title", "is": "like", "value": "A%"}}]}
 * }</pre>
 *
 * <p>Operators are the names of {@link Operator} in any letter case. Texts, truth values and integers stand for themselves,
 * everything else is an object with one key: {@code field}, {@code id}, {@code decimal}, {@code number}, {@code timestamp}
 * or {@code json}. All records are {@code {"all": true}}. Thread-safe.
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
        return codec.write(tree(match));
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

    static Map<String, @Nullable Object> tree(Match match) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        switch (match) {
            case Match.All all -> tree.put(ALL, true);
            case Match.And and ->
                tree.put(AND, and.parts().stream().map(MatchJson::tree).toList());
            case Match.Or or ->
                tree.put(OR, or.parts().stream().map(MatchJson::tree).toList());
            case Match.Not not -> tree.put(NOT, tree(not.part()));
            case Match.Exists exists -> {
                tree.put(EXISTS, exists.path());
                tree.put(WHERE, tree(exists.inner()));
            }
            case Match.Comparison comparison -> {
                tree.put(PATH, comparison.path());
                tree.put(IS, comparison.operator().name().toLowerCase(Locale.ROOT));
                Object operand = comparison.operand();
                if (operand != null) {
                    tree.put(VALUE, operands(comparison.operator(), operand));
                }
            }
        }
        return tree;
    }

    private static Object operands(Operator operator, Object operand) {
        return takesList(operator) && operand instanceof Collection<?> items
                ? items.stream().map(MatchJson::operand).toList()
                : operand(operand);
    }

    private static boolean takesList(Operator operator) {
        return operator == Operator.IN || operator == Operator.NOT_IN || operator == Operator.BETWEEN;
    }

    private static Object operand(Object operand) {
        return switch (operand) {
            case Match.Field field -> Map.of("field", field.path());
            case RecordId id -> Map.of("id", id.value());
            case BigDecimal decimal -> Map.of("decimal", decimal.toString());
            case Double number -> Map.of("number", number);
            case Float number -> Map.of("number", number.doubleValue());
            case Instant instant -> Map.of("timestamp", instant.toString());
            case String text -> text;
            case Boolean bool -> bool;
            case Long number -> number;
            case Integer number -> number;
            case Short number -> number;
            case Byte number -> number;
            default -> Map.of("json", ValueType.JSON.normalize(operand, "The operand"));
        };
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
        if (json == null || !takesList(operator)) {
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
