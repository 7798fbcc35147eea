package dev.entail.runtime.computation;

import dev.entail.core.computation.Link;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from state to state. All steps that an event may bring about are looked at together, so that a record takes
 * one of them at most; its row is locked before its state is read, so that of two rival events one sees what the other did.
 */
final class Transitions {
    private final Occasions occasions;
    private final @Nullable RecordModel holder;
    private final ValueModel value;
    private final StateMachine machine;
    private final String state;
    private final ValueModel stateValue;
    private final String path;

    /**
     * Transitions of a value.
     *
     * @param holder the record that has it, or null for a global value
     * @param values all values of the record, or all global values
     */
    Transitions(
            Occasions occasions,
            @Nullable RecordModel holder,
            Map<String, ValueModel> values,
            ValueModel value,
            StateMachine machine) {
        this.occasions = occasions;
        this.holder = holder;
        this.value = value;
        this.machine = machine;
        this.state = machine.stateName(value.property());
        this.stateValue = Objects.requireNonNull(values.get(state), state);
        this.path = (holder == null ? Model.GLOBALS : holder.name()) + "." + value.name();
    }

    List<Subscription> subscriptions() {
        Map<String, List<Transfer<?>>> together = new LinkedHashMap<>();
        machine.transfers()
                .forEach(transfer -> together.computeIfAbsent(
                                occasions.key(transfer.trigger()), key -> new ArrayList<>())
                        .add(transfer));
        return together.values().stream()
                .flatMap(transfers -> {
                    Reaction once = (event, context) -> react(transfers, event, context);
                    return transfers.stream()
                            .flatMap(transfer -> occasions.subscriptions(transfer.trigger(), once).stream())
                            .distinct();
                })
                .toList();
    }

    private void react(List<Transfer<?>> transfers, MutationEvent event, ReactionContext context) {
        List<Step> global = new ArrayList<>();
        Map<RecordId, List<Step>> steps = new LinkedHashMap<>();
        transfers.forEach(transfer -> collect(transfer, event, context, steps, global));
        if (holder == null) {
            moveGlobal(global, context.session());
        } else {
            steps.forEach((id, possible) -> move(holder, id, possible, context.session()));
        }
    }

    private <E> void collect(
            Transfer<E> transfer,
            MutationEvent event,
            ReactionContext context,
            Map<RecordId, List<Step>> steps,
            List<Step> global) {
        E seen = occasions.see(transfer.trigger(), event, context).orElse(null);
        if (seen == null) {
            return;
        }
        BiFunction<@Nullable Object, E, ? extends @Nullable Object> setting = transfer.value();
        Step step = new Step(
                transfer.from(), transfer.to(), setting == null ? null : before -> setting.apply(before, seen));
        Function<E, ? extends @Nullable Object> targets = transfer.targets();
        if (targets == null) {
            global.add(step);
            return;
        }
        Object named = Callbacks.call(
                        () -> "names the records whose " + path + " changes",
                        () -> Optional.ofNullable((Object) targets.apply(seen)))
                .orElse(null);
        ids(named, context.session())
                .forEach(id ->
                        steps.computeIfAbsent(id, key -> new ArrayList<>()).add(step));
    }

    private Set<RecordId> ids(@Nullable Object named, WriteSession session) {
        Set<RecordId> ids = new LinkedHashSet<>();
        switch (named) {
            case null -> {}
            case RecordId id -> ids.add(id);
            case Collection<?> many -> many.forEach(each -> ids.addAll(ids(each, session)));
            case Match match
            when holder != null ->
                session.query(Query.of(holder.name()).where(match).orderBy(Order.ascending("id")))
                        .forEach(row -> ids.add(row.id()));
            case Link link
            when holder != null && holder.relation().isPresent() ->
                ids.addAll(session.records().linksBetween(holder.relation().get(), link.source(), link.target()));
            default ->
                throw new EntailException(
                        ErrorCode.CALLBACK_FAILED,
                        "A step of " + path + " names a " + named.getClass().getSimpleName()
                                + "; it must name records by their RecordId or by a Match"
                                + (holder != null && holder.relation().isPresent() ? " or by a Link" : ""));
        }
        return ids;
    }

    private void move(RecordModel record, RecordId id, List<Step> possible, WriteSession session) {
        Map<String, @Nullable Object> row = session.records().values(record.name(), id, List.of(state, value.name()));
        if (row == null) {
            return;
        }
        Step step = choose(possible, row.get(state));
        if (step == null) {
            return;
        }
        if (machine.ends().contains(step.to())) {
            session.delete(record.name(), List.of(id));
        } else {
            session.derive(record.name(), Map.of(id, outcome(step, row.get(value.name()))));
        }
    }

    private void moveGlobal(List<Step> possible, WriteSession session) {
        ValueModel states = stateValue;
        Step step = choose(possible, session.lockGlobal(states));
        if (step == null) {
            return;
        }
        Object before = states.equals(value) ? null : session.lockGlobal(value);
        outcome(step, before).forEach((name, now) -> session.deriveGlobal(name.equals(state) ? states : value, now));
    }

    private Map<String, @Nullable Object> outcome(Step step, @Nullable Object before) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put(state, step.to());
        Function<@Nullable Object, ? extends @Nullable Object> setting = step.setting();
        if (setting != null) {
            Object now = Callbacks.call(() -> "sets " + path, () -> Optional.ofNullable((Object) setting.apply(before)))
                    .orElse(null);
            changes.put(value.name(), value.property().normalize(now, path));
        }
        return changes;
    }

    /** The step from a state; null if there is none. */
    private @Nullable Step choose(List<Step> possible, @Nullable Object current) {
        List<Step> fitting =
                possible.stream().filter(step -> step.from().equals(current)).toList();
        if (fitting.stream().map(Step::to).distinct().count() > 1) {
            throw new EntailException(
                    ErrorCode.TRANSITION_AMBIGUOUS.name(),
                    "One event takes " + path + " from '" + current + "' to different states: "
                            + fitting.stream().map(Step::to).distinct().toList()
                            + "; make the triggers of these steps exclude each other",
                    Map.of("value", path, "state", String.valueOf(current)));
        }
        return fitting.isEmpty() ? null : fitting.get(0);
    }

    /** A step that an event may bring about. */
    private record Step(
            String from, String to, @Nullable Function<@Nullable Object, ? extends @Nullable Object> setting) {}
}
