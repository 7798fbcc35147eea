package dev.entail.builtins.custom;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.ConditionDescription;
import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.error.Problem;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventContext;
import dev.entail.runtime.port.PostCommitContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event source whose steps are functions (EVS-01): what comes in through a webhook, a queue or a timer. Derivations see
 * the stored event as a row, with null where it has no value. Immutable; identity counts, so keep the one you put into the
 * model.
 *
 * <p>All steps but {@link #postCommit} run inside the transaction and again when it is retried, so they must not have
 * effects outside of it (RTY-08). None of those may dispatch.
 */
public final class CustomSource implements EventSource<Row> {
    private final String name;
    private final Entity entity;
    private final Hooks hooks;

    private CustomSource(String name, Entity entity, Hooks hooks) {
        this.name = Objects.requireNonNull(name, "name");
        this.entity = Objects.requireNonNull(entity, "entity");
        this.hooks = hooks;
    }

    /** A source that lets everybody in, stores an empty event and answers nothing. */
    public static CustomSource source(String name, Entity eventEntity) {
        return new CustomSource(name, eventEntity, Hooks.NONE);
    }

    /** The same with a guard instead of the one before. It may read, and refuses by throwing. */
    public CustomSource guard(Consumer<DispatchContext> guard) {
        return with(new Hooks(
                guard, hooks.mapEventData, hooks.resolve, hooks.afterDispatch, hooks.postCommit, hooks.idempotencyKey));
    }

    /** The same with a function that says what to store of a call. It may read. */
    public CustomSource mapEventData(Function<DispatchContext, Draft> map) {
        return with(new Hooks(
                hooks.guard, map, hooks.resolve, hooks.afterDispatch, hooks.postCommit, hooks.idempotencyKey));
    }

    /**
     * The same with a function that answers, after everything that follows from the event is in force. It may read and
     * write; what it writes belongs to the dispatch.
     */
    public CustomSource resolve(Function<EventContext, ? extends @Nullable Object> resolve) {
        return with(new Hooks(
                hooks.guard, hooks.mapEventData, resolve, hooks.afterDispatch, hooks.postCommit, hooks.idempotencyKey));
    }

    /** The same with a last step before the commit, which sees the answer and may write; null gives no facts. */
    public CustomSource afterDispatch(
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        return with(new Hooks(
                hooks.guard, hooks.mapEventData, hooks.resolve, facts, hooks.postCommit, hooks.idempotencyKey));
    }

    /**
     * The same with a step that runs once after the commit, outside the transaction, and may dispatch. What it returns
     * stands over the facts of {@link #afterDispatch}; null gives none. If it fails, everything that is stored stays.
     */
    public CustomSource postCommit(
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> facts) {
        return with(new Hooks(
                hooks.guard, hooks.mapEventData, hooks.resolve, hooks.afterDispatch, facts, hooks.idempotencyKey));
    }

    /**
     * The same with a function that says under which key a call takes effect once, for callers that give none themselves
     * (IDM-01): the number of a message, or the reference of a payment. Null or blank is no key.
     */
    public CustomSource idempotencyKey(Function<DispatchCall, ? extends @Nullable String> key) {
        return with(
                new Hooks(hooks.guard, hooks.mapEventData, hooks.resolve, hooks.afterDispatch, hooks.postCommit, key));
    }

    private CustomSource with(Hooks other) {
        return new CustomSource(name, entity, other);
    }

    Hooks hooks() {
        return hooks;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Entity eventEntity() {
        return entity;
    }

    @Override
    public Row view(Row event) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Property<?> property : entity.properties()) {
            values.put(property.name(), null);
        }
        values.putAll(event.values());
        return new Row(event.id(), values);
    }

    @Override
    public Set<RecordDefinition> references() {
        return Set.of();
    }

    @Override
    public List<Problem> problems() {
        return List.of();
    }

    @Override
    public EventSourceDescription describe() {
        EventSourceDescription open =
                EventSourceDescription.of("custom", name, entity.name()).anonymous(true);
        return hooks.guard == Hooks.NONE.guard ? open : open.condition(new ConditionDescription.Function());
    }

    @Override
    public String toString() {
        return "CustomSource " + name;
    }

    /** The functions. */
    record Hooks(
            Consumer<DispatchContext> guard,
            Function<DispatchContext, Draft> mapEventData,
            Function<EventContext, ? extends @Nullable Object> resolve,
            Function<EventContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> afterDispatch,
            Function<PostCommitContext, ? extends @Nullable Map<String, ? extends @Nullable Object>> postCommit,
            Function<DispatchCall, ? extends @Nullable String> idempotencyKey) {
        private static final Hooks NONE = new Hooks(
                call -> {}, call -> Draft.empty(), event -> null, event -> null, committed -> null, call -> null);

        Hooks {
            Objects.requireNonNull(guard, "guard");
            Objects.requireNonNull(mapEventData, "mapEventData");
            Objects.requireNonNull(resolve, "resolve");
            Objects.requireNonNull(afterDispatch, "afterDispatch");
            Objects.requireNonNull(postCommit, "postCommit");
            Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        }
    }
}
