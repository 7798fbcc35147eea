package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.Problem;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.PostCommitContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that people may ask of the application. It has a payload and conditions, but no handler: everything that
 * follows from it is declared in the model (INT-15). Immutable; identity counts, so keep the one you put into the model.
 */
public final class Interaction implements EventSource<InteractionEvent> {
    private final String name;
    private final Parts parts;

    private Interaction(String name, Parts parts) {
        this.name = Objects.requireNonNull(name, "name");
        this.parts = parts;
    }

    /** An interaction without payload and conditions, for people who are known. */
    public static Interaction interaction(String name) {
        return new Interaction(name, Parts.NONE);
    }

    /** The same with these payload fields. */
    public Interaction payload(PayloadField... fields) {
        PayloadSchema schema = new PayloadSchema(List.of(fields));
        return with(new Parts(schema, parts.conditions, parts.anonymous, parts.read, parts.hooks));
    }

    /** The same under one more condition; all must hold. */
    public Interaction require(Condition condition) {
        List<Condition> all = new ArrayList<>(parts.conditions);
        all.add(condition);
        return with(new Parts(parts.payload, all, parts.anonymous, parts.read, parts.hooks));
    }

    /** The same, open to callers who are not known. */
    public Interaction anonymous() {
        return with(new Parts(parts.payload, parts.conditions, true, parts.read, parts.hooks));
    }

    /** The same, answering with records of {@code entity} as far as the policy lets the caller see them. */
    public Interaction reading(Entity entity, DataPolicy policy) {
        return with(new Parts(parts.payload, parts.conditions, parts.anonymous, new Read(entity, policy), parts.hooks));
    }

    /**
     * The same with a last step before the commit, which may read and write; what it returns are facts for the caller, null
     * gives none. It runs again when the transaction is retried, so it must not have effects outside of it.
     */
    public Interaction afterDispatch(
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        Objects.requireNonNull(facts, "facts");
        return with(new Hooks(facts, parts.hooks.postCommit));
    }

    /**
     * The same with a step that runs once after the commit, outside the transaction, and may dispatch. What it returns
     * stands over the facts of {@link #afterDispatch}; null gives none. If it fails, everything that is stored stays.
     */
    public Interaction postCommit(
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        Objects.requireNonNull(facts, "facts");
        return with(new Hooks(parts.hooks.afterDispatch, facts));
    }

    private Interaction with(Hooks hooks) {
        return with(new Parts(parts.payload, parts.conditions, parts.anonymous, parts.read, hooks));
    }

    private Interaction with(Parts other) {
        return new Interaction(name, other);
    }

    Hooks hooks() {
        return parts.hooks;
    }

    @Override
    public String name() {
        return name;
    }

    /** What its payload may look like. */
    public PayloadSchema schema() {
        return parts.payload;
    }

    /** What must hold, in the order in which it is asked. */
    public List<Condition> conditions() {
        return parts.conditions;
    }

    /** Whether callers need not be known. */
    public boolean isAnonymous() {
        return parts.anonymous;
    }

    /** What it reads, or null if it reads nothing. */
    public @Nullable Read read() {
        return parts.read;
    }

    @Override
    public Entity eventEntity() {
        return InteractionRecord.ENTITY;
    }

    @Override
    public InteractionEvent view(Row event) {
        return view(event, ActivityHistory.NONE);
    }

    @Override
    public InteractionEvent view(Row event, Function<Query, List<Row>> records) {
        return view(
                event,
                event.values().get(InteractionRecord.ACTIVITY) instanceof RecordId activity
                        ? InteractionHistory.before(event.id(), activity, records)
                        : ActivityHistory.NONE);
    }

    @SuppressWarnings("unchecked") // payloads are stored as objects
    private InteractionEvent view(Row event, ActivityHistory earlier) {
        Map<String, Object> payload =
                (Map<String, Object>) Objects.requireNonNull(event.get(InteractionRecord.PAYLOAD), "payload");
        Long actor = event.values().get(InteractionRecord.ACTOR.name()) instanceof Long number ? number : null;
        return new InteractionEvent(
                event.id(),
                actor == null ? null : RecordId.of(actor),
                Objects.requireNonNull(event.get(InteractionRecord.OCCURRED_AT), "occurredAt"),
                parts.payload.view(name, payload),
                earlier);
    }

    @Override
    public Set<Entity> references() {
        Set<Entity> entities = new HashSet<>(parts.payload.entities());
        if (parts.read != null) {
            entities.add(parts.read.entity());
        }
        return entities;
    }

    @Override
    public List<Problem> problems() {
        return parts.payload.problems("events." + name);
    }

    @Override
    public String toString() {
        return "Interaction " + name;
    }

    /**
     * What an interaction reads.
     *
     * @param entity whose records
     * @param policy which of them, and what of each
     */
    public record Read(Entity entity, DataPolicy policy) {}

    private record Parts(
            PayloadSchema payload,
            List<Condition> conditions,
            boolean anonymous,
            @Nullable Read read,
            Hooks hooks) {
        private static final Parts NONE = new Parts(PayloadSchema.EMPTY, List.of(), false, null, Hooks.NONE);

        private Parts {
            conditions = List.copyOf(conditions);
        }
    }

    /** What runs at the end of a dispatch and after it. */
    record Hooks(
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> afterDispatch,
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> postCommit) {
        private static final Hooks NONE = new Hooks(event -> null, committed -> null);
    }
}
