package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.model.Model.model;
import static dev.entail.runtime.sideeffect.SideEffect.answering;
import static dev.entail.runtime.sideeffect.SideEffect.durable;
import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.dispatch.WriteResult;
import dev.entail.runtime.outbox.OutboxEntry;
import dev.entail.runtime.sideeffect.DeliveryPolicy;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.runtime.sideeffect.SideEffectOutcome;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("side-effects.md")
class SideEffectsTest {
    private static final Logger LOGGER = Logger.getLogger(SideEffects.class.getName());

    static final Entity ORDER = entity("Order", text("customer"), integer("amount"));
    static final View LARGE = View.of("LargeOrder", ORDER, Match.ge("amount", 1000));
    static final Interaction BUY = interaction("Buy")
            .payload(
                    PayloadField.text("customer").required(),
                    PayloadField.integer("amount").required())
            .anonymous();
    static final Model SHOP = model("Shop")
            .facts(ORDER, LARGE)
            .events(BUY)
            .derive(
                    ORDER,
                    Transform.toRecord(
                            BUY,
                            event -> Draft.of("customer", event.text("customer"))
                                    .set("amount", event.integer("amount"))))
            .build();

    private final List<String> mails = new ArrayList<>();
    private boolean down;

    SideEffectsTest() {
        LOGGER.setUseParentHandlers(false);
    }

    private String send(String to) {
        if (down) {
            throw new IllegalStateException("the mail server is down");
        }
        mails.add(to);
        return "message " + mails.size();
    }

    private static DispatchResult buy(Entail entail, long amount) {
        return entail.dispatch(
                BUY, call -> call.payload("customer", "ann@example.org").payload("amount", amount));
    }

    // snippet: confirm
    private String confirm(Effect effect) {
        return switch (effect.mutation()) {
            case MutationEvent.Created created -> send((String) created.values().get("customer"));
            case MutationEvent.Updated updated -> "nothing to say";
            case MutationEvent.Deleted deleted -> send((String) deleted.values().get("customer"));
        };
    }
    // end

    @Test
    @DisplayName("side effects are fixed when a model is opened, and run after each commit")
    void run() {
        // snippet: open
        try (Entail entail = Entail.with(SHOP)
                .sideEffect(answering("confirm", ORDER, this::confirm))
                .sideEffect(sideEffect("tell the boss", LARGE, effect -> send("boss@example.org")))
                .open("jdbc:h2:mem:")) {
            // end
            buy(entail, 10).orThrow();
            assertThat(mails).containsExactly("ann@example.org");
            List<String> report = new ArrayList<>();
            // snippet: outcome
            DispatchResult result = buy(entail, 2000);
            for (SideEffectOutcome outcome : result.sideEffects()) {
                report.add(outcome.name() + ": " + (outcome.isFailure() ? outcome.error() : outcome.result()));
            }
            boolean allIsDone = result.postCommit().isComplete();
            // end
            assertThat(report).containsExactly("confirm: message 2", "tell the boss: null");
            assertThat(allIsDone).isTrue();
            assertThat(result.postCommit().of("confirm").getFirst().result()).isEqualTo("message 2");
            assertThat(mails).endsWith("ann@example.org", "boss@example.org");
        }
    }

    @Test
    @DisplayName("what failed can run again")
    void again() {
        try (Entail entail = Entail.with(SHOP)
                .sideEffect(answering("confirm", ORDER, this::confirm))
                .open("jdbc:h2:mem:")) {
            down = true;
            assertThat(buy(entail, 10).orThrow().postCommit().failures()).hasSize(1);
            assertThat(entail.query(ORDER).count()).isEqualTo(1);
            down = false;
            RecordId order = RecordId.of(1);
            // snippet: rerun
            PostCommit again = entail.rerunSideEffects(ORDER, order);
            // end
            assertThat(again.isComplete()).isTrue();
            assertThat(mails).containsExactly("ann@example.org");
        }
    }

    private void accept(long delivery, Effect effect) {
        if (down) {
            throw new IllegalStateException("the warehouse is closed");
        }
        mails.add(delivery + " " + effect.mutation().record());
    }

    @Test
    @DisplayName("durable side effects are delivered until they succeed")
    void durableOnes() {
        BiConsumer<Long, Effect> warehouse = this::accept;
        down = true;
        // snippet: durable
        DurableSideEffect ship = durable("ship", ORDER, delivery -> warehouse.accept(delivery.id(), delivery.effect()))
                .under(new DeliveryPolicy(
                        5, List.of(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofSeconds(30)));
        try (Entail entail = Entail.with(SHOP)
                .sideEffect(ship)
                .delivering(Duration.ofSeconds(1))
                .open("jdbc:h2:mem:")) {
            // end
            assertThat(entail.outbox().waiting(0, 10)).isEmpty();
        }
        DurableSideEffect once = ship.under(new DeliveryPolicy(1, List.of(Duration.ZERO), Duration.ofMinutes(1)));
        try (Entail entail = Entail.with(SHOP).sideEffect(once).open("jdbc:h2:mem:")) {
            buy(entail, 10).orThrow();
            assertThat(entail.deliver().failures()).hasSize(1);
            down = false;
            List<String> report = new ArrayList<>();
            // snippet: dead
            for (OutboxEntry entry : entail.outbox().dead(0, 100)) {
                report.add(entry.sideEffect() + " of " + entry.record() + " " + entry.recordId() + ": "
                        + entry.lastError());
                entail.outbox().rerun(entry.id()); // or discard(entry.id()), if it should never happen
            }
            // end
            assertThat(report)
                    .containsExactly("ship of Order 1: java.lang.IllegalStateException: the warehouse is closed");
            assertThat(entail.deliver().delivered()).isEqualTo(1);
            assertThat(mails).containsExactly("1 Order");
        }
    }

    @Test
    @DisplayName("direct writes have side effects when they are asked for")
    void directWrites() {
        try (Entail entail = Entail.with(SHOP)
                .sideEffect(answering("confirm", ORDER, this::confirm))
                .open("jdbc:h2:mem:")) {
            entail.create(ORDER, Draft.of("customer", "import@example.org"));
            assertThat(mails).isEmpty();
            // snippet: direct
            WriteResult<RecordId> result = entail.inTransactionWithSideEffects(
                    TransactionOptions.DEFAULT,
                    writes -> writes.create(ORDER, Draft.of("customer", "bob@example.org")));
            // end
            assertThat(result.postCommit().isComplete()).isTrue();
            assertThat(mails).containsExactly("bob@example.org");
        }
    }
}
