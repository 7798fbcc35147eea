package dev.entail.examples.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.principal.Authenticators;
import dev.entail.builtins.principal.Door;
import dev.entail.builtins.principal.DoorRequest;
import dev.entail.core.definition.EventSource;
import dev.entail.core.match.Match;
import dev.entail.core.query.ReadRequest;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.payload.PayloadFuzz;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What those can see and do who may not do anything: exactly nothing. */
@DisplayName("Users without rights")
class NoRightsTest {
    private static final Map<Apps, List<String>> OPEN = Map.of(Apps.SOCIAL, List.of("Register"));

    @ParameterizedTest
    @EnumSource(Apps.class)
    @DisplayName(
            "W-06 W-08 whoever is not known, not any more, or under a wrong token sees nothing and changes nothing")
    void nothing(Apps app) {
        try (Entail entail = Entail.open("jdbc:h2:mem:", app.model())) {
            List<RecordId> people = app.people(entail);
            PayloadFuzz.run(entail, people, 5, 1_000);
            RecordId gone = entail.create(app.user(), Draft.of("name", "Gone"));
            entail.delete(app.user(), gone);
            Door door = entail.door(app.user(), Authenticators.tokens(Map.of("ann", people.get(0), "gone", gone)));
            Map<String, List<String>> before = Apps.contents(entail);
            long events = entail.query(InteractionRecord.ENTITY).count();

            List<String> offered = new ArrayList<>();
            for (EventSource<?> source : app.model().eventSources().values()) {
                for (String credentials : Arrays.asList("wrong", "gone", "", null)) {
                    if (credentials == null && isOpen(source)) {
                        offered.add(source.name());
                    } else {
                        payloads(entail, source.name()).forEach(payload -> refused(door, credentials, source, payload));
                    }
                }
            }

            assertThat(offered).isEqualTo(OPEN.getOrDefault(app, List.of()));
            assertThat(Apps.contents(entail)).isEqualTo(before);
            assertThat(entail.query(InteractionRecord.ENTITY).count()).isEqualTo(events);
        }
    }

    private static boolean isOpen(EventSource<?> source) {
        return source instanceof Interaction interaction && interaction.isAnonymous();
    }

    /** Those that others were accepted with, and an empty one. */
    private static List<Object> payloads(Entail entail, String source) {
        List<Object> payloads = new ArrayList<>(List.of(Map.of()));
        for (Row event : entail.query(InteractionRecord.ENTITY)
                .where(Match.eq("interactionName", source))
                .select("payload")
                .limit(3)
                .list()) {
            payloads.add(event.get(InteractionRecord.PAYLOAD));
        }
        return payloads;
    }

    private static void refused(Door door, @Nullable String credentials, EventSource<?> source, Object payload) {
        ReadRequest all = ReadRequest.ALL.select("*");
        DispatchResult result = door.dispatch(
                credentials, source.name(), DoorRequest.of(payload).read(all));
        assertThat(result.refusal().code())
                .as(source.name() + " for " + credentials)
                .isEqualTo(credentials == null ? "ACTOR_MISSING" : "AUTHENTICATION_FAILED");
        assertThat(result.data()).isNull();
        assertThat(result.effects()).isEmpty();
    }
}
