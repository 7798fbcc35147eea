package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events that nobody asks for: what comes in through a webhook, and what a timer says. */
abstract class OutsideEventContract extends RuntimeGroup {
    private static final Entity HOOK = entity("_Webhook_", text("reference"), integer("cents"));
    private static final Entity TICK = entity("_CronEvent_", timestamp("triggeredAt"), text("scheduleName"));
    private static final Entity PAYMENT = entity("Payment", text("reference"), integer("cents"));
    private static final Entity LOG = entity("Log", timestamp("at"), text("name"));

    @Test
    @DisplayName(
            "T-151 EVS-52 a webhook: the signature is looked at first, messages count once, and the answer follows the"
                    + " commit")
    final void webhook() {
        CustomSource hook = CustomSource.source("Webhook", HOOK)
                .guard(call -> {
                    if (!"sesame".equals(call.call().context().get("signature"))) {
                        throw new EntailException("BAD_SIGNATURE", "Not from the bank", Map.of());
                    }
                })
                .mapEventData(
                        call -> Draft.of("reference", call.call().payload().get("ref"))
                                .set("cents", call.call().payload().get("amount")))
                .idempotencyKey(call -> (String) call.context().get("messageId"))
                .postCommit(committed -> Map.of("acknowledged", true));
        Entail entail = open(Model.model("Hooks")
                .facts(PAYMENT)
                .events(hook)
                .derive(
                        PAYMENT,
                        Transform.toRecord(
                                hook,
                                event -> Draft.of("reference", event.text("reference"))
                                        .set("cents", event.integer("cents"))))
                .build());
        DispatchCall message = DispatchCall.of(null, Map.of("ref", "R1", "amount", 250L))
                .withContext(Map.of("signature", "wrong", "messageId", "m1"));

        assertThat(entail.dispatch(hook, message).refusal().code()).isEqualTo("BAD_SIGNATURE");
        assertThat(entail.query(HOOK).count()).isZero();
        DispatchCall signed = message.withContext(Map.of("signature", "sesame", "messageId", "m1"));
        DispatchResult first = entail.dispatch(hook, signed).orThrow();
        assertThat(first.context()).containsEntry("acknowledged", true);
        assertThat(entail.dispatch(hook, signed).orThrow().isReplayed()).isTrue();
        assertThat(entail.query(HOOK).count()).isOne();
        assertThat(entail.query(PAYMENT).select("*").list())
                .singleElement()
                .satisfies(payment -> assertThat(payment.integer("cents")).isEqualTo(250));
    }

    @Test
    @DisplayName(
            "T-152 EVS-50 EVS-51 a timer outside says when and which; one event and what follows have the same values")
    final void schedule() {
        CustomSource tick = CustomSource.source("Nightly", TICK)
                .mapEventData(call -> Draft.of("triggeredAt", call.occurredAt())
                        .set("scheduleName", call.call().payload().get("schedule")));
        Entail entail = open(Model.model("Timers")
                .facts(LOG)
                .events(tick)
                .derive(
                        LOG,
                        Transform.toRecord(
                                tick,
                                event -> Draft.of("at", event.timestamp("triggeredAt"))
                                        .set("name", event.text("scheduleName"))))
                .build());
        entail.dispatch("Nightly", DispatchCall.of(null, Map.of("schedule", "02:00")))
                .orThrow();
        Row event = entail.query(TICK).select("*").first().orElseThrow();
        Row log = entail.query(LOG).select("*").first().orElseThrow();
        assertThat(log.timestamp("at"))
                .isEqualTo(event.timestamp("triggeredAt"))
                .isBeforeOrEqualTo(Instant.now());
        assertThat(log.text("name")).isEqualTo(event.text("scheduleName")).isEqualTo("02:00");
        assertThat(entail.query(TICK).count() + entail.query(LOG).count()).isEqualTo(2);
    }
}
