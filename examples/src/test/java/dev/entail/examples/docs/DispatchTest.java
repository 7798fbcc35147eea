package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.BusinessResult;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("dispatch.md")
class DispatchTest {
    static final Entity PAYMENT = entity("Payment", integer("cents"));
    static final Property<Long> RECEIVED = integer("received");

    // snippet: source
    static final Entity NOTICE = entity("PaymentNotice", text("reference"), integer("cents"));

    static final CustomSource PAID = CustomSource.source("Paid", NOTICE)
            .guard(hook -> {
                if (!"sesame".equals(hook.call().context().get("signature"))) {
                    throw new EntailException("BAD_SIGNATURE", "The notice is not from the bank", Map.of());
                }
            })
            .mapEventData(hook -> Draft.of("reference", hook.call().payload().get("reference"))
                    .set("cents", hook.call().payload().get("cents")))
            .resolve(hook -> Map.of("received", hook.records().global(RECEIVED)))
            .afterDispatch(hook -> Map.of("notice", hook.event()))
            .postCommit(hook -> Map.of("acknowledged", acknowledge(hook.call())));
    // end

    static final Model BANK = model("Bank")
            .facts(PAYMENT)
            .events(PAID)
            .derive(PAYMENT, Transform.toRecord(PAID, notice -> Draft.of("cents", notice.get("cents"))))
            .derive(RECEIVED, Summation.of(PAYMENT, "cents"))
            .build();

    private static boolean acknowledge(DispatchCall call) {
        return call.payload().containsKey("reference");
    }

    private static DispatchResult pay(Entail entail, long cents) {
        // snippet: dispatch
        DispatchResult result = entail.dispatch(
                PAID,
                call -> call.payload("reference", "2026-17")
                        .payload("cents", cents)
                        .context("signature", "sesame"));
        // end
        return result;
    }

    @Test
    @DisplayName("the steps of a source are functions")
    void source() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            DispatchResult result = pay(entail, 500).orThrow();
            assertThat(result.data()).isEqualTo(Map.of("received", 500L));
            assertThat(result.context()).isEqualTo(Map.of("notice", RecordId.of(1), "acknowledged", true));
            assertThat(entail.dispatch(PAID, call -> call).refusal().code()).isEqualTo("BAD_SIGNATURE");
        }
    }

    @Test
    @DisplayName("a dispatch can be simulated, and guards can be left out")
    void simulate() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            // snippet: simulate
            DispatchResult would = entail.withoutGuards().simulate(PAID, call -> call.payload("cents", 100));
            // end
            assertThat(would.orThrow().data()).isEqualTo(Map.of("received", 100L));
            assertThat(entail.query(NOTICE).count()).isZero();
            // snippet: without-guards
            DispatchResult done = entail.withoutGuards().dispatch(PAID, call -> call.payload("cents", 100));
            // end
            assertThat(done.isAccepted()).isTrue();
            assertThat(entail.query(NOTICE).count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a call under a key takes effect once")
    void idempotent() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            // snippet: idempotent
            UnaryOperator<InteractionCall> payment = call ->
                    call.payload("cents", 100).context("signature", "sesame").idempotencyKey("7f3a");
            DispatchResult first = entail.dispatch(PAID, payment);
            DispatchResult again = entail.dispatch(PAID, payment);
            // end
            assertThat(first.outcome()).isEqualTo(DispatchResult.Outcome.APPLIED);
            assertThat(again.outcome()).isEqualTo(DispatchResult.Outcome.REPLAYED);
            assertThat(again.data()).isEqualTo(first.data());
            assertThat(entail.global(RECEIVED)).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("many calls share transactions, and each has a result of its own")
    void together() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            Map<String, String> signature = Map.of("signature", "sesame");
            List<Long> cents = List.of(100L, 200L, 300L);
            // snippet: many
            List<DispatchCall> calls = cents.stream()
                    .map(each -> DispatchCall.EMPTY
                            .withPayload(Map.of("cents", each))
                            .withContext(signature))
                    .toList();
            List<DispatchResult> results = entail.dispatchAll(PAID, calls);
            // end
            assertThat(results)
                    .hasSize(3)
                    .allSatisfy(result -> assertThat(result.isAccepted()).isTrue());
            assertThat(entail.global(RECEIVED)).isEqualTo(600);
        }
    }

    @Test
    @DisplayName("several dispatches can share one commit")
    void business() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            List<Long> amounts = List.of(100L, 200L);
            // snippet: business
            BusinessResult<Long> result =
                    entail.inBusinessTransaction(BusinessOptions.DEFAULT.withName("statement"), tx -> {
                        for (long cents : amounts) {
                            tx.dispatch(
                                    PAID, call -> call.payload("cents", cents).context("signature", "sesame"));
                        }
                        tx.writes().create(PAYMENT, Draft.of("cents", 1));
                        return Objects.requireNonNull(tx.writes().global(RECEIVED));
                    });
            // end
            assertThat(result.value()).isEqualTo(301L);
            assertThat(result.dispatches())
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.context()).containsEntry("acknowledged", false));
        }
    }
}
