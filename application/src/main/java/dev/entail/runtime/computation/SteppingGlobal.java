package dev.entail.runtime.computation;

import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemChange;
import dev.entail.core.computation.Last;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Stepping;
import dev.entail.core.definition.Property;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a custom global value true step by step (INC-01..08). What happens to items is noted; when the turn of the value comes its
 * row is locked, and the update function is asked once for each item that has changed. Where that does not do, everything is read
 * and computed anew at SERIALIZABLE (SER-01).
 */
final class SteppingGlobal implements Recomputation {
    private final Model model;
    private final ValueModel value;
    private final Custom custom;
    private final Stepping stepping;
    private final CustomizingGlobal full;
    private final Map<String, SteppedSet> sets = new LinkedHashMap<>();
    private final String path;

    SteppingGlobal(Model model, ValueModel value, Custom custom) {
        this.model = model;
        this.value = value;
        this.custom = custom;
        this.stepping = Objects.requireNonNull(custom.stepping());
        this.full = new CustomizingGlobal(
                model, value, custom, Results.of(model, new ValuePlace(Model.GLOBALS, value), custom));
        this.path = Model.GLOBALS + "." + value.name();
        custom.sets().forEach((name, set) -> SteppedSet.of(model, name, set).ifPresent(each -> sets.put(name, each)));
    }

    List<Subscription> subscriptions() {
        List<Subscription> all = new ArrayList<>(recomputing());
        for (SteppedSet set : sets.values()) {
            all.addAll(set.subscriptions((context, note) -> {
                note.accept(notes(context).of(set));
                mark(context);
            }));
        }
        return all;
    }

    /** Those after which everything is computed anew whatever the update function says. */
    List<Subscription> recomputing() {
        List<Subscription> all = new ArrayList<>(full.toGlobals(this::markAll));
        custom.sets().forEach((name, set) -> {
            if (!sets.containsKey(name)) {
                all.addAll(full.toSet(set, this::markAll));
            }
        });
        return all;
    }

    private void markAll(ReactionContext context) {
        notes(context).all = true;
        mark(context);
    }

    private void mark(ReactionContext context) {
        context.recompute(Model.GLOBALS, value, this, List.of(Model.GLOBALS_ID));
    }

    private Notes notes(ReactionContext context) {
        return context.notes(this, Notes.class, Notes::new);
    }

    @Override
    public void recompute(Collection<RecordId> ids, ReactionContext context) {
        Notes notes = notes(context);
        List<ItemChange> changes = new ArrayList<>();
        if (!notes.all) {
            notes.items.forEach((set, items) -> changes.addAll(set.changes(items, context.session())));
        }
        boolean all = notes.all;
        notes.clear();
        if (all || !changes.isEmpty() && !step(changes, context.session())) {
            context.requireSerializable();
            full.recompute(ids, context);
        }
    }

    /** Answers false if everything must be computed anew. */
    private boolean step(List<ItemChange> changes, WriteSession session) {
        Object now = session.lockGlobal(value);
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        for (Property<?> state : custom.states()) {
            states.put(state.name(), session.lockGlobal(stateOf(state.name())));
        }
        Row globals = globals(session);
        for (ItemChange change : changes) {
            Last last = new Last(now, new Row(Model.GLOBALS_ID, states), globals);
            Step step = Callbacks.call(
                    () -> "updates " + path, () -> stepping.update().apply(last, change));
            switch (step) {
                case Step.Keep keep -> {}
                case Step.Recompute recompute -> {
                    return false;
                }
                case Step.Value given -> {
                    Step.Value next = custom.normalized(path, value.property(), given);
                    now = next.value();
                    states.putAll(next.states());
                }
            }
        }
        session.deriveGlobal(value, now);
        states.forEach((name, state) -> session.deriveGlobal(stateOf(name), state));
        return true;
    }

    private Row globals(WriteSession session) {
        Map<String, @Nullable Object> globals = new LinkedHashMap<>();
        session.copiesOfGlobals(custom.globals())
                .forEach((name, global) -> globals.put(GlobalValue.PREFIX + name, global));
        return new Row(Model.GLOBALS_ID, globals);
    }

    /** What a transaction has done to items. */
    private static final class Notes {
        private final Map<SteppedSet, Map<RecordId, ItemHistory>> items = new LinkedHashMap<>();
        private boolean all;

        Map<RecordId, ItemHistory> of(SteppedSet set) {
            return items.computeIfAbsent(set, key -> new LinkedHashMap<>());
        }

        void clear() {
            items.clear();
            all = false;
        }
    }

    /** The hidden value that holds a state. */
    private ValueModel stateOf(String name) {
        return Objects.requireNonNull(model.globals().get(Stepping.stateName(value.name(), name)), name);
    }
}
