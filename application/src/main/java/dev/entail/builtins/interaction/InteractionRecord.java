package dev.entail.builtins.interaction;

import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import java.time.Instant;

/** The entity that stores all interactions, one record each (INT-12). */
public final class InteractionRecord {
    /** Name of the interaction. */
    public static final Property<String> NAME = text("interactionName");

    /** Who acted, as a number; null for nobody. */
    public static final Property<Long> ACTOR = integer("actor");

    /** Who acted, as an object with an id. */
    public static final Property<Object> USER = json("user");

    /** The checked payload. */
    public static final Property<Object> PAYLOAD = json("payload");

    /** What the caller asked to read. */
    public static final Property<Object> QUERY = json("query");

    /** Facts about the call. */
    public static final Property<Object> CONTEXT = json("context");

    /** The fact among those about the call that holds what the conditions said when they admitted it (CND-06). */
    public static final String ADMISSION = "admission";

    /** When it was taken in. */
    public static final Property<Instant> OCCURRED_AT = timestamp("occurredAt");

    /** Ties it to others; may be null. */
    public static final Property<String> CORRELATION_ID = text("correlationId");

    /** Name under which an event points to the running activity that it is a step of, in models with activities. */
    public static final String ACTIVITY = "activity";

    /** The entity; every model with interactions has it. */
    public static final Entity ENTITY =
            Entity.entity("_Interaction_", NAME, ACTOR, USER, PAYLOAD, QUERY, CONTEXT, OCCURRED_AT, CORRELATION_ID);

    private InteractionRecord() {}
}
