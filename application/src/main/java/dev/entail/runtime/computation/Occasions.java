package dev.entail.runtime.computation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.event.Change;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.write.StoredLink;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what computations wait for into subscriptions, and shows them events as their functions see them. */
final class Occasions {
    private final Model model;

    Occasions(Model model) {
        this.model = model;
    }

    /** What happens in case of an event. */
    @FunctionalInterface
    interface Response<E> {
        void respond(E event, ReactionContext context);
    }

    /** The subscriptions of a response to a trigger. */
    <E> List<Subscription> of(Trigger<E> trigger, Response<E> response) {
        Reaction reaction =
                (event, context) -> see(trigger, event, context).ifPresent(seen -> response.respond(seen, context));
        return subscriptions(trigger, reaction);
    }

    /** The subscriptions of one reaction to a trigger. */
    List<Subscription> subscriptions(Trigger<?> trigger, Reaction reaction) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched ->
                List.of(new Subscription(
                        new Subscription.Trigger.Dispatched(dispatched.source().name()), reaction, true));
            case Trigger.Mutated mutated -> {
                String name = mutated.record() == null ? Model.GLOBALS : mutated.record();
                yield switch (mutated.kind()) {
                    case CREATED -> List.of(new Subscription(new Subscription.Trigger.Created(name), reaction, true));
                    case DELETED -> List.of(new Subscription(new Subscription.Trigger.Deleted(name), reaction, true));
                    case UPDATED -> updates(name, mutated.values(), reaction);
                };
            }
        };
    }

    private List<Subscription> updates(String name, List<String> values, Reaction reaction) {
        List<Subscription> all = new ArrayList<>();
        for (String concrete :
                name.equals(Model.GLOBALS) ? List.of(name) : model.record(name).concrete()) {
            for (String value : values.isEmpty() ? model.record(concrete).visibleNames() : values) {
                all.add(new Subscription(new Subscription.Trigger.Changed(concrete, value), reaction, true));
            }
        }
        return all;
    }

    /** An event as functions see it; empty if it is not what the trigger waits for. */
    @SuppressWarnings("unchecked") // a mutation trigger is one of mutations
    <E> Optional<E> see(Trigger<E> trigger, MutationEvent event, ReactionContext context) {
        return switch (trigger) {
            case Trigger.Dispatched<E> dispatched ->
                context.dispatched().isOf(dispatched.source())
                        ? Optional.of(view(dispatched.source(), event, context))
                        : Optional.empty();
            case Trigger.Mutated mutated -> (Optional<E>) see(mutated, event, context.session());
        };
    }

    /** What the event points to is not part of what its creation tells. */
    private static <E> E view(EventSource<E> source, MutationEvent event, ReactionContext context) {
        MutationEvent.Created created = (MutationEvent.Created) event;
        Map<String, @Nullable Object> values = new LinkedHashMap<>(created.values());
        context.dispatched().event().values().forEach((name, value) -> {
            if (value instanceof RecordId && !name.equals("id")) {
                values.put(name, value);
            }
        });
        return source.view(new Row(created.id(), values), context.session()::query);
    }

    private Optional<Mutation> see(Trigger.Mutated trigger, MutationEvent event, WriteSession session) {
        String name = trigger.record();
        if (name == null) {
            MutationEvent.Updated updated = (MutationEvent.Updated) event;
            return Optional.of(updated)
                    .filter(each -> changes(trigger, each))
                    .map(Occasions::global)
                    .filter(trigger.condition());
        }
        Optional<Mutation> mutation = switch (event) {
            case MutationEvent.Created created ->
                Optional.of(new Mutation(name, event.id(), null, row(name, event.id(), created.values()), Set.of()));
            case MutationEvent.Deleted deleted ->
                Optional.of(new Mutation(name, event.id(), row(name, event.id(), deleted.values()), null, Set.of()));
            case MutationEvent.Updated updated ->
                changes(trigger, updated) ? updated(trigger, updated, session) : Optional.empty();
        };
        return mutation.filter(trigger.condition());
    }

    /** What is waited for, in words. */
    static String describe(Trigger<?> trigger) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched -> "'" + dispatched.source().name() + "'";
            case Trigger.Mutated mutated ->
                (mutated.record() == null ? "a global value" : mutated.record()) + " "
                        + mutated.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    /** A name under which events are told apart: two triggers with the same key may wait for the same event. */
    String key(Trigger<?> trigger) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched ->
                "event " + standsFor(dispatched.source()).name();
            case Trigger.Mutated mutated -> {
                String name = mutated.record() == null ? Model.GLOBALS : mutated.record();
                boolean family = mutated.kind() == Trigger.Kind.UPDATED && mutated.record() != null;
                yield mutated.kind() + " " + (family ? model.record(name).root() : name);
            }
        };
    }

    private static EventSource<?> standsFor(EventSource<?> source) {
        EventSource<?> other = source.standsFor();
        return other == null ? source : other;
    }

    private Optional<Mutation> updated(Trigger.Mutated trigger, MutationEvent.Updated event, WriteSession session) {
        String name = Objects.requireNonNull(trigger.record());
        if (!model.record(name).concrete().contains(event.record())) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> now = now(name, event, session);
        if (now == null || !session.records().isMember(name, event.id())) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> before = Before.of(event, now, model.record(event.record()));
        return Optional.of(new Mutation(
                name,
                event.id(),
                new Row(event.id(), before),
                new Row(event.id(), now),
                event.changes().keySet()));
    }

    private static boolean changes(Trigger.Mutated trigger, MutationEvent.Updated event) {
        return trigger.values().isEmpty() || trigger.values().stream().anyMatch(event.changes()::containsKey);
    }

    /** All values that the record has under a name, which may be that of a union. */
    private @Nullable Map<String, @Nullable Object> now(
            String name, MutationEvent.Updated event, WriteSession session) {
        Map<String, @Nullable Object> values =
                session.records().values(name, event.id(), model.record(name).visibleNames());
        RecordModel concrete = model.record(event.record());
        if (values == null || concrete.relation().isEmpty()) {
            return values;
        }
        StoredLink link = session.records().link(concrete.name(), event.id());
        if (link == null) {
            return null;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
        all.put("source", link.source());
        all.put("target", link.target());
        return all;
    }

    /** What an event tells, as it is read under a name. */
    private Row row(String name, RecordId id, Map<String, Object> told) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        RecordModel record = model.record(name);
        record.visibleNames().forEach(value -> values.put(value, record.seen(value, told)));
        for (String end : List.of("source", "target")) {
            if (told.containsKey(end)) {
                values.put(end, told.get(end));
            }
        }
        return new Row(id, values);
    }

    private static Mutation global(MutationEvent.Updated event) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        event.changes().forEach((name, change) -> {
            if (change instanceof Change.Replaced replaced) {
                before.put(name, replaced.before());
                after.put(name, replaced.after());
            }
        });
        return new Mutation(
                Model.GLOBALS, event.id(), new Row(event.id(), before), new Row(event.id(), after), after.keySet());
    }
}
