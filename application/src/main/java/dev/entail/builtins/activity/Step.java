package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.error.Problem;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * An interaction as a step of an activity (ACT-10, ACT-12): an event source of its own, whose events are those of the
 * interaction with a link to the running activity. What waits for the interaction hears of its steps as well. Get it with
 * {@link Activity#step}.
 */
public final class Step implements EventSource<InteractionEvent> {
    private final Activity activity;
    private final Interaction interaction;

    Step(Activity activity, Interaction interaction) {
        this.activity = Objects.requireNonNull(activity, "activity");
        this.interaction = Objects.requireNonNull(interaction, "interaction");
    }

    /** The activity that it is a step of. */
    public Activity activity() {
        return activity;
    }

    /** What is asked for. */
    public Interaction interaction() {
        return interaction;
    }

    /** The names of activity and interaction with a colon between them. */
    @Override
    public String name() {
        return activity.name() + ":" + interaction.name();
    }

    @Override
    public Entity eventEntity() {
        return interaction.eventEntity();
    }

    @Override
    public InteractionEvent view(Row event) {
        return interaction.view(event);
    }

    @Override
    public InteractionEvent view(Row event, Function<Query, List<Row>> records) {
        return interaction.view(event, records);
    }

    @Override
    public EventSource<InteractionEvent> standsFor() {
        return interaction;
    }

    @Override
    public Set<RecordDefinition> references() {
        return interaction.references();
    }

    @Override
    public List<Query> reads() {
        return interaction.reads();
    }

    @Override
    public List<NamedRelation> relations() {
        return interaction.relations();
    }

    /** The interaction under the name of the step, with the activity that it belongs to. */
    @Override
    public EventSourceDescription describe() {
        EventSourceDescription asked = interaction.describe();
        return new EventSourceDescription(
                        "step",
                        name(),
                        asked.eventEntity(),
                        asked.anonymous(),
                        asked.payload(),
                        asked.conditions(),
                        asked.reads(),
                        asked.details())
                .detail("activity", activity.name())
                .detail("interaction", interaction.name())
                .detail("order", activity.root().describe());
    }

    @Override
    public List<Problem> problems() {
        return interaction.problems();
    }

    @Override
    public String toString() {
        return "Step " + name();
    }
}
