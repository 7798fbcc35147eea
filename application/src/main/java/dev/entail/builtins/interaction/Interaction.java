package dev.entail.builtins.interaction;

import dev.entail.builtins.interaction.PayloadField.Type;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.Problem;
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
    private final List<PayloadField> fields;
    private final List<Condition> conditions;
    private final boolean anonymous;
    private final @Nullable Read read;
    private final Hooks hooks;

    private Interaction(
            String name,
            List<PayloadField> fields,
            List<Condition> conditions,
            boolean anonymous,
            @Nullable Read read,
            Hooks hooks) {
        this.name = Objects.requireNonNull(name, "name");
        this.fields = List.copyOf(fields);
        this.conditions = List.copyOf(conditions);
        this.anonymous = anonymous;
        this.read = read;
        this.hooks = hooks;
    }

    /** An interaction without payload and conditions, for people who are known. */
    public static Interaction interaction(String name) {
        return new Interaction(name, List.of(), List.of(), false, null, Hooks.NONE);
    }

    /** The same with these payload fields. */
    public Interaction payload(PayloadField... payloadFields) {
        return new Interaction(name, List.of(payloadFields), conditions, anonymous, read, hooks);
    }

    /** The same under one more condition; all must hold. */
    public Interaction require(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new Interaction(name, fields, all, anonymous, read, hooks);
    }

    /** The same, open to callers who are not known. */
    public Interaction anonymous() {
        return new Interaction(name, fields, conditions, true, read, hooks);
    }

    /** The same, answering with records of {@code entity} as far as the policy lets the caller see them. */
    public Interaction reading(Entity entity, DataPolicy policy) {
        return new Interaction(name, fields, conditions, anonymous, new Read(entity, policy), hooks);
    }

    /**
     * The same with a last step before the commit, which may read and write; what it returns are facts for the caller, null
     * gives none. It runs again when the transaction is retried, so it must not have effects outside of it.
     */
    public Interaction afterDispatch(
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        Objects.requireNonNull(facts, "facts");
        return new Interaction(name, fields, conditions, anonymous, read, new Hooks(facts, hooks.postCommit));
    }

    /**
     * The same with a step that runs once after the commit, outside the transaction, and may dispatch. What it returns
     * stands over the facts of {@link #afterDispatch}; null gives none. If it fails, everything that is stored stays.
     */
    public Interaction postCommit(
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        Objects.requireNonNull(facts, "facts");
        return new Interaction(name, fields, conditions, anonymous, read, new Hooks(hooks.afterDispatch, facts));
    }

    Hooks hooks() {
        return hooks;
    }

    @Override
    public String name() {
        return name;
    }

    /** Declared payload fields, in order. */
    public List<PayloadField> fields() {
        return fields;
    }

    /** What must hold, in the order in which it is asked. */
    public List<Condition> conditions() {
        return conditions;
    }

    /** Whether callers need not be known. */
    public boolean isAnonymous() {
        return anonymous;
    }

    /** What it reads, or null if it reads nothing. */
    public @Nullable Read read() {
        return read;
    }

    @Override
    public Entity eventEntity() {
        return InteractionRecord.ENTITY;
    }

    @Override
    @SuppressWarnings("unchecked") // payloads are stored as objects
    public InteractionEvent view(Row event) {
        Map<String, Object> payload =
                (Map<String, Object>) Objects.requireNonNull(event.get(InteractionRecord.PAYLOAD), "payload");
        Long actor = event.values().get(InteractionRecord.ACTOR.name()) instanceof Long number ? number : null;
        return new InteractionEvent(
                event.id(),
                actor == null ? null : RecordId.of(actor),
                Objects.requireNonNull(event.get(InteractionRecord.OCCURRED_AT), "occurredAt"),
                new Payload(name, fields, payload));
    }

    @Override
    public Set<Entity> references() {
        Set<Entity> entities = new HashSet<>();
        collect(fields, entities);
        if (read != null) {
            entities.add(read.entity());
        }
        return entities;
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        findDuplicates("events." + name, fields, problems);
        return problems;
    }

    private static void findDuplicates(String path, List<PayloadField> fields, List<Problem> problems) {
        Set<String> seen = new HashSet<>();
        for (PayloadField field : fields) {
            String fieldPath = path + "." + field.name();
            if (field.name().isBlank()) {
                problems.add(
                        new Problem("DECL_NAME_INVALID", fieldPath, "A payload field has no name", "Give it a name"));
            }
            if (!seen.add(field.name())) {
                problems.add(new Problem(
                        "DECL_PAYLOAD_DUPLICATE",
                        fieldPath,
                        "Two payload fields have this name",
                        "Rename one of them"));
            }
            if (field.type() instanceof Type.Structure structure) {
                findDuplicates(fieldPath, structure.fields(), problems);
            }
        }
    }

    private static void collect(List<PayloadField> fields, Set<Entity> entities) {
        for (PayloadField field : fields) {
            switch (field.type()) {
                case Type.Scalar scalar -> {}
                case Type.Reference reference -> entities.add(reference.entity());
                case Type.Structure structure -> collect(structure.fields(), entities);
            }
        }
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

    /** What runs at the end of a dispatch and after it. */
    record Hooks(
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> afterDispatch,
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> postCommit) {
        private static final Hooks NONE = new Hooks(event -> null, committed -> null);
    }
}
