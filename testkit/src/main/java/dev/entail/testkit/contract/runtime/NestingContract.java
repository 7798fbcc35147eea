package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a dispatch may begin and where not. */
abstract class NestingContract extends RuntimeGroup {
    private static final CustomSource INNER = Till.source("Inner");

    private final List<Entail> self = new ArrayList<>();

    private DispatchResult inner() {
        return Till.book(self.get(0), INNER, 1);
    }

    private Entail openSelf(CustomSource... outer) {
        self.clear();
        self.add(open(Till.model(INNER, outer)));
        return self.get(0);
    }

    @Test
    @DisplayName(
            "T-145 T-NST-01 T-NST-02 DSP-02 DSP-03 no step before the commit may dispatch; the outer dispatch fails")
    final void hooks() {
        CustomSource guard = Till.source("Outer").guard(hook -> inner());
        CustomSource map = Till.source("Outer").mapEventData(hook -> Draft.of("kind", inner().toString()));
        CustomSource resolve = Till.source("Outer").resolve(hook -> inner());
        CustomSource after = Till.source("Outer").afterDispatch(hook -> Map.of("inner", inner()));
        for (CustomSource outer : List.of(guard, map, resolve, after)) {
            Entail entail = openSelf(outer);
            EntailException refusal = Till.book(entail, outer, 1).refusal();
            assertThat(refusal.hasCode("NESTED_DISPATCH")).isTrue();
            assertThat(refusal.details()).containsEntry("outer", "Outer").containsEntry("nested", "Inner");
            assertThat(Till.isEmpty(entail)).isTrue();
        }
    }

    @Test
    @DisplayName("T-NST-02 nor may a derivation, a computed value or a default")
    final void callbacks() {
        Interaction write = Interaction.interaction("Write").anonymous();
        Transform<?> transform = Transform.toRecord(write, event -> Draft.of("text", inner().toString()));
        Transform<?> plain = Transform.toRecord(write, event -> Draft.of("text", "plain"));
        self.add(open(Till.booking(INNER, write).derive(Till.NOTE, transform).build()));
        refusesAll(write);
        self.set(
                0,
                open(Till.booking(INNER, write)
                        .derive(Till.NOTE, plain)
                        .derive(Till.NOTE, Property.text("shout"), Computed.from("text", row -> inner().toString()))
                        .build()));
        refusesAll(write);
    }

    private void refusesAll(Interaction outer) {
        Entail entail = self.get(0);
        DispatchResult result = entail.dispatch(outer, call -> call);
        assertThat(result.refusal().hasCode("NESTED_DISPATCH")).isTrue();
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(Blog.events(entail)).isZero();
    }

    @Test
    @DisplayName("T-NST-03 a step that catches the refusal can go on; the inner dispatch left nothing")
    final void caught() {
        CustomSource outer =
                Till.source("Outer").resolve(hook -> failureOf(this::inner).code());
        Entail entail = openSelf(outer);
        assertThat(Till.book(entail, outer, 1).orThrow().data()).isEqualTo("NESTED_DISPATCH");
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.bookings(entail)).as("the inner one would book").isZero();
    }

    @Test
    @DisplayName("T-146 T-NST-04 DSP-04 what follows the commit may dispatch, in a transaction of its own")
    final void postCommit() {
        CustomSource outer = Till.source("Outer").postCommit(hook -> Map.of("inner", inner().isAccepted()));
        Entail entail = openSelf(outer);
        DispatchResult result = Till.book(entail, outer, 1).orThrow();
        assertThat(result.context()).isEqualTo(Map.of("inner", true));
        assertThat(Till.events(entail)).isEqualTo(2);
        assertThat(Till.bookings(entail)).isEqualTo(1);
    }

    @Test
    @DisplayName("T-NST-05 so may a side effect; whether that fails is its own business")
    final void sideEffect() {
        CustomSource outer = Till.source("Outer").resolve(hook -> hook.records().create(Till.NOTE, Draft.empty()));
        CustomSource refused = Till.source("Refused").guard(hook -> {
            throw new IllegalStateException("no");
        });
        Supplier<DispatchResult> refusal = () -> Till.book(self.get(0), refused, 1);
        self.add(open(
                Till.model(INNER, outer, refused),
                how -> how.sideEffect(answering("inner", Till.NOTE, effect -> inner().isAccepted()))
                        .sideEffect(answering(
                                "refused",
                                Till.NOTE,
                                effect -> refusal.get().refusal().code()))
                        .sideEffect(answering(
                                "thrown", Till.NOTE, effect -> refusal.get().orThrow()))));
        DispatchResult result = Till.book(self.get(0), outer, 1).orThrow();
        assertThat(result.postCommit().of("inner").getFirst().result()).isEqualTo(true);
        assertThat(result.postCommit().of("refused").getFirst().result()).isEqualTo("CONDITION_THROWN");
        EntailException thrown = Objects.requireNonNull(
                result.postCommit().of("thrown").getFirst().error());
        assertThat(thrown.hasCode("CONDITION_THROWN")).isTrue();
        assertThat(Till.events(self.get(0))).isEqualTo(2);
    }

    @Test
    @DisplayName("EVS-22 DSP-13 a dispatch in a transaction that it would not be a part of is refused, thrown, before"
            + " anything")
    final void inTransaction() {
        Entail entail = openSelf();
        EntailException failure = failureOf(() -> entail.inTransaction(writes -> inner()));
        assertThat(failure.code()).isEqualTo("DISPATCH_IN_TRANSACTION");
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.simulate(INNER, call -> call)))
                        .code())
                .isEqualTo("DISPATCH_IN_TRANSACTION");
        assertThat(Till.isEmpty(entail)).isTrue();
    }

    @Test
    @DisplayName("a direct write inside a dispatch that goes past its hooks is refused")
    final void writeInside() {
        CustomSource outer = Till.source("Outer").resolve(hook -> Till.note(self.get(0), "x"));
        Entail entail = openSelf(outer);
        assertThat(Till.book(entail, outer, 1).refusal().code()).isEqualTo("TRANSACTION_MISUSED");
        assertThat(Till.isEmpty(entail)).isTrue();
    }
}
