package dev.entail.testkit.contract.runtime;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.error.EntailException;
import dev.entail.core.query.Order;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps of one activity in an open model.
 *
 * @param entail an open model that has the activity
 * @param activity whose steps
 */
record Walk(Entail entail, Activity activity) {
    /** Takes a step in an activity that runs, or begins one. */
    DispatchResult step(Interaction interaction, @Nullable RecordId in) {
        return entail.dispatch(activity.step(interaction), call -> in == null ? call : call.in(in));
    }

    /** Begins an activity. */
    RecordId begin(Interaction interaction) {
        return id(step(interaction, null));
    }

    /** The activity of a step that must be accepted. */
    static RecordId id(DispatchResult result) {
        return (RecordId) Objects.requireNonNull(result.orThrow().context().get("activityId"));
    }

    /** Takes a step that must be accepted. */
    void take(Interaction interaction, RecordId in) {
        step(interaction, in).orThrow();
    }

    /** The refusal of a step. */
    EntailException refusal(Interaction interaction, @Nullable RecordId in) {
        return step(interaction, in).refusal();
    }

    /** Takes steps of one activity; tells of each whether it was accepted, or the code of the refusal. */
    List<String> walk(RecordId in, Interaction... interactions) {
        List<String> outcomes = new ArrayList<>();
        for (Interaction interaction : interactions) {
            DispatchResult result = step(interaction, in);
            outcomes.add(result.isAccepted() ? "ok" : result.refusal().code());
        }
        return outcomes;
    }

    /** What is stored of an activity. */
    Row row(RecordId id) {
        return entail.query(ActivityRecord.ENTITY).select("*").byId(id).orElseThrow();
    }

    Object state(RecordId id) {
        return Objects.requireNonNull(row(id).get(ActivityRecord.STATE));
    }

    long version(RecordId id) {
        return Objects.requireNonNull(row(id).get(ActivityRecord.STATE_VERSION));
    }

    /** Names of all events with the number of their activity, in the order in which they were stored. */
    List<String> events() {
        return entail
                .query(InteractionRecord.ENTITY)
                .select("interactionName", "activity.id")
                .orderBy(Order.ascending("id"))
                .list()
                .stream()
                .map(event -> {
                    Row in = event.rowOrNull("activity");
                    return event.text("interactionName") + (in == null ? "" : in.id());
                })
                .toList();
    }
}
