package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.guard.Attributive;
import dev.entail.builtins.guard.Check;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Guard;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.payload.PayloadSchema;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.builtins.reading.Reading;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.ConditionDescription;
import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.error.Problem;
import dev.entail.core.logic.BooleanExpression;
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
import java.util.TreeSet;
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
        return with(new Parts(schema, parts.conditions, parts.anonymous, parts.read, parts.recorded, parts.hooks));
    }

    /** The same under one more condition; all must hold, and are asked in this order. */
    public Interaction require(Condition condition) {
        List<Condition> all = new ArrayList<>(parts.conditions);
        all.add(condition);
        return with(new Parts(parts.payload, all, parts.anonymous, parts.read, parts.recorded, parts.hooks));
    }

    /** The same for users who are like this only; one more condition (ATR-02). */
    public Interaction userAttributive(Attributive attributive) {
        return require(attributive.ofUser());
    }

    /** The same with what a payload field holds being like this, each item of a list; one more condition (ATR-06). */
    public Interaction payloadAttributive(String field, Attributive attributive) {
        return require(attributive.ofField(field));
    }

    /** The same, open to callers who are not known. */
    public Interaction anonymous() {
        return with(new Parts(parts.payload, parts.conditions, true, parts.read, parts.recorded, parts.hooks));
    }

    /**
     * The same, answering with records as far as the policy lets the caller see them. It stores no event, so that nothing
     * follows from it, unless it is {@link #recorded}.
     */
    public Interaction reading(RecordDefinition record, DataPolicy policy) {
        return with(new Parts(
                parts.payload,
                parts.conditions,
                parts.anonymous,
                new Reading(record, policy),
                parts.recorded,
                parts.hooks));
    }

    /** The same, stored as an event even if it only reads. */
    public Interaction recorded() {
        return with(new Parts(parts.payload, parts.conditions, parts.anonymous, parts.read, true, parts.hooks));
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
        return with(new Parts(parts.payload, parts.conditions, parts.anonymous, parts.read, parts.recorded, hooks));
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

    /** What asks the conditions. */
    Guard guard() {
        return Guard.of(parts.conditions);
    }

    /** Whether callers need not be known. */
    public boolean isAnonymous() {
        return parts.anonymous;
    }

    /** What it reads, or null if it reads nothing. */
    public @Nullable Reading read() {
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

    private InteractionEvent view(Row event, ActivityHistory earlier) {
        Long actor = event.values().get(InteractionRecord.ACTOR.name()) instanceof Long number ? number : null;
        return new InteractionEvent(
                event.id(),
                actor == null ? null : RecordId.of(actor),
                Objects.requireNonNull(event.get(InteractionRecord.OCCURRED_AT), "occurredAt"),
                parts.payload.view(name, object(event, InteractionRecord.PAYLOAD)),
                object(event, InteractionRecord.CONTEXT),
                earlier);
    }

    @SuppressWarnings("unchecked") // payloads and contexts are stored as objects
    private static Map<String, @Nullable Object> object(Row event, Property<Object> property) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(event.get(property), property.name());
    }

    @Override
    public boolean isStored() {
        return parts.read == null || parts.recorded;
    }

    @Override
    public Set<RecordDefinition> references() {
        Set<RecordDefinition> records = new HashSet<>(parts.payload.records());
        if (parts.read != null) {
            records.add(parts.read.record());
        }
        return records;
    }

    @Override
    public List<Query> reads() {
        List<Query> reads = new ArrayList<>(guard().reads());
        if (parts.read != null) {
            reads.add(parts.read.declared());
        }
        return reads;
    }

    @Override
    public List<NamedRelation> relations() {
        return parts.payload.relations("events." + name);
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(parts.payload.problems("events." + name));
        if (!isStored() && (parts.hooks != Hooks.NONE || guard().locks())) {
            problems.add(new Problem(
                    "DECL_EVENT_NOT_STORED",
                    "events." + name,
                    "It has afterDispatch, postCommit or locks, but it only reads, and there is no event that they"
                            + " could be about",
                    "Make it recorded(), or leave them out"));
        }
        Set<String> fields = new TreeSet<>();
        parts.payload.fields().forEach(field -> fields.add(field.name()));
        problems.addAll(guard().problems("events." + name, fields));
        return problems;
    }

    @Override
    public EventSourceDescription describe() {
        EventSourceDescription description = EventSourceDescription.of(
                        "interaction", name, eventEntity().name())
                .anonymous(parts.anonymous)
                .payload(parts.payload.toJsonSchema());
        for (Condition condition : parts.conditions) {
            description = description.condition(described(condition.expression()));
        }
        Reading reading = parts.read;
        return reading == null
                ? description
                : description.reading(reading.describe()).detail("recorded", isStored());
    }

    private static ConditionDescription described(BooleanExpression<Check> expression) {
        return switch (expression) {
            case BooleanExpression.Atom<Check>(Check check) -> new ConditionDescription.Named(check.name());
            case BooleanExpression.And<Check>(var left, var right) ->
                new ConditionDescription.All(List.of(described(left), described(right)));
            case BooleanExpression.Or<Check>(var left, var right) ->
                new ConditionDescription.Some(List.of(described(left), described(right)));
            case BooleanExpression.Not<Check>(var operand) -> new ConditionDescription.Not(described(operand));
        };
    }

    @Override
    public String toString() {
        return "Interaction " + name;
    }

    private record Parts(
            PayloadSchema payload,
            List<Condition> conditions,
            boolean anonymous,
            @Nullable Reading read,
            boolean recorded,
            Hooks hooks) {
        private static final Parts NONE = new Parts(PayloadSchema.EMPTY, List.of(), false, null, false, Hooks.NONE);

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
