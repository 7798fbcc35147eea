package dev.entail.examples.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.activity.Step;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.definition.EventSource;
import dev.entail.core.query.Order;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.testkit.payload.PayloadFuzz;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything follows from events: played again on an empty database, they lead to the same. */
@DisplayName("Replay")
class ReplayTest {
    /** What was no record in the first place is none now. */
    private static final RecordId NOBODY = RecordId.of(4_000_000_000L);

    private static final String ACTIVITY = "activity";

    @ParameterizedTest
    @EnumSource(Apps.class)
    @DisplayName("PBT-06 the events of a random history, dispatched again in their order, lead to the same records and"
            + " values")
    void replay(Apps app) {
        for (int seed = 0; seed < 3; seed++) {
            try (Entail first = Entail.open("jdbc:h2:mem:", app.model());
                    Entail second = Entail.open("jdbc:h2:mem:", app.model())) {
                PayloadFuzz.run(first, app.people(first), seed, 1_500);
                app.people(second);
                List<Row> events = first.query(InteractionRecord.ENTITY)
                        .select("*")
                        .select(activities(app))
                        .orderBy(Order.ascending("id"))
                        .unbounded()
                        .list();

                Player player = new Player(app, first, second);
                events.forEach(player::play);

                assertThat(events).hasSizeGreaterThan(20);
                assertThat(Apps.contents(second)).isEqualTo(Apps.contents(first));
                assertThat(second.query(InteractionRecord.ENTITY).count()).isEqualTo(events.size());
            }
        }
    }

    private static String[] activities(Apps app) {
        return app.model().record(InteractionRecord.ENTITY).navigations().containsKey(ACTIVITY)
                ? new String[] {ACTIVITY}
                : new String[0];
    }

    /** Dispatches events of one database on another one, where the same records have other ids. */
    private record Player(Apps app, Entail first, Entail second) {
        void play(Row event) {
            String name = event.text("interactionName");
            Row activity = event.values().containsKey(ACTIVITY) ? event.rowOrNull(ACTIVITY) : null;
            EventSource<?> source = app.model().eventSources().values().stream()
                    .filter(each -> activity == null
                            ? each.name().equals(name)
                            : each instanceof Step step
                                    && step.interaction().name().equals(name))
                    .findFirst()
                    .orElseThrow();
            Interaction interaction = source instanceof Step step ? step.interaction() : (Interaction) source;
            Long actor = event.get(InteractionRecord.ACTOR);
            Map<?, ?> payload = (Map<?, ?>) Objects.requireNonNull(event.get(InteractionRecord.PAYLOAD));
            RecordId who = actor == null ? null : moved(app.user().name(), RecordId.of(actor));
            DispatchCall call = DispatchCall.of(who, object(interaction.schema().fields(), payload));
            second.withoutGuards()
                    .dispatch(source, activity == null ? call : call.in(running(activity.id())))
                    .orThrow();
        }

        /** Null for one that is begun by this event. */
        private @Nullable RecordId running(RecordId activity) {
            int place = Apps.ids(first, ActivityRecord.ENTITY.name()).indexOf(activity);
            List<RecordId> known = Apps.ids(second, ActivityRecord.ENTITY.name());
            return place < known.size() ? known.get(place) : null;
        }

        private Map<String, @Nullable Object> object(List<PayloadField> fields, Map<?, ?> given) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (PayloadField field : fields) {
                Object value = given.get(field.name());
                if (value != null) {
                    object.put(
                            field.name(),
                            field.list()
                                    ? ((List<?>) value)
                                            .stream()
                                                    .map(item -> item(field, item))
                                                    .toList()
                                    : item(field, value));
                }
            }
            return object;
        }

        private Object item(PayloadField field, Object value) {
            return switch (field.type()) {
                case Type.Reference reference ->
                    moved(
                            reference.record().name(),
                            RecordId.of(((Number) Objects.requireNonNull(((Map<?, ?>) value).get("id"))).longValue()));
                case Type.Structure structure -> object(structure.fields(), (Map<?, ?>) value);
                default -> value;
            };
        }

        private RecordId moved(String record, RecordId id) {
            int place = Apps.ids(first, record).indexOf(id);
            return place < 0 ? NOBODY : Apps.ids(second, record).get(place);
        }
    }
}
