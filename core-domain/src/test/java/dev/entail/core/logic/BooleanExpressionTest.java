package dev.entail.core.logic;

import static dev.entail.core.logic.BooleanExpression.allOf;
import static dev.entail.core.logic.BooleanExpression.anyOf;
import static dev.entail.core.logic.BooleanExpression.atom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.core.error.EntailException;
import dev.entail.core.logic.BooleanExpression.And;
import dev.entail.core.logic.BooleanExpression.Not;
import dev.entail.core.logic.BooleanExpression.Or;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Boolean expressions")
class BooleanExpressionTest {
    private static final BooleanExpression<String> A = atom("a");
    private static final BooleanExpression<String> B = atom("b");
    private static final BooleanExpression<String> C = atom("c");
    private static final RawForm<String> RAW = new RawForm<>(text -> text, String::valueOf);

    @Test
    @DisplayName(
            "T-094 BEX-01 BEX-03 BEX-12 combined from left to right; the parts stay; the raw form reads back equal")
    void combined() {
        BooleanExpression<String> expression = A.and(B).or(C.not());
        assertThat(expression).isEqualTo(new Or<>(new And<>(A, B), new Not<>(C)));
        assertThat(A).isEqualTo(atom("a"));
        Map<String, Object> a = Map.of("type", "atom", "data", "a");
        Map<String, Object> b = Map.of("type", "atom", "data", "b");
        Map<String, Object> c = Map.of("type", "atom", "data", "c");
        Map<String, Object> raw = compound("or", compound("and", a, b), compound("not", c, null));
        assertThat(RAW.write(expression)).isEqualTo(raw);
        assertThat(RAW.read(raw)).isEqualTo(expression);
        assertThat(expression.describe(data -> data)).isEqualTo("(a and b) or not c");
        assertThat(A.and(B.and(C)).and(A.or(B).not()).describe(data -> data))
                .isEqualTo("a and (b and c) and not (a or b)");
    }

    @Test
    @DisplayName("T-095 BEX-08 a negation goes through and and or down to the atoms")
    void deMorgan() {
        BooleanExpression<String> expression = A.and(B.or(C)).not();
        for (int i = 0; i < 8; i++) {
            String bits = "" + (i >> 2 & 1) + (i >> 1 & 1) + (i & 1);
            boolean expected = !List.of("111", "110", "101").contains(bits);
            assertThat(holds(expression, data -> bits.charAt("abc".indexOf(data)) == '1'))
                    .as(bits)
                    .isEqualTo(expected);
        }
        assertThat(holds(A.or(B).not(), data -> data.equals("a")))
                .as("not (a or b) when a holds")
                .isFalse();
    }

    @Test
    @DisplayName("T-096 BEX-06 BEX-09 a failure says which atom, why, whether negated, and what encloses it")
    void failure() {
        BooleanExpression<String> both = A.and(B);
        Evaluation.Failure<String> failure =
                failure(both, data -> data.equals("a") ? Verdict.of(true) : Verdict.failed("bad b"));
        assertThat(failure).isEqualTo(new Evaluation.Failure<>("b", "bad b", null, false, List.of(both)));

        EntailException coded = new EntailException("MINE", "why", Map.of());
        BooleanExpression<String> deep = C.or(both.not());
        failure = failure(deep, data -> data.equals("b") ? Verdict.failed(coded) : Verdict.of(data.equals("a")));
        assertThat(failure)
                .isEqualTo(new Evaluation.Failure<>("b", "why", coded, true, List.of(deep, both.not(), both)));

        assertThat(failure(A.and(B), data -> Verdict.of(false)).atom())
                .as("and: the first")
                .isEqualTo("a");
        assertThat(failure(A.or(B), data -> Verdict.of(false)).atom())
                .as("or: the last")
                .isEqualTo("b");
        assertThat(failure(A.and(B).not(), data -> Verdict.of(true)).atom())
                .as("not and is or")
                .isEqualTo("b");
        assertThat(failure(A.or(B).not(), data -> Verdict.of(true)).atom())
                .as("not or is and")
                .isEqualTo("a");
    }

    @Test
    @DisplayName("T-097 BEX-07 no verdict and a failure fail under any number of negations")
    void neither() {
        for (BooleanExpression<String> expression :
                List.of(A, A.not(), A.not().not(), A.not().not().not())) {
            assertThat(expression.evaluate(data -> null).holds()).isFalse();
            assertThat(expression.evaluate(data -> Verdict.failed("no idea")).holds())
                    .isFalse();
        }
    }

    @Test
    @DisplayName("T-098 BEX-06 no more atoms are asked than needed, from left to right")
    void shortCircuit() {
        assertThat(asked(A.or(B), data -> true)).isEqualTo("a");
        assertThat(asked(A.and(B), data -> false)).isEqualTo("a");
        assertThat(asked(A.and(B).not(), data -> false)).isEqualTo("a");
        assertThat(asked(A.or(B).not(), data -> true)).isEqualTo("a");
        assertThat(asked(A.or(B).and(C), data -> !data.equals("a"))).isEqualTo("abc");
    }

    @Test
    @DisplayName("T-099 T-100 BEX-04 BEX-05 nulls are dropped; one side alone is that side; nothing left means no"
            + " restriction")
    void oneSided() {
        BooleanExpression<String> none = nothing();
        assertThat(allOf(A, none)).hasValue(A);
        assertThat(anyOf(none, A)).hasValue(A);
        assertThat(BooleanExpression.<String>allOf(none, none)).isEmpty();
        assertThat(BooleanExpression.<String>anyOf()).isEmpty();
        assertThat(allOf(A, none, B, C)).hasValue(A.and(B).and(C));
        assertThat(anyOf(A, B, C)).hasValue(A.or(B).or(C));
        assertThat(allOf(atom((Object) 0), nothing())).as("zero is an atom").hasValue(atom(0));
        assertThat(allOf(atom((Object) false), atom((Object) "")))
                .hasValue(atom((Object) false).and(atom("")));

        BooleanExpression<String> oneSided = RAW.read(compound("and", RAW.write(A), null));
        assertThat(oneSided).isEqualTo(A);
        assertThat(holds(oneSided, data -> true)).isTrue();
        assertThat(holds(oneSided.not(), data -> true)).isFalse();
        assertThat(RAW.read(compound("or", RAW.write(A), null))).isEqualTo(A);
    }

    @Test
    @DisplayName("T-101 BEX-10 a verdict cannot be a promise: all kinds of verdicts are final and none is a future")
    void noPromises() {
        assertThat(Verdict.class.isSealed()).isTrue();
        assertThat(Verdict.class.getPermittedSubclasses()).allSatisfy(kind -> {
            assertThat(kind).isFinal();
            assertThat(Future.class.isAssignableFrom(kind)).isFalse();
            assertThat(CompletionStage.class.isAssignableFrom(kind)).isFalse();
        });
    }

    @Test
    @DisplayName("T-102 BEX-02 a raw form that makes no sense is refused, and says where")
    void malformed() {
        Map<String, Object> a = RAW.write(A);
        assertInvalid(null, "expression is missing");
        assertInvalid("a", "is no object");
        assertInvalid(Map.of(), "type 'null'");
        assertInvalid(Map.of("type", "list", "data", "a"), "type 'list'");
        assertInvalid(Map.of("type", "atom"), "without data");
        assertInvalid(compound("xor", a, a), "operator 'xor'");
        assertInvalid(compound("not", a, a), "takes the left one only");
        assertInvalid(
                compound("and", Map.of("type", "expression", "operator", "or"), a), "expression.left.left is missing");
        assertInvalid(compound("and", a, Map.of("type", "what")), "expression.right has the type");
        Map<String, Object> deep = a;
        for (int i = 0; i < 100_000; i++) {
            deep = Map.of("type", "expression", "operator", "not", "left", deep);
        }
        assertInvalid(deep, "more than 1000 levels");
    }

    @Test
    @DisplayName("T-103 BEX-11 atoms are replaced by values or expressions, and found from left to right")
    void mapped() {
        Function<BooleanExpression<String>, BooleanExpression<String>> named =
                expression -> expression.map((data, side) -> data + side.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(named.apply(A.and(B))).isEqualTo(atom("aleft").and(atom("bright")));
        assertThat(named.apply(A)).isEqualTo(atom("aroot"));
        assertThat(named.apply(A.not().or(B))).isEqualTo(atom("aleft").not().or(atom("bright")));
        assertThat(A.and(B).<String>expand((data, side) -> data.equals("a") ? C.not() : B))
                .isEqualTo(C.not().and(B));
        assertThat(A.or(B.and(C)).find(data -> !data.equals("a"))).hasValue("b");
        assertThat(A.find(data -> data.equals("z"))).isEmpty();
        assertThat(A.or(A.and(C)).atoms()).containsExactly("a", "a", "c");
    }

    @Test
    @DisplayName("BEX-09 a success names the atoms because of which it holds")
    void success() {
        Function<String, Verdict> notB = data -> Verdict.of(!data.equals("b"));
        assertThat(A.and(C).evaluate(notB)).isEqualTo(new Evaluation.Success<>(List.of("a", "c")));
        assertThat(A.and(B).or(C).evaluate(notB)).isEqualTo(new Evaluation.Success<>(List.of("c")));
        assertThat(B.not().and(C.not().not()).evaluate(notB)).isEqualTo(new Evaluation.Success<>(List.of("c")));
    }

    @Test
    @DisplayName("PBT-03 random expressions agree with their truth tables, with what nobody knows, and read back equal")
    void random() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 500; i++) {
            BooleanExpression<String> expression = random(random, 5);
            assertThat(RAW.read(RAW.write(expression))).isEqualTo(expression);
            for (int assignment = 0; assignment < 27; assignment++) {
                Map<String, @Nullable Boolean> truth = new LinkedHashMap<>();
                int rest = assignment;
                for (String name : List.of("a", "b", "c")) {
                    truth.put(name, Arrays.asList(true, false, null).get(rest % 3));
                    rest /= 3;
                }
                Evaluation<String> result = expression.evaluate(data -> verdict(truth.get(data)));
                Boolean expected = table(expression, truth);
                assertThat(result.holds()).as("%s with %s", expression, truth).isEqualTo(Boolean.TRUE.equals(expected));
                assertThat(expression
                                .not()
                                .evaluate(data -> verdict(truth.get(data)))
                                .holds())
                        .as("not %s with %s", expression, truth)
                        .isEqualTo(Boolean.FALSE.equals(expected));
            }
        }
    }

    private static Verdict verdict(@Nullable Boolean truth) {
        return truth == null ? Verdict.failed("unknown") : Verdict.of(truth);
    }

    /** Kleene's tables: and, or, not over true, false and unknown. */
    private static @Nullable Boolean table(BooleanExpression<String> expression, Map<String, @Nullable Boolean> truth) {
        return switch (expression) {
            case BooleanExpression.Atom<String> atom -> truth.get(atom.data());
            case Not<String> not -> {
                Boolean inner = table(not.operand(), truth);
                yield inner == null ? null : !inner;
            }
            case And<String> and -> worse(table(and.left(), truth), table(and.right(), truth), false);
            case Or<String> or -> worse(table(or.left(), truth), table(or.right(), truth), true);
        };
    }

    private static @Nullable Boolean worse(@Nullable Boolean left, @Nullable Boolean right, boolean winner) {
        if (Objects.equals(left, winner) || Objects.equals(right, winner)) {
            return winner;
        }
        return left == null || right == null ? null : (Boolean) !winner;
    }

    private static BooleanExpression<String> random(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(5)) {
            case 0, 1 -> List.of(A, B, C).get(random.nextInt(3));
            case 2 -> random(random, depth - 1).and(random(random, depth - 1));
            case 3 -> random(random, depth - 1).or(random(random, depth - 1));
            default -> random(random, depth - 1).not();
        };
    }

    private static Map<String, Object> compound(String operator, Object left, @Nullable Object right) {
        Map<String, Object> raw = new LinkedHashMap<>(Map.of("type", "expression", "operator", operator, "left", left));
        if (right != null) {
            raw.put("right", right);
        }
        return raw;
    }

    private static void assertInvalid(@Nullable Object raw, String message) {
        EntailException invalid = catchThrowableOfType(EntailException.class, () -> RAW.read(raw));
        assertThat(invalid.code()).isEqualTo("LOGIC_INVALID");
        assertThat(invalid).hasMessageContaining(message);
    }

    private static boolean holds(BooleanExpression<String> expression, Function<String, Boolean> truth) {
        return expression.evaluate(data -> Verdict.of(truth.apply(data))).holds();
    }

    private static String asked(BooleanExpression<String> expression, Function<String, Boolean> truth) {
        List<String> asked = new ArrayList<>();
        expression.evaluate(data -> {
            asked.add(data);
            return Verdict.of(truth.apply(data));
        });
        return String.join("", asked);
    }

    private static Evaluation.Failure<String> failure(
            BooleanExpression<String> expression, Function<String, Verdict> handler) {
        return (Evaluation.Failure<String>) expression.evaluate(handler);
    }

    /** What a caller without null checks may hand over. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
