package dev.entail.builtins.activity;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.HookCall;
import dev.entail.runtime.port.IncomingCall;
import dev.entail.runtime.port.RecordWriter;
import dev.entail.runtime.port.Reference;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step on its way through one attempt. Whether it is its turn is asked after the guard, so that nobody who may not take it
 * learns anything about the activity (ACT-33), and whether guards are asked or not (ACT-38).
 */
final class StepCall implements IncomingCall {
    private final Step step;
    private final DispatchContext context;
    private final ActivityHistory earlier;
    private final IncomingCall interaction;
    private @Nullable Instance instance;

    StepCall(Step step, DispatchContext context, ActivityHistory earlier, IncomingCall interaction) {
        this.step = step;
        this.context = context;
        this.earlier = earlier;
        this.interaction = interaction;
    }

    @Override
    public void guard() {
        Assignees assignees = step.activity().rules().assignees().get(step.interaction());
        if (assignees != null) {
            requireAssigned(assignees);
        }
        interaction.guard();
    }

    /** Who is not known is nobody's assignee. */
    private void requireAssigned(Assignees assignees) {
        RecordId actor = context.call().actor();
        if (actor == null || !assigned(step, assignees, earlier).contains(actor)) {
            throw new EntailException(
                    ErrorCode.CONDITION_REJECTED.name(),
                    "'" + step.name()
                            + "' is not for whoever asks; it is assigned by what has happened in the activity",
                    Map.of("condition", "assigned", "step", step.interaction().name()));
        }
    }

    /** Who is to take a step; null means nobody. */
    static Collection<RecordId> assigned(Step step, Assignees assignees, ActivityHistory earlier) {
        Collection<RecordId> who = HookCall.of("assigned", step)
                .failingWith(ErrorCode.CONDITION_THROWN)
                .optional(() -> assignees.of(earlier));
        return who == null ? List.of() : who;
    }

    @Override
    public List<Reference> references() {
        return interaction.references();
    }

    /**
     * The activity moves on before anything else is written: of several steps at the same time the others wait here and lose
     * here, not somewhere in what follows from theirs.
     */
    @Override
    public void open(RecordWriter records) {
        interaction.open(records);
        RecordId activity = context.call().activity();
        instance = activity == null
                ? Instance.begun(step, context.occurredAt(), records)
                : Instance.read(step.activity(), activity, records)
                        .advanced(step, context.occurredAt())
                        .saved(records);
    }

    @Override
    public Draft event() {
        return interaction.event().set(InteractionRecord.ACTIVITY, opened().id());
    }

    @Override
    public @Nullable Object resolve(EventContext event) {
        return interaction.resolve(event);
    }

    @Override
    public Map<String, ? extends @Nullable Object> afterDispatch(EventContext event) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(interaction.afterDispatch(event));
        facts.put("activityId", opened().id());
        facts.put("nextState", opened().state());
        return facts;
    }

    private Instance opened() {
        return Objects.requireNonNull(instance, "open comes first");
    }
}
