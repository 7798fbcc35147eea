package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.sideeffect.PostCommit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The way of one dispatch: what is stored, what is answered, and what is not stored after a failure. */
abstract class DispatchContract extends RuntimeGroup {
    @Test
    @DisplayName("DSP-05 RSP-01 an accepted dispatch stores the event, the derived record and the values that follow")
    final void accepted() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");

        DispatchResult result =
                entail.dispatch(Blog.WRITE_POST, call -> call.by(ann).payload("title", "Hello"));

        assertThat(result.isAccepted()).isTrue();
        assertThat(result.data()).isNull();
        Row post = entail.query(Blog.POST)
                .select("title", "author.name", "likeCount")
                .first()
                .orElseThrow();
        assertThat(post.text("title")).isEqualTo("Hello");
        assertThat(post.row("author").text("name")).isEqualTo("Ann");
        assertThat(post.integer("likeCount")).isZero();
    }

    @Test
    @DisplayName("RSP-04 EVS-15 effects stand in causal order and name their cause")
    final void effects() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");

        List<Effect> effects = Blog.like(entail, ann, post).orThrow().effects();

        assertThat(effects)
                .extracting(effect -> effect.mutation().record())
                .containsExactly("_Interaction_", "Like", "Post", "User");
        assertThat(effects).extracting(Effect::index).containsExactly(0, 1, 2, 3);
        assertThat(effects.get(0).causedBy()).isEmpty();
        assertThat(effects.get(1).causedBy()).hasValue(0);
        assertThat(effects.get(2).causedBy()).hasValue(1);
        assertThat(effects.get(3).causedBy()).hasValue(1);
        assertThat(effects.get(1).mutation())
                .isInstanceOfSatisfying(
                        MutationEvent.Created.class,
                        like -> assertThat(like.values()).isEqualTo(Map.of("source", ann, "target", post)));
    }

    @Test
    @DisplayName("RSP-04 what changes in a record that the dispatch itself creates is part of its creation")
    final void effectsOfNewRecords() {
        Entail entail = open(Shop.model());
        RecordId tea = Shop.product(entail, "Tea");
        RecordId ann = Shop.customer(entail);

        List<Effect> effects = entail.dispatch(
                        Shop.PLACE_ORDER, call -> call.by(ann).payload("items", List.of(Shop.item(tea, 2, "1.25"))))
                .orThrow()
                .effects();

        assertThat(effects)
                .filteredOn(effect -> effect.mutation().record().equals("Order"))
                .singleElement()
                .satisfies(effect -> assertThat(((MutationEvent.Created) effect.mutation()).values())
                        .containsEntry("total", new java.math.BigDecimal("2.5")));
    }

    @Test
    @DisplayName("INT-12 DEC-07 the event record keeps who asked for what, when, and in which context")
    final void eventRecord() {
        Instant now = Instant.parse("2026-02-28T23:59:59.123Z");
        Entail entail = Entail.with(Blog.model())
                .replace(InstantSource.class, InstantSource.fixed(now))
                .open(test().fresh().open());
        RecordId ann = Blog.user(entail, "Ann");

        entail.dispatch(
                        Blog.WRITE_POST,
                        call -> call.by(ann)
                                .payload("title", "Hello")
                                .context("from", "test")
                                .correlatedBy("c-1"))
                .orThrow();

        Row event = entail.query(InteractionRecord.ENTITY).select("*").first().orElseThrow();
        assertThat(event.get(InteractionRecord.NAME)).isEqualTo("WritePost");
        assertThat(event.get(InteractionRecord.ACTOR)).isEqualTo(ann.value());
        assertThat(event.get(InteractionRecord.USER)).isEqualTo(Map.of("id", ann.value()));
        assertThat(event.get(InteractionRecord.PAYLOAD)).isEqualTo(Map.of("title", "Hello"));
        assertThat(event.get(InteractionRecord.QUERY)).isEqualTo(Map.of());
        assertThat(event.get(InteractionRecord.CONTEXT)).isEqualTo(Map.of("from", "test"));
        assertThat(event.get(InteractionRecord.OCCURRED_AT)).isEqualTo(now);
        assertThat(event.get(InteractionRecord.CORRELATION_ID)).isEqualTo("c-1");
        entail.close();
    }

    @Test
    @DisplayName("T-DSP-03 DSP-06 a condition that refuses, throws or gives null leaves nothing")
    final void guard() {
        Condition no = Condition.condition("no", call -> Decision.reject("TOO_LATE", "The shop is closed"));
        Condition broken = Condition.condition("broken", call -> {
            throw new IllegalStateException("oops");
        });
        Condition silent = Condition.condition("silent", call -> nothing());
        assertThat(refusedBy(no).code()).isEqualTo("TOO_LATE");
        assertThat(refusedBy(no).details()).containsEntry("condition", "no");
        assertThat(refusedBy(broken).code()).isEqualTo("CONDITION_THROWN");
        assertThat(refusedBy(silent).code()).isEqualTo("CONDITION_INVALID_RESULT");
    }

    /** What a caller without null checks may hand over. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private EntailException refusedBy(Condition condition) {
        Interaction guarded = Interaction.interaction("Guarded").require(condition);
        Entail entail =
                open(Model.model("Guarded").facts(Blog.USER).events(guarded).build());
        RecordId ann = Blog.user(entail, "Ann");
        DispatchResult result = entail.dispatch(guarded, call -> call.by(ann));
        assertThat(result.effects()).isEmpty();
        assertThat(Blog.events(entail)).isZero();
        return result.refusal();
    }

    @Test
    @DisplayName("DSP-09 a unique violation in the middle leaves neither event nor link nor count")
    final void derivedWriteFails() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        Blog.like(entail, ann, post).orThrow();

        DispatchResult again = Blog.like(entail, ann, post);

        assertThat(again.refusal().code()).isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        assertThat(again.refusal().details())
                .containsEntry("record", "Like")
                .containsEntry("attributes", List.of("source", "target"));
        assertThat(again.effects()).isEmpty();
        assertThat(Blog.events(entail)).isEqualTo(1);
        assertThat(entail.query(Blog.LIKE).count()).isEqualTo(1);
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
    }

    @Test
    @DisplayName("T-142 DSP-09 a failing derivation leaves nothing, and says which one it was")
    final void callbackFails() {
        Interaction boom = Interaction.interaction("Boom");
        Entail entail = open(Model.model("Boom")
                .facts(Blog.USER)
                .events(boom)
                .derive(
                        Blog.USER,
                        Transform.toRecord(boom, event -> Draft.of("name", "first")),
                        Transform.toRecord(boom, event -> {
                            throw new IllegalStateException("oops");
                        }))
                .build());
        RecordId ann = Blog.user(entail, "Ann");

        EntailException error = entail.dispatch(boom, call -> call.by(ann)).refusal();

        assertThat(error.code()).isEqualTo("CALLBACK_FAILED");
        assertThat(error.getMessage()).contains("User", "Boom", "oops");
        assertThat(Blog.events(entail)).isZero();
        assertThat(entail.query(Blog.USER).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-145 DSP-02 EVS-21 a dispatch inside a dispatch is refused, and the outer one with it")
    final void nested() {
        List<Entail> self = new ArrayList<>();
        Interaction outer = Interaction.interaction("Outer").require(Condition.condition("dispatches", call -> {
            Blog.like(self.get(0), call.actor(), call.actor());
            return Decision.allow();
        }));
        Entail entail = open(Blog.builder().events(outer).build());
        self.add(entail);
        RecordId ann = Blog.user(entail, "Ann");

        DispatchResult result = entail.dispatch(outer, call -> call.by(ann));

        assertThat(result.refusal().hasCode("NESTED_DISPATCH")).isTrue();
        assertThat(Blog.events(entail)).isZero();
    }

    @Test
    @DisplayName("T-147 DSP-01 a missing event source, and one that the model does not have, are thrown")
    final void unknownSource() {
        Entail entail = open(Blog.model());
        Interaction stranger = Interaction.interaction("LikePost");
        assertThat(catchThrowable(() -> entail.dispatch(DispatchContract.<Interaction>nothing(), call -> call)))
                .isInstanceOf(NullPointerException.class);
        EntailException error = failureOf(() -> entail.dispatch(stranger, call -> call));
        assertThat(error.code()).isEqualTo("UNKNOWN_EVENT_SOURCE");
        assertThat(error.getMessage()).contains("another event source of the name");
    }

    @Test
    @DisplayName("TRF-10 one event may yield several records and links, in several derivations, or none")
    final void manyRecords() {
        Interaction party = Interaction.interaction("Party").anonymous();
        Entail entail = open(Model.model("Party")
                .facts(Blog.USER, Blog.POST, Blog.AUTHORSHIP, Blog.LIKE)
                .events(party)
                .derive(
                        Blog.USER,
                        Transform.toRecords(party, event -> List.of(Draft.of("name", "a"), Draft.of("name", "b"))),
                        Transform.toRecord(party, event -> null))
                .derive(Blog.POST, Transform.toRecord(party, event -> Draft.of("title", "t")))
                .derive(
                        Blog.LIKE,
                        Transform.toLinks(
                                party,
                                event -> List.of(
                                        Link.between(RecordId.of(1), RecordId.of(1)),
                                        Link.between(RecordId.of(2), RecordId.of(1)))))
                .build());

        entail.dispatch(party, call -> call).orThrow();

        assertThat(entail.query(Blog.POST)
                        .select("likedBy.name")
                        .first()
                        .orElseThrow()
                        .rows("likedBy"))
                .extracting(user -> user.text("name"))
                .containsExactly("a", "b");
    }

    @Test
    @DisplayName("EVS-23 T-DSP-05 DSP-07 guards can be left out for one dispatch, and hold again for the next")
    final void withoutGuards() {
        CustomSource source = Till.source("Book").guard(hook -> {
            throw new IllegalStateException("closed");
        });
        Interaction asked = Interaction.interaction("Asked")
                .require(Condition.condition("never", call -> Decision.reject("NEVER", "never")));
        Entail entail = open(Till.model(source, asked));

        assertThat(entail.withoutGuards().dispatch(source, Till.amount(3)).isAccepted())
                .isTrue();
        assertThat(entail.withoutGuards()
                        .dispatch(asked, call -> call.by(RecordId.of(1)))
                        .isAccepted())
                .isTrue();
        assertThat(entail.withoutGuards()
                        .dispatch(asked, call -> call.by(RecordId.of(1)).payload("x", 1))
                        .refusal()
                        .code())
                .as("the shape is checked all the same")
                .isEqualTo("PAYLOAD_UNKNOWN_FIELD");
        assertThat(Till.book(entail, source, 3).refusal().code()).isEqualTo("CONDITION_THROWN");
        assertThat(Till.events(entail)).isEqualTo(1);
        assertThat(Till.total(entail)).isEqualTo(3);
    }

    @Test
    @DisplayName("a simulated dispatch tells what would follow and leaves nothing, whether accepted or refused")
    final void simulated() {
        List<String> heard = new ArrayList<>();
        CustomSource source = Till.source("Book")
                .resolve(hook -> hook.records().global(Till.TOTAL))
                .postCommit(hook -> Map.of("heard", heard.add("committed")));
        Entail entail = open(Till.model(source));
        DispatchResult would = entail.simulate(source, call -> call.payload("amount", 7));
        assertThat(would.isAccepted()).isTrue();
        assertThat(would.data()).isEqualTo(7L);
        assertThat(would.effects()).hasSizeGreaterThan(1);
        assertThat(would.postCommit().status()).isEqualTo(PostCommit.Status.NOT_RUN);
        assertThat(entail.simulate(source, call -> call.payload("amount", Till.UNLUCKY))
                        .isAccepted())
                .isFalse();
        assertThat(heard).isEmpty();
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(Events.of(Till.book(entail, source, 7).orThrow().effects())).isEqualTo(Events.of(would.effects()));
    }

    @Test
    @DisplayName(
            "DSP-09 an error that is no exception comes through, leaves nothing, and the thread can dispatch again")
    final void error() {
        AssertionError mine = new AssertionError("mine");
        CustomSource source = Till.source("Book").resolve(hook -> {
            if (Long.valueOf(0).equals(hook.call().payload().get("amount"))) {
                throw mine;
            }
            return "fine";
        });
        Entail entail = open(Till.model(source));
        assertThat(catchThrowable(() -> Till.book(entail, source, 0))).isSameAs(mine);
        assertThat(Till.isEmpty(entail)).isTrue();
        assertThat(Till.book(entail, source, 1).orThrow().data()).isEqualTo("fine");
    }
}
