package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.ModelPart;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.error.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Interactions that people take in a given order. It runs as often as its first step is taken without saying in which
 * activity. Immutable; identity counts, so keep the one you put into the model.
 *
 * <pre>{@code
 * static final Activity MAKE_FRIENDS =
 *         activity("MakeFriends").then(SEND_REQUEST).then(any(APPROVE, REJECT, CANCEL));
 * }</pre>
 */
public final class Activity implements ModelPart {
    private final String name;
    private final Sequence root;
    private final Rules rules;
    private final List<Problem> graphProblems;
    private final Map<Interaction, Step> steps = new LinkedHashMap<>();

    Activity(String name, Sequence root, Rules rules, List<Problem> graphProblems) {
        this.name = Objects.requireNonNull(name, "name");
        this.root = root;
        this.rules = rules;
        this.graphProblems = List.copyOf(graphProblems);
        root.interactions().forEach(interaction -> steps.put(interaction, new Step(this, interaction)));
    }

    /** An activity that still lacks its steps. */
    public static Activity activity(String name) {
        return new Activity(name, Sequence.EMPTY, Rules.NONE, List.of());
    }

    /** An activity that is put together from nodes and transfers between them. */
    public static ActivityGraph graph(String name) {
        return new ActivityGraph(name);
    }

    /** Interactions one after the other, as a branch of a group. */
    public static Sequence sequence(Interaction... interactions) {
        return new Sequence(Arrays.stream(interactions)
                .map(interaction -> (Node) new Node.Call(interaction))
                .toList());
    }

    /** A branch that begins with a group. */
    public static Sequence sequence(Group group) {
        return Sequence.EMPTY.then(group);
    }

    /** One of these interactions. */
    public static Group any(Interaction... branches) {
        return group(Group.Kind.ANY, branches);
    }

    /** One of these branches: the first that gets past its first node. */
    public static Group any(Sequence... branches) {
        return new Group(Group.Kind.ANY, List.of(branches));
    }

    /** All of these interactions, in any order. */
    public static Group every(Interaction... branches) {
        return group(Group.Kind.EVERY, branches);
    }

    /** All of these branches, side by side. */
    public static Group every(Sequence... branches) {
        return new Group(Group.Kind.EVERY, List.of(branches));
    }

    /** These branches side by side, until the first is done. */
    public static Group race(Sequence... branches) {
        return new Group(Group.Kind.RACE, List.of(branches));
    }

    private static Group group(Group.Kind kind, Interaction... branches) {
        return new Group(kind, Arrays.stream(branches).map(Activity::sequence).toList());
    }

    /** The same with an interaction at the end. */
    public Activity then(Interaction interaction) {
        return with(root.then(interaction));
    }

    /** The same with a group at the end. */
    public Activity then(Group group) {
        return with(root.then(group));
    }

    /**
     * The same where a step is taken by these alone: others are refused with {@code CONDITION_REJECTED}, before the
     * conditions of the interaction are asked, and these find it among their open tasks.
     */
    public Activity assigned(Interaction step, Assignees who) {
        return with(rules.assigned(step, who));
    }

    /** The same where a step must be taken in time: if it has been open for so long, the activity expires. */
    public Activity within(Interaction step, Duration time) {
        return with(rules.within(step, time));
    }

    /** The same where all must be done in time, counted from the first step. */
    public Activity within(Duration time) {
        return with(rules.within(time));
    }

    private Activity with(Sequence other) {
        return new Activity(name, other, rules, graphProblems);
    }

    private Activity with(Rules other) {
        return new Activity(name, root, other, graphProblems);
    }

    Rules rules() {
        return rules;
    }

    /** Names the activity, in the model and in what is stored of it (ACT-41). */
    @Override
    public String name() {
        return name;
    }

    /** What is to be done. */
    public Sequence root() {
        return root;
    }

    /**
     * An interaction as a step of this activity, to dispatch it or to derive from it.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if it is none
     */
    public Step step(Interaction interaction) {
        Step step = steps.get(interaction);
        if (step == null) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "Activity '" + name + "' has no step " + interaction + "; it has "
                            + steps.keySet().stream().map(Interaction::name).toList());
        }
        return step;
    }

    /** All steps, in the order of declaration. */
    public Collection<Step> steps() {
        return List.copyOf(steps.values());
    }

    @Override
    public List<RecordDefinition> facts() {
        return List.of(ActivityRecord.ENTITY, InteractionRecord.ENTITY, ActivityRecord.EVENTS);
    }

    @Override
    public Map<RecordDefinition, List<Constraint>> constraints() {
        return Map.of(ActivityRecord.ENTITY, List.of(ActivityRecord.OPEN_ONCE));
    }

    @Override
    public List<EventSource<?>> events() {
        return List.copyOf(steps.values());
    }

    @Override
    public List<Problem> problems(Collection<ModelPart> parts) {
        return new ActivityCheck(this, graphProblems).problems(parts);
    }

    @Override
    public String toString() {
        return "Activity " + name + ": " + root;
    }
}
