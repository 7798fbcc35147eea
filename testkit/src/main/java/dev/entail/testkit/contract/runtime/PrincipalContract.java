package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.json;
import static dev.entail.builtins.payload.PayloadField.object;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.principal.Authenticator;
import dev.entail.builtins.principal.Authenticators;
import dev.entail.builtins.principal.Door;
import dev.entail.builtins.principal.DoorRequest;
import dev.entail.builtins.principal.Principal;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who acts follows from credentials and from nothing else. */
abstract class PrincipalContract extends RuntimeGroup {
    private static final String ANNS = "tok-ann-3f9a2c";
    private static final String BOBS = "tok-bob-77e1d0";
    private static final Entity USER = entity("User", Property.text("name"), Property.bool("active"));
    private static final View ACTIVE = View.of("Active", USER, Match.eq("active", true));
    private static final Entity TICKED = entity("Ticked");
    private static final CustomSource TICK = CustomSource.source("Tick", TICKED);
    private static final Interaction SAY =
            interaction("Say").payload(text("text").required(), object("user"), json("actor"));
    private static final Interaction ONLY_BOB = interaction("OnlyBob")
            .require(Condition.condition(
                    "only Bob", call -> Decision.allowIf(call.actor().equals(RecordId.of(2)), "NOT_BOB", "Bob only")));
    private static final Interaction JOIN =
            interaction("Join").payload(text("name")).anonymous();

    private final RecordId ann = RecordId.of(1);
    private final RecordId bob = RecordId.of(2);

    private Entail opened() {
        Entail entail = open(Model.model("Principals")
                .facts(USER, ACTIVE)
                .events(SAY, ONLY_BOB, JOIN, TICK)
                .build());
        assertThat(entail.create(USER, Draft.of("name", "Ann").set("active", true)))
                .isEqualTo(ann);
        assertThat(entail.create(USER, Draft.of("name", "Bob").set("active", false)))
                .isEqualTo(bob);
        return entail;
    }

    private Authenticator tokens() {
        return Authenticators.tokens(Map.of(ANNS, ann, BOBS, bob, "tok-gone-000", RecordId.of(4711)));
    }

    @Test
    @DisplayName("W-06 INT-14 whoever has a token acts as its user; nobody in particular reaches what is anonymous")
    final void tokensName() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());

        door.dispatch(
                        ANNS,
                        "Say",
                        DoorRequest.of(Map.of("text", "a")).context("ip", "::1").correlatedBy("c"))
                .orThrow();
        assertThat(last(entail).get(InteractionRecord.ACTOR)).isEqualTo(1L);
        assertThat(last(entail).get(InteractionRecord.CONTEXT)).isEqualTo(Map.of("ip", "::1"));
        assertThat(last(entail).get(InteractionRecord.CORRELATION_ID)).isEqualTo("c");
        door.dispatch(BOBS, "OnlyBob", DoorRequest.of(null)).orThrow();
        assertThat(refusal(door, ANNS, "OnlyBob", null)).isEqualTo("NOT_BOB");
        door.dispatch(null, "Join", DoorRequest.of(Map.of("name", "x"))).orThrow();
        assertThat(last(entail).get(InteractionRecord.USER)).isEqualTo(Map.of());
        door.dispatch(ANNS, "Join", DoorRequest.of(Map.of())).orThrow();
        assertThat(last(entail).get(InteractionRecord.ACTOR)).isEqualTo(1L);
        assertThat(refusal(door, null, "Say", Map.of("text", "a"))).isEqualTo("ACTOR_MISSING");
        assertThat(events(entail)).isEqualTo(4);
    }

    @Test
    @DisplayName("W-06 credentials that are not accepted are refused, never taken for nobody in particular")
    final void refused() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());
        for (String odd : List.of(
                "",
                " ",
                "x",
                ANNS + " ",
                " " + ANNS,
                ANNS.toUpperCase(java.util.Locale.ROOT),
                "1",
                "tok-gone-000",
                "' OR '1'='1",
                "a\0b",
                "\uD800",
                "x".repeat(100_000))) {
            for (String interaction : List.of("Say", "Join", "Nonsense")) {
                EntailException refusal = door.dispatch(odd, interaction, DoorRequest.of(Map.of("text", "a")))
                        .refusal();
                assertThat(refusal.code()).isEqualTo("AUTHENTICATION_FAILED");
                assertThat(refusal.getMessage()).doesNotContain("tok-", "4711");
            }
        }
        assertThat(events(entail)).isZero();
        assertThat(tokens().toString()).doesNotContain("tok-");
    }

    @Test
    @DisplayName("W-06 no payload, context or name of an interaction makes anybody somebody else")
    final void spoofing() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());
        Map<String, Object> him = Map.of("id", 2L);

        door.dispatch(
                        ANNS,
                        "Say",
                        DoorRequest.of(Map.of("text", "a", "user", him, "actor", 2))
                                .context("actor", 2)
                                .context("user", him)
                                .correlatedBy("2")
                                .idempotencyKey("2"))
                .orThrow();

        assertThat(last(entail).get(InteractionRecord.ACTOR)).isEqualTo(1L);
        assertThat(last(entail).get(InteractionRecord.USER)).isEqualTo(Map.of("id", 1L));
        for (String key : List.of("actor", "user", "id", "credentials", "token")) {
            assertThat(refusal(door, ANNS, "OnlyBob", Map.of(key, him))).isEqualTo("PAYLOAD_UNKNOWN_FIELD");
            assertThat(refusal(door, null, "Join", Map.of(key, him))).isEqualTo("PAYLOAD_UNKNOWN_FIELD");
            EntailException context = door.dispatch(
                            ANNS, "OnlyBob", DoorRequest.of(null).context(key, him))
                    .refusal();
            assertThat(context.code()).isEqualTo("NOT_BOB");
        }
        assertThat(refusal(door, null, "Say", Map.of("text", "a", "user", him, "actor", 2)))
                .isEqualTo("ACTOR_MISSING");
        // The key of another user is another key.
        door.dispatch(BOBS, "Say", DoorRequest.of(Map.of("text", "b")).idempotencyKey("2"))
                .orThrow();
        assertThat(events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName("W-06 a door leads to interactions only, and does not tell what else there is")
    final void interactionsOnly() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());
        for (String name : List.of("Tick", "say", "Nonsense", "", "Say\0", "_Interaction_")) {
            EntailException refusal =
                    door.dispatch(ANNS, name, DoorRequest.of(Map.of())).refusal();
            assertThat(refusal.code()).isEqualTo("UNKNOWN_EVENT_SOURCE");
            assertThat(refusal.getMessage()).doesNotContain("OnlyBob", "Tick");
        }
    }

    @Test
    @DisplayName("T-105 T-115 T-117 a payload that is no object is refused, none is an empty one")
    final void noObject() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());
        for (Object odd : List.of(List.of(1), "str", 1, true, Map.of(1, 1))) {
            EntailException refusal =
                    door.dispatch(ANNS, "Say", DoorRequest.of(odd)).refusal();
            assertThat(refusal.code()).isEqualTo("PAYLOAD_NOT_AN_OBJECT");
            assertThat(refusal.details()).containsEntry("type", "payload not an object");
        }
        DispatchResult nothing = door.dispatch(ANNS, "Say", DoorRequest.of(null));
        assertThat(nothing.refusal().details()).containsEntry("type", "text missing");
        assertThat(nothing.effects()).isEmpty();
        assertThat(events(entail)).isZero();
    }

    @Test
    @DisplayName("W-06 a user whose record is gone, or who has left the view of those let in, is not let in any more")
    final void gone() {
        Entail entail = opened();
        Door door = entail.door(ACTIVE, tokens());
        assertThat(refusal(door, BOBS, "OnlyBob", null)).isEqualTo("AUTHENTICATION_FAILED");
        entail.update(USER, bob, Draft.of("active", true));
        assertThat(door.dispatch(BOBS, "OnlyBob", DoorRequest.of(null)).isAccepted())
                .isTrue();
        entail.delete(USER, bob);
        assertThat(refusal(door, BOBS, "OnlyBob", null)).isEqualTo("AUTHENTICATION_FAILED");
    }

    @Test
    @DisplayName("W-06 that the user exists costs one statement; refused credentials cost none")
    final void costs() {
        Entail entail = opened();
        Door door = entail.door(USER, tokens());
        DoorRequest request = DoorRequest.of(Map.of("text", "a"));
        door.dispatch(ANNS, "Say", request).orThrow(); // takes ids for many
        int raw = statements(
                entail,
                () -> entail.dispatch(SAY, call -> call.by(ann).payload("text", "a"))
                        .orThrow());

        assertThat(statements(entail, () -> door.dispatch(ANNS, "Say", request).orThrow()))
                .isEqualTo(raw + 1);
        assertThat(statements(entail, () -> door.dispatch("x", "Say", request))).isZero();
        assertThat(statements(
                        entail,
                        () -> door.dispatch(null, "Join", DoorRequest.of(null)).orThrow()))
                .isEqualTo(raw);
    }

    private int statements(Entail entail, Runnable block) {
        return log(entail).record(block::run).statements().size();
    }

    @Test
    @DisplayName("W-06 an authenticator that breaks lets nobody in")
    final void broken() {
        Entail entail = opened();
        List<Authenticator> odd = Arrays.asList(
                credentials -> {
                    throw new IllegalStateException("secret");
                },
                PrincipalContract::nothing,
                Authenticators.fixed(RecordId.of(4711)));
        for (Authenticator authenticator : odd) {
            Door door = entail.door(USER, authenticator);
            for (String interaction : List.of("Say", "Join")) {
                EntailException refusal =
                        door.dispatch("x", interaction, DoorRequest.of(null)).refusal();
                assertThat(refusal.code()).isEqualTo("AUTHENTICATION_FAILED");
                assertThat(refusal.getMessage()).doesNotContain("secret");
            }
        }
        Door closed = entail.door(USER, Authenticators.anonymous());
        assertThat(refusal(closed, "x", "Join", null)).isEqualTo("AUTHENTICATION_FAILED");
        assertThat(closed.dispatch(null, "Join", DoorRequest.of(null)).isAccepted())
                .isTrue();
        assertThat(entail.door(USER, Authenticators.fixed(ann))
                        .dispatch(null, "Say", DoorRequest.of(Map.of("text", "a")))
                        .isAccepted())
                .isTrue();
        assertThat(failureOf(() -> entail.door(entity("Other"), tokens())).code())
                .isEqualTo("UNKNOWN_NAME");
    }

    @SuppressWarnings("NullAway") // what a careless application may do
    private static Principal nothing(@Nullable String credentials) {
        return null;
    }

    private static String refusal(
            Door door, @Nullable String credentials, String interaction, @Nullable Object payload) {
        return door.dispatch(credentials, interaction, DoorRequest.of(payload))
                .refusal()
                .code();
    }

    private static long events(Entail entail) {
        return entail.query(InteractionRecord.ENTITY).count();
    }

    private static Row last(Entail entail) {
        return entail.query(InteractionRecord.ENTITY)
                .select("*")
                .orderBy(Order.descending("id"))
                .first()
                .orElseThrow();
    }
}
