package dev.entail.core.match;

import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as pieces of JSON: maps, lists, texts, numbers and truth values.
 *
 * <pre>{@code
 * {"and": [{"path": "age", "is": "ge", "value": 18},
 *          {"exists": "clubs", "where": {"path": "title", "is": "like", "value": "A%"}}]}
 * }</pre>
 *
 * <p>Operators are the names of {@link Operator} in small letters. Texts, truth values and integers stand for themselves,
 * everything else is an object with one key: {@code field}, {@code id}, {@code decimal}, {@code number}, {@code timestamp}
 * or {@code json}. All records are {@code {"all": true}}.
 */
public final class MatchTree {
    private MatchTree() {}

    /**
     * A condition as a map.
     *
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} if an operand is of a type that no value has
     */
    public static Map<String, @Nullable Object> of(Match match) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        switch (match) {
            case Match.All all -> tree.put("all", true);
            case Match.And and ->
                tree.put("and", and.parts().stream().map(MatchTree::of).toList());
            case Match.Or or ->
                tree.put("or", or.parts().stream().map(MatchTree::of).toList());
            case Match.Not not -> tree.put("not", of(not.part()));
            case Match.Exists exists -> {
                tree.put("exists", exists.path());
                tree.put("where", of(exists.inner()));
            }
            case Match.Comparison comparison -> {
                tree.put("path", comparison.path());
                tree.put("is", comparison.operator().name().toLowerCase(Locale.ROOT));
                Object operand = comparison.operand();
                if (operand != null) {
                    tree.put("value", operands(comparison.operator(), operand));
                }
            }
        }
        return tree;
    }

    private static Object operands(Operator operator, Object operand) {
        return operator.takesList() && operand instanceof Collection<?> items
                ? items.stream().map(MatchTree::operand).toList()
                : operand(operand);
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
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            default -> Map.of("json", ValueType.JSON.normalize(operand, "The operand"));
        };
    }
}
