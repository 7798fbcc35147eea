package dev.entail.core.logic;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.logic.BooleanExpression.And;
import dev.entail.core.logic.BooleanExpression.Atom;
import dev.entail.core.logic.BooleanExpression.Not;
import dev.entail.core.logic.BooleanExpression.Or;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as maps, which any JSON library writes down: {@code {type: atom, data}} and {@code {type: expression, operator,
 * left, right}} (BEX-01, BEX-12). What has been written reads back equal, as far as the atoms do.
 *
 * @param writer an atom as JSON: a text, number, truth value, list or map
 * @param reader the atom that {@code writer} wrote
 */
public record RawForm<A>(Function<? super A, ? extends Object> writer, Function<Object, ? extends A> reader) {
    private static final String TYPE = "type";
    private static final String DATA = "data";
    private static final String OPERATOR = "operator";
    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final int DEPTH = 1000;

    public RawForm {
        Objects.requireNonNull(writer, "writer");
        Objects.requireNonNull(reader, "reader");
    }

    /** The raw form of an expression. */
    public Map<String, Object> write(BooleanExpression<A> expression) {
        return switch (expression) {
            case Atom<A>(A data) -> Map.of(TYPE, "atom", DATA, writer.apply(data));
            case And<A>(BooleanExpression<A> left, BooleanExpression<A> right) -> compound("and", left, right);
            case Or<A>(BooleanExpression<A> left, BooleanExpression<A> right) -> compound("or", left, right);
            case Not<A>(BooleanExpression<A> operand) -> compound("not", operand, null);
        };
    }

    private Map<String, Object> compound(
            String operator, BooleanExpression<A> left, @Nullable BooleanExpression<A> right) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put(TYPE, "expression");
        raw.put(OPERATOR, operator);
        raw.put(LEFT, write(left));
        if (right != null) {
            raw.put(RIGHT, write(right));
        }
        return raw;
    }

    /**
     * Reads a raw form. An {@code and} or {@code or} without a right side is its left side.
     *
     * @throws EntailException {@code LOGIC_INVALID} for nothing, an unknown type or operator, {@code not} with a right side,
     *     an atom without data, or more than 1000 levels (BEX-02)
     */
    public BooleanExpression<A> read(@Nullable Object raw) {
        return read(raw, "expression", 1);
    }

    private BooleanExpression<A> read(@Nullable Object raw, String path, int level) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw invalid(path, raw == null ? "is missing" : "is no object");
        }
        if (level > DEPTH) {
            throw invalid("expression", "has more than " + DEPTH + " levels");
        }
        return switch (String.valueOf(map.get(TYPE))) {
            case "atom" -> BooleanExpression.atom(atom(map.get(DATA), path));
            case "expression" -> compound(map, path, level + 1);
            default -> throw invalid(path, "has the type '" + map.get(TYPE) + "'; use atom or expression");
        };
    }

    private A atom(@Nullable Object data, String path) {
        if (data == null) {
            throw invalid(path, "is an atom without data");
        }
        return reader.apply(data);
    }

    private BooleanExpression<A> compound(Map<?, ?> map, String path, int level) {
        String operator = String.valueOf(map.get(OPERATOR)).toLowerCase(Locale.ROOT);
        if (!operator.equals("and") && !operator.equals("or") && !operator.equals("not")) {
            throw invalid(path, "has the operator '" + map.get(OPERATOR) + "'; use and, or, not");
        }
        BooleanExpression<A> left = read(map.get(LEFT), path + "." + LEFT, level);
        Object right = map.get(RIGHT);
        if (right == null) {
            return operator.equals("not") ? left.not() : left;
        }
        return switch (operator) {
            case "and" -> left.and(read(right, path + "." + RIGHT, level));
            case "or" -> left.or(read(right, path + "." + RIGHT, level));
            default -> throw invalid(path, "negates a left and a right side; not takes the left one only");
        };
    }

    private static EntailException invalid(String path, String what) {
        return new EntailException(
                ErrorCode.LOGIC_INVALID.name(),
                "A boolean expression cannot be read: " + path + " " + what,
                Map.of("path", path));
    }
}
