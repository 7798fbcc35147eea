package dev.entail.testkit.contract.runtime;

import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.EventSource;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What state machines, transforms and projections of entities lead to, worked out in the plainest way from the causes
 * that were committed. It knows nothing of databases, and is wrong only where the declarations are read wrongly.
 */
final class ReactionInterpreter {
    private static final String STATE = " state";

    private final Model model;
    private final Map<String, Map<RecordId, Map<String, @Nullable Object>>> records = new TreeMap<>();
    private final Map<String, @Nullable Object> globals = new HashMap<>();
    private final Deque<Object> queue = new ArrayDeque<>();
    private long made;

    ReactionInterpreter(Model model) {
        this.model = model;
        model.globals()
                .forEach((name, global) -> machine(global)
                        .ifPresent(machine -> start(machine, global, globals, new Row(Model.GLOBALS_ID, Map.of()))));
    }

    /** Goes on by what one transaction did of itself; what followed from that is left out and worked out. */
    void take(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect.causedBy().isEmpty()) {
                cause(effect.mutation());
                while (!queue.isEmpty()) {
                    react(queue.remove());
                }
            }
        }
    }

    private void cause(MutationEvent mutation) {
        switch (mutation) {
            case MutationEvent.Created created -> {
                EventSource<?> source = source(created);
                if (source == null) {
                    create(created.record(), created.id(), plain(created.record(), created.values()));
                } else {
                    queue.add(new Told(source, source.view(new Row(created.id(), created.values()))));
                }
            }
            case MutationEvent.Updated updated -> {
                Map<String, @Nullable Object> after = new HashMap<>();
                updated.changes().forEach((name, change) -> after.put(name, ((Change.Replaced) change).after()));
                change(updated.record(), updated.id(), plain(updated.record(), after));
            }
            case MutationEvent.Deleted deleted -> delete(deleted.record(), deleted.id());
        }
    }

    private @Nullable EventSource<?> source(MutationEvent.Created created) {
        return model.eventSources().values().stream()
                .filter(source -> source.eventEntity().name().equals(created.record()))
                .filter(source -> !created.values().containsKey("interactionName")
                        || source.name().equals(created.values().get("interactionName")))
                .findFirst()
                .orElse(null);
    }

    private Map<String, @Nullable Object> plain(String record, Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> plain = new HashMap<>(values);
        plain.keySet().removeIf(name -> {
            ValueModel value = model.record(record).values().get(name);
            return value == null || value.isDerived() || value.isHidden();
        });
        return plain;
    }

    private void create(String record, RecordId id, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        for (ValueModel value : model.record(record).values().values()) {
            machine(value).ifPresent(machine -> start(machine, value, all, new Row(id, values)));
        }
        of(record).put(id, all);
        queue.add(new Mutation(record, id, null, row(id, all), Set.of()));
    }

    /** The machine of a value that is seen; what is hidden beside it is the business of the storage. */
    private static Optional<StateMachine> machine(ValueModel value) {
        return value.isHidden() ? Optional.empty() : value.machine();
    }

    private static void start(StateMachine machine, ValueModel value, Map<String, @Nullable Object> into, Row others) {
        into.put(value.name(), value.initial(machine, value.name(), others));
        into.put(value.name() + STATE, machine.first());
    }

    private void change(String record, RecordId id, Map<String, @Nullable Object> changes) {
        Map<String, @Nullable Object> stored = of(record).get(id);
        if (stored == null) {
            return;
        }
        Row before = row(id, stored);
        stored.putAll(changes);
        Set<String> changed = new java.util.HashSet<>(changes.keySet());
        changed.removeIf(
                name -> name.endsWith(STATE) || Objects.equals(before.values().get(name), stored.get(name)));
        if (!changed.isEmpty()) {
            queue.add(new Mutation(record, id, before, row(id, stored), changed));
        }
    }

    private void delete(String record, RecordId id) {
        Map<String, @Nullable Object> gone = of(record).remove(id);
        if (gone != null) {
            queue.add(new Mutation(record, id, row(id, gone), null, Set.of()));
        }
    }

    /** All records see the state that was there when the event came, so each takes one step at most. */
    private void react(Object event) {
        for (RecordModel record : model.records().values()) {
            for (ValueModel value : record.values().values()) {
                machine(value).ifPresent(machine -> step(record.name(), value, machine, event));
            }
            for (var computation : record.computations()) {
                if (computation instanceof Transform<?> transform && fires(transform.trigger(), event)) {
                    transform(record.name(), transform, event);
                }
            }
        }
        for (ValueModel global : model.globals().values()) {
            machine(global).ifPresent(machine -> stepGlobal(global, machine, event));
        }
    }

    private void step(String record, ValueModel value, StateMachine machine, Object event) {
        Map<RecordId, Map<String, @Nullable Object>> steps = new LinkedHashMap<>();
        for (Transfer<?> transfer : machine.transfers()) {
            if (!fires(transfer.trigger(), event)) {
                continue;
            }
            for (RecordId id : targets(transfer, event)) {
                Map<String, @Nullable Object> stored = of(record).get(id);
                if (stored != null && transfer.from().equals(stored.get(value.name() + STATE))) {
                    steps.put(id, after(value, machine, transfer, stored, event));
                }
            }
        }
        for (Map.Entry<RecordId, Map<String, @Nullable Object>> each : steps.entrySet()) {
            // A state in which records are deleted is never stored: the record goes instead of changing (APL-02).
            if (machine.ends().contains(each.getValue().get(value.name() + STATE))) {
                delete(record, each.getKey());
            } else {
                change(record, each.getKey(), each.getValue());
            }
        }
    }

    private void stepGlobal(ValueModel global, StateMachine machine, Object event) {
        for (Transfer<?> transfer : machine.transfers()) {
            if (fires(transfer.trigger(), event) && transfer.from().equals(globals.get(global.name() + STATE))) {
                globals.putAll(after(global, machine, transfer, globals, event));
                return;
            }
        }
    }

    private static <E> Map<String, @Nullable Object> after(
            ValueModel value,
            StateMachine machine,
            Transfer<E> transfer,
            Map<String, @Nullable Object> stored,
            Object event) {
        Map<String, @Nullable Object> after = new HashMap<>();
        after.put(value.name() + STATE, transfer.to());
        var function = transfer.value();
        if (function != null) {
            after.put(value.name(), function.apply(stored.get(value.name()), ReactionInterpreter.<E>view(event)));
        } else if (!machine.hasValues()) {
            after.put(value.name(), transfer.to());
        }
        return after;
    }

    private static <E> List<RecordId> targets(Transfer<E> transfer, Object event) {
        Object targets = Objects.requireNonNull(transfer.targets()).apply(ReactionInterpreter.<E>view(event));
        List<RecordId> ids = new ArrayList<>();
        if (targets instanceof RecordId id) {
            ids.add(id);
        } else if (targets instanceof Collection<?> many) {
            many.forEach(each -> ids.add((RecordId) each));
        }
        return ids;
    }

    private <E> void transform(String record, Transform<E> transform, Object event) {
        for (Object draft : transform.apply(ReactionInterpreter.<E>view(event))) {
            create(record, RecordId.of(1_000_000_000 + made++), new HashMap<>(((Draft) draft).values()));
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the trigger fired, so it is an event of its type
    private static <E> E view(Object event) {
        return (E) (event instanceof Told told ? told.view() : event);
    }

    private static boolean fires(Trigger<?> trigger, Object event) {
        return switch (trigger) {
            case Trigger.Dispatched<?> dispatched ->
                event instanceof Told told
                        && told.source().name().equals(dispatched.source().name());
            case Trigger.Mutated mutated ->
                event instanceof Mutation mutation
                        && mutation.record().equals(mutated.record())
                        && kind(mutation) == mutated.kind()
                        && (mutated.values().isEmpty()
                                || mutated.values().stream()
                                        .anyMatch(name -> mutation.changed().contains(name)))
                        && mutated.condition().test(mutation);
        };
    }

    private static Trigger.Kind kind(Mutation mutation) {
        return mutation.before() == null
                ? Trigger.Kind.CREATED
                : mutation.after() == null ? Trigger.Kind.DELETED : Trigger.Kind.UPDATED;
    }

    private Map<RecordId, Map<String, @Nullable Object>> of(String record) {
        return records.computeIfAbsent(record, name -> new LinkedHashMap<>());
    }

    private static Row row(RecordId id, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> visible = new HashMap<>(values);
        visible.keySet().removeIf(name -> name.endsWith(STATE));
        return new Row(id, visible);
    }

    /** What the records of an entity hold, each as a text, sorted. */
    List<String> rows(String record, Function<Row, String> text) {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<RecordId, Map<String, @Nullable Object>> each :
                of(record).entrySet()) {
            rows.add(row(each.getKey(), each.getValue()));
        }
        for (var computation : model.record(record).computations()) {
            if (computation instanceof Projection projection) {
                rows.addAll(projected(projection));
            }
        }
        return rows.stream().map(text).sorted().toList();
    }

    private List<Row> projected(Projection projection) {
        List<Row> rows = new ArrayList<>();
        of(projection.source().name()).forEach((id, values) -> {
            Map<String, @Nullable Object> inputs = new HashMap<>();
            projection.inputs().forEach(name -> inputs.put(name, values.get(name)));
            projection.apply(new Row(id, inputs)).forEach(draft -> rows.add(new Row(id, ((Draft) draft).values())));
        });
        return rows;
    }

    /** What a global value is. */
    @Nullable
    Object global(String name) {
        return globals.get(name);
    }

    /** An event of a source, as functions see it. */
    private record Told(EventSource<?> source, Object view) {}
}
