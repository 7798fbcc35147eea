package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.principal.Authenticator;
import dev.entail.builtins.principal.Authenticators;
import dev.entail.builtins.principal.Door;
import dev.entail.builtins.principal.DoorRequest;
import dev.entail.builtins.principal.Principal;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("principals.md")
class PrincipalsTest {
    static final Entity USER = entity("User", Property.text("name"));
    static final Interaction SAY = interaction("Say").payload(text("text").required());
    static final Model MODEL = model("Speech").facts(USER).events(SAY).build();

    // snippet: own-authenticator
    record Sessions(Map<String, RecordId> open) implements Authenticator {
        @Override
        public Principal authenticate(@Nullable String credentials) {
            if (credentials == null) {
                return new Principal.Anonymous();
            }
            RecordId user = open.get(credentials);
            if (user == null) {
                throw Authenticators.failed();
            }
            return new Principal.Known(user, "session of user " + user);
        }
    }
    // end

    @Test
    @DisplayName("who acts follows from the credentials")
    void door() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", MODEL)) {
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            Object body = Map.of("text", "hello");
            String header = "9d1c4ae2f7";
            // snippet: door
            Door door = entail.door(USER, Authenticators.tokens(Map.of("9d1c4ae2f7", ann)));

            DispatchResult result = door.dispatch(
                    header,
                    "Say",
                    DoorRequest.of(body).context("ip", "192.0.2.1").idempotencyKey("7f3a"));
            // end
            assertThat(result.isAccepted()).isTrue();
            assertThat(door.dispatch("9d1c4ae2f8", "Say", DoorRequest.of(body))
                            .refusal()
                            .code())
                    .isEqualTo("AUTHENTICATION_FAILED");
            assertThat(door.dispatch(null, "Say", DoorRequest.of(body))
                            .refusal()
                            .code())
                    .isEqualTo("ACTOR_MISSING");
            assertThat(entail.query(InteractionRecord.ENTITY).count()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an authenticator of one's own")
    void own() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", MODEL)) {
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            Map<String, RecordId> sessions = new HashMap<>(Map.of("s1", ann));
            Door door = entail.door(USER, new Sessions(sessions));
            assertThat(door.dispatch("s1", "Say", DoorRequest.of(Map.of("text", "a")))
                            .isAccepted())
                    .isTrue();
            sessions.clear();
            assertThat(door.dispatch("s1", "Say", DoorRequest.of(Map.of("text", "a")))
                            .isAccepted())
                    .isFalse();
        }
    }
}
