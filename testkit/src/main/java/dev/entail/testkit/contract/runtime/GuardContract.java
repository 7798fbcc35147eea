package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.guard.Condition.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Check;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Transform;
import dev.entail.core.error.EntailException;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.runtime.dispatch.DispatchResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Conditions: what they say, how they combine, what is kept of it. */
abstract class GuardContract extends RuntimeGroup {
    private static final Check T = condition("T", call -> Decision.allow());
    private static final Check F = condition("F", call -> Decision.deny());
    private static final Check SR =
            condition("SR", call -> Decision.reject("NOPE", "There is no way", Map.of("a", 1L)));
    private static final Check NULL = condition("NULL", call -> nothing());
    private static final Check BOOM = condition("BOOM", call -> {
        throw new IllegalStateException("boom");
    });
    private static final Check LIMIT = condition("LIMIT", call -> {
        throw new EntailException("LIMIT", "There is a limit", Map.of("q", 1L));
    });

    private final Map<Condition, String> expected = new LinkedHashMap<>();

    /** What a caller without null checks may hand over. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private void expect(Condition condition, String result) {
        expected.put(condition, result);
    }

    /** Dispatches an interaction for each condition; only those that pass store anything. */
    private void assertExpected() {
        List<Interaction> all = new ArrayList<>();
        for (Condition each : expected.keySet()) {
            all.add(Interaction.interaction("I" + all.size()).require(each).anonymous());
        }
        Entail entail = open(Bank.builder(all.toArray(Interaction[]::new)).build());
        int passed = 0;
        for (Interaction each : all) {
            Condition asked = each.conditions().get(0);
            DispatchResult result = entail.dispatch(each, call -> call);
            EntailException error = result.error();
            String told = error == null
                    ? "pass"
                    : error.code() + " " + error.details().get("condition");
            assertThat(told).as(asked.expression().describe(Check::name)).isEqualTo(expected.get(asked));
            assertThat(result.effects()).hasSize(error == null ? 1 : 0);
            passed += error == null ? 1 : 0;
        }
        assertThat(Bank.events(entail)).isEqualTo(passed);
    }

    @Test
    @DisplayName("T-119..T-123 CND-03..05 CND-07 yes, no, refused, nothing, nonsense, thrown: only yes passes")
    final void single() {
        expect(T, "pass");
        expect(F, "CONDITION_REJECTED F");
        expect(SR, "NOPE SR");
        expect(NULL, "CONDITION_INVALID_RESULT NULL");
        expect(condition("noCode", call -> Decision.reject(nothing(), "x")), "CONDITION_INVALID_RESULT noCode");
        expect(condition("blank", call -> Decision.reject(" ", "x")), "CONDITION_INVALID_RESULT blank");
        Map<String, Object> broken = new LinkedHashMap<>();
        broken.put("a", nothing());
        expect(condition("nulls", call -> Decision.reject("X", "x", broken)), "CONDITION_INVALID_RESULT nulls");
        expect(
                condition("context", call -> Decision.allow(Map.of("k", new Object()))),
                "CONDITION_INVALID_RESULT context");
        expect(condition("noContext", call -> new Decision.Allowed(nothing())), "CONDITION_INVALID_RESULT noContext");
        expect(BOOM, "CONDITION_THROWN BOOM");
        expect(LIMIT, "LIMIT LIMIT");
        expect(
                condition("codeless", call -> {
                    throw new EntailException("", "no code", Map.of());
                }),
                "CONDITION_THROWN codeless");
        assertExpected();
    }

    @Test
    @DisplayName("T-121 T-123 T-137 CND-07 a refusal tells code, message, details, which condition, and its cause")
    final void refusal() {
        Interaction refused = Interaction.interaction("Refused").require(SR).anonymous();
        Interaction thrown =
                Interaction.interaction("Thrown").require(LIMIT.not()).anonymous();
        Interaction broken = Interaction.interaction("Broken").require(BOOM).anonymous();
        Entail entail = open(Bank.builder(refused, thrown, broken).build());

        EntailException error =
                failureOf(() -> entail.dispatch(refused, call -> call).orThrow());
        assertThat(error.code()).isEqualTo("NOPE");
        assertThat(error.getMessage()).isEqualTo("There is no way");
        assertThat(error.details())
                .containsEntry("a", 1L)
                .containsEntry("type", "condition check failed")
                .containsEntry("checkType", "condition")
                .containsEntry("condition", "SR");

        EntailException limit = entail.dispatch(thrown, call -> call).refusal();
        assertThat(limit.details()).containsEntry("q", 1L).containsEntry("condition", "LIMIT");
        assertThat(limit.getCause()).isInstanceOf(EntailException.class);
        assertThat(entail.dispatch(broken, call -> call).refusal().getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("boom");
    }

    @Test
    @DisplayName("T-124..T-128 T-REL-07 CND-02 CND-03 CND-08 BEX-06..09 and, or, not: who is asked and who is to blame")
    final void combined() {
        expect(T.and(F), "CONDITION_REJECTED F");
        expect(F.and(T), "CONDITION_REJECTED F");
        expect(F.or(T), "pass");
        expect(T.or(BOOM), "pass");
        expect(BOOM.or(T), "pass");
        expect(SR.or(F), "CONDITION_REJECTED F");
        expect(F.or(SR), "NOPE SR");
        expect(SR.and(LIMIT), "NOPE SR");
        expect(F.not(), "pass");
        expect(T.not(), "CONDITION_REJECTED T");
        expect(SR.not(), "NOPE SR");
        expect(SR.not().not(), "NOPE SR");
        expect(NULL.not(), "CONDITION_INVALID_RESULT NULL");
        expect(BOOM.not(), "CONDITION_THROWN BOOM");
        expect(LIMIT.not(), "LIMIT LIMIT");
        expect(F.or(F).not(), "pass");
        expect(F.or(T).not(), "CONDITION_REJECTED T");
        expect(T.or(F).not(), "CONDITION_REJECTED T");
        expect(T.and(F).not(), "pass");
        expect(T.not().not(), "pass");
        expect(T.and(F.or(SR.not().or(T))), "pass");
        expect(condition("nobody", call -> Decision.allowIf(false)).not(), "pass");
        assertExpected();
    }

    @Test
    @DisplayName("CND-02 conditions of several requires must all hold, in this order, and no more is asked than needed")
    final void several() {
        List<String> asked = new ArrayList<>();
        Check yes = condition("yes", call -> {
            asked.add("yes");
            return Decision.allow();
        });
        Check no = condition("no", call -> {
            asked.add("no");
            return Decision.deny();
        });
        Interaction both = Interaction.interaction("Both")
                .require(yes.or(no))
                .require(no.not().and(no))
                .require(yes)
                .anonymous();
        Entail entail = open(Bank.builder(both).build());
        assertThat(entail.dispatch(both, call -> call).refusal().details()).containsEntry("condition", "no");
        assertThat(asked).containsExactly("yes", "no", "no");
    }

    @Test
    @DisplayName("T-129 T-130 CND-06 facts of the conditions that admit a call are kept beside the caller's own")
    final void contexts() {
        Check one = condition("one", call -> Decision.allow(Map.of("k", 1)));
        Check two = condition("two", call -> Decision.allow(Map.of("k", 2, "z", 3)));
        Check lost = condition("lost", call -> Decision.allow(Map.of("lost", true)));
        List<Object> seen = new ArrayList<>();
        Interaction both = Interaction.interaction("Both")
                .require(one.and(two))
                .afterDispatch(hook -> {
                    seen.add(hook.call().context());
                    return null;
                })
                .postCommit(hook -> {
                    seen.add(hook.call().context());
                    return null;
                })
                .anonymous();
        Interaction other =
                Interaction.interaction("Other").require(lost.and(F).or(two)).anonymous();
        Interaction not = Interaction.interaction("Not").require(one.not()).anonymous();
        Entail entail = open(Bank.builder(both, other, not)
                .derive(
                        Bank.USER,
                        Transform.toRecord(
                                both,
                                event -> Draft.of(
                                                "name", "k=" + event.admission().get("k"))
                                        .set("rank", event.context().get("own"))))
                .derive(
                        Bank.TEAM,
                        Transform.toRecord(
                                other, event -> Draft.of("title", new TreeMap<>(event.admission()).toString())))
                .build());

        entail.dispatch(both, call -> call.context("own", "1")).orThrow();
        Map<String, Object> context = Map.of("own", "1", "admission", Map.of("k", 2L, "z", 3L));
        assertThat(entail.query(InteractionRecord.ENTITY)
                        .select("context")
                        .first()
                        .orElseThrow()
                        .get("context"))
                .isEqualTo(context);
        assertThat(seen).containsExactly(context, context);
        assertThat(entail.query(Bank.USER)
                        .select("name", "rank")
                        .first()
                        .orElseThrow()
                        .values())
                .isEqualTo(Map.of("name", "k=2", "rank", "1"));

        entail.dispatch(other, call -> call).orThrow();
        assertThat(entail.query(Bank.TEAM).select("title").first().orElseThrow().text("title"))
                .as("an alternative that failed admits nobody")
                .isEqualTo("{k=2, z=3}");
        assertThat(entail.dispatch(not, call -> call).refusal().code()).isEqualTo("CONDITION_REJECTED");
        assertThat(Bank.events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName("CND-06 callers cannot bring facts under the name of the conditions, nor does it appear without facts")
    final void smuggled() {
        Interaction free = Interaction.interaction("Free").require(T).anonymous();
        Entail entail = open(Bank.builder(free).build());
        assertThat(entail.dispatch(free, call -> call.context("admission", Map.of("role", "admin")))
                        .refusal()
                        .code())
                .isEqualTo("CONTEXT_RESERVED");
        assertThat(entail.withoutGuards()
                        .dispatch(free, call -> call.context("admission", nothing()))
                        .refusal()
                        .code())
                .isEqualTo("CONTEXT_RESERVED");
        assertThat(Bank.events(entail)).isZero();
        entail.dispatch(free, call -> call).orThrow();
        assertThat(context(entail)).isEqualTo(Map.of());
    }

    private static @Nullable Object context(Entail entail) {
        return entail.query(InteractionRecord.ENTITY)
                .select("context")
                .first()
                .orElseThrow()
                .get("context");
    }

    @Test
    @DisplayName("T-136 EVS-23 DSP-07 without guards no condition is asked; with them again it refuses")
    final void withoutGuards() {
        Interaction never = Interaction.interaction("Never").require(F).anonymous();
        Entail entail = open(Bank.builder(never).build());
        assertThat(entail.withoutGuards().dispatch(never, call -> call).isAccepted())
                .isTrue();
        assertThat(entail.dispatch(never, call -> call).refusal().code()).isEqualTo("CONDITION_REJECTED");
        assertThat(Bank.events(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("DEC-03 INT-10 INT-11 conditions see a payload that has been checked")
    final void order() {
        AtomicInteger asked = new AtomicInteger();
        Interaction guarded = Interaction.interaction("Guarded")
                .payload(PayloadField.integer("n").required())
                .require(condition("positive", call -> {
                    asked.incrementAndGet();
                    return Decision.allowIf(call.payload().integer("n") > 0);
                }));
        Entail entail = open(Bank.builder(guarded).build());
        assertThat(entail.dispatch(guarded, call -> call).refusal().code()).isEqualTo("ACTOR_MISSING");
        var ann = Bank.user(entail, "Ann");
        assertThat(entail.dispatch(guarded, call -> call.by(ann).payload("n", "1"))
                        .refusal()
                        .code())
                .isEqualTo("PAYLOAD_TYPE_MISMATCH");
        assertThat(asked).hasValue(0);
        assertThat(entail.dispatch(guarded, call -> call.by(ann).payload("n", 0))
                        .refusal()
                        .code())
                .isEqualTo("CONDITION_REJECTED");
        assertThat(entail.dispatch(guarded, call -> call.by(ann).payload("n", 1))
                        .isAccepted())
                .isTrue();
    }

    @Test
    @DisplayName("CND-03 RTY-01 what ends a transaction goes through or and not: it is retried, or refuses as a whole")
    final void conflicts() {
        List<SQLException> errors = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        List<Entail> self = new ArrayList<>();
        Check reads = condition("reads", call -> {
            asked.incrementAndGet();
            if (!errors.isEmpty()) {
                faults(self.get(0)).failBefore(1, () -> errors.removeFirst());
            }
            return Decision.allowIf(call.records().exists(Query.of("User")));
        });
        Check conflict = condition("conflict", call -> {
            if (asked.getAndIncrement() == 0) {
                throw new EntailException("CONCURRENCY_CONFLICT", "again", Map.of());
            }
            return Decision.deny();
        });
        Interaction either =
                Interaction.interaction("Either").require(reads.not().or(T)).anonymous();
        Interaction other =
                Interaction.interaction("Other").require(conflict.or(T)).anonymous();
        Entail entail = openFaulty(Bank.builder(either, other).build(), builder -> builder);
        self.add(entail);

        assertThat(entail.dispatch(other, call -> call).isAccepted()).isTrue();
        assertThat(asked).hasValue(2);

        asked.set(0);
        errors.add(new SQLException("injected", "40001"));
        assertThat(entail.dispatch(either, call -> call).isAccepted()).isTrue();
        assertThat(asked).as("retried").hasValue(2);

        asked.set(0);
        errors.add(new SQLException("injected", "99999"));
        EntailException refusal =
                Objects.requireNonNull(entail.dispatch(either, call -> call).error());
        assertThat(refusal.code()).isEqualTo("DATABASE_ERROR");
        assertThat(asked).as("not retried").hasValue(1);
        assertThat(Bank.events(entail)).isEqualTo(2);
    }
}
