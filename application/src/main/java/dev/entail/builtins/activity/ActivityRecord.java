package dev.entail.builtins.activity;

import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;

import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import java.time.Instant;

/**
 * The entity that stores running activities, one record each (ACT-20), and what links their events to them. Both are in every
 * model with activities; derive from them what you like, but leave writing to steps and to the facade.
 */
public final class ActivityRecord {
    /** Name of the activity. */
    public static final Property<String> NAME = text("name");

    /** Identity of the definition: its name, which must not change while instances run (ACT-41). */
    public static final Property<String> DEFINITION = text("uuid");

    /** How far it is (ACT-21). */
    public static final Property<Object> STATE = json("state");

    /** How often it has changed. */
    public static final Property<Long> STATE_VERSION = integer("stateVersion");

    /** {@code open}, {@code finished}, {@code cancelled} or {@code expired}. */
    public static final Property<String> STATUS = text("status");

    /** The id of the record as long as the activity is open, then null: an index of open activities alone. */
    public static final Property<Long> OPEN =
            integer("openNumber").defaultTo(row -> row.id().value());

    /** When its first step was taken. */
    public static final Property<Instant> STARTED_AT = timestamp("startedAt");

    /** When it was finished, cancelled or found expired; null while it is open. */
    public static final Property<Instant> FINISHED_AT = timestamp("finishedAt");

    /** When it expires unless a step is taken; null if it never does. */
    public static final Property<Instant> DUE_AT = timestamp("dueAt");

    /** When each open step with a time limit is due, by name of the interaction; empty if there is none. */
    public static final Property<Object> DUE_STEPS = json("dueSteps");

    /** Why it was cancelled, or which step came too late; null otherwise. */
    public static final Property<String> REASON = text("reason");

    /** Running and past activities. */
    public static final Entity ENTITY = Entity.entity(
            "_Activity_",
            NAME,
            DEFINITION,
            STATE,
            STATE_VERSION,
            STATUS,
            OPEN,
            STARTED_AT,
            FINISHED_AT,
            DUE_AT,
            DUE_STEPS,
            REASON);

    /** The events of an activity are its {@code interaction}, the activity of an event is its {@code activity}. */
    public static final Relation EVENTS = Relation.oneToMany(
                    ENTITY, "interaction", InteractionRecord.ENTITY, InteractionRecord.ACTIVITY)
            .named("activityInteraction");

    /** There for its index: whoever looks for open activities need not look at all others. */
    static final Constraint OPEN_ONCE = Constraint.unique("openActivities", OPEN.name());

    private ActivityRecord() {}
}
