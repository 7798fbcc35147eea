package dev.entail.testkit.history;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceStore;
import dev.entail.testkit.reference.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Random state machines that come to what follows from the records that there are: those that go after the class of a value
 * whenever it changes, and those that count what comes and goes.
 */
final class MachineGenerator {
    private static final String FIRST = "new";
    private static final String ONLY = "on";

    private final Sketch sketch;
    private final Choices choices;
    private final Inputs inputs;

    MachineGenerator(Sketch sketch, Inputs inputs) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        this.inputs = inputs;
    }

    void machine(RecordDefinition holder) {
        switch (choices.below(3)) {
            case 0 -> states(holder);
            case 1 -> following(holder);
            default -> countingLinks(holder);
        }
    }

    void global() {
        if (choices.oneIn(2)) {
            followingGlobal();
        } else {
            counting(choices.of(sketch.facts()));
        }
    }

    /** The name of the state is the class of a value of the record. */
    private void states(RecordDefinition holder) {
        List<String> all = inputs.calm(inputs.record(holder));
        if (all.isEmpty()) {
            return;
        }
        String input = inputs.chosen(all);
        Targets<Mutation> itself =
                new Targets<>(Computed.from(input, row -> Fingerprint.classOf(row.get(input))), Mutation::id);
        List<Transfer<?>> steps = new ArrayList<>();
        for (String to : Fingerprint.classes()) {
            Trigger.Mutated becomes = Trigger.updated(holder, input).when(mutation -> is(to, mutation, input));
            Fingerprint.classes().stream()
                    .filter(from -> !from.equals(to))
                    .forEach(from -> steps.add(Transfer.from(from).to(to).on(becomes, itself)));
            steps.add(Transfer.from(FIRST)
                    .to(to)
                    .on(Trigger.created(holder).when(mutation -> is(to, mutation, input)), itself));
            steps.add(Transfer.from(FIRST).to(to).on(becomes, itself));
        }
        StateMachine machine = StateMachine.of(FIRST, Fingerprint.classes().toArray(String[]::new))
                .with(steps.toArray(Transfer<?>[]::new));
        sketch.derive(holder, Property.text(sketch.name("t")), machine);
    }

    private static boolean is(String to, Mutation mutation, String input) {
        return Fingerprint.classOf(mutation.row().get(input)).equals(to);
    }

    /** There is one state only, and the value goes after another one of the record. */
    private void following(RecordDefinition holder) {
        List<String> all = inputs.calm(inputs.record(holder));
        if (all.isEmpty()) {
            return;
        }
        String input = inputs.chosen(all);
        Function<@Nullable Object, Long> rank = value -> 1L + Fingerprint.below(5, value);
        Targets<Mutation> itself = new Targets<>(Computed.from(input, row -> rank.apply(row.get(input))), Mutation::id);
        BiFunction<@Nullable Object, Mutation, Object> setting =
                (before, mutation) -> rank.apply(mutation.row().get(input));
        StateMachine machine = StateMachine.of(ONLY)
                .starting(row -> 0L)
                .with(
                        Transfer.from(ONLY)
                                .to(ONLY)
                                .on(Trigger.created(holder), itself)
                                .setting(setting),
                        Transfer.from(ONLY)
                                .to(ONLY)
                                .on(Trigger.updated(holder, input), itself)
                                .setting(setting));
        sketch.derive(holder, Property.integer(sketch.name("u")), machine);
    }

    /** One more for each link that comes, one less for each that goes. */
    private void countingLinks(RecordDefinition holder) {
        List<Navigation> followed = inputs.followed(inputs.record(holder)).stream()
                .filter(navigation ->
                        !navigation.isEnd() && !navigation.relation().isSymmetric())
                .toList();
        if (followed.isEmpty()) {
            return;
        }
        Navigation navigation = choices.of(followed);
        RecordDefinition links =
                inputs.model().record(navigation.relation().name()).definition();
        boolean fromSource = navigation.from() == End.SOURCE;
        Targets<Mutation> end = new Targets<>(
                Count.of(navigation.name()), mutation -> fromSource ? mutation.source() : mutation.target());
        sketch.derive(
                holder,
                Property.integer(sketch.name("x")),
                StateMachine.of(ONLY)
                        .starting(row -> 0L)
                        .with(one(Trigger.created(links), end, 1), one(Trigger.deleted(links), end, -1)));
    }

    private static Transfer<Mutation> one(Trigger<Mutation> trigger, Function<Mutation, RecordId> targets, long step) {
        return Transfer.from(ONLY).to(ONLY).on(trigger, targets).setting((before, mutation) -> plus(before, step));
    }

    private static long plus(@Nullable Object before, long step) {
        return (Long) Objects.requireNonNull(before) + step;
    }

    /** A global value that counts the members of an entity, relation, view or union. */
    private void counting(RecordDefinition record) {
        Count all = Count.of(record);
        sketch.derive(
                Property.integer(sketch.name("x")),
                StateMachine.of(ONLY)
                        .starting(row -> 0L)
                        .with(
                                Transfer.from(ONLY)
                                        .to(ONLY)
                                        .on(Trigger.created(record))
                                        .setting(new Setting<>(all, (before, mutation) -> plus(before, 1))),
                                Transfer.from(ONLY)
                                        .to(ONLY)
                                        .on(Trigger.deleted(record))
                                        .setting(new Setting<>(all, (before, mutation) -> plus(before, -1)))));
    }

    /** A global value that goes after another one. */
    private void followingGlobal() {
        List<String> settings = inputs.settings(false);
        if (settings.isEmpty()) {
            return;
        }
        String input = GlobalValue.nameIn(inputs.chosen(settings));
        ValueModel followed = Objects.requireNonNull(inputs.model().globals().get(input));
        String first =
                Fingerprint.classOf(new ReferenceStore(inputs.model()).view().global(followed));
        Setting<Mutation> setting = new Setting<>(
                Computed.from(input, row -> Fingerprint.classOf(row.get(input))),
                (before, mutation) -> Fingerprint.classOf(mutation.row().get(input)));
        sketch.derive(
                Property.text(sketch.name("u")),
                StateMachine.of(ONLY)
                        .starting(row -> first)
                        .with(Transfer.from(ONLY)
                                .to(ONLY)
                                .on(Trigger.changed(followed.property()))
                                .setting(setting)));
    }

    /** Names the records that take a step, and vouches for what the machine comes to. */
    private record Targets<E>(Computation.Elementary equivalent, Function<E, RecordId> targets)
            implements Function<E, RecordId>, Settled {
        @Override
        public RecordId apply(E event) {
            return targets.apply(event);
        }
    }

    /** Says what the value is after a step, and vouches for what the machine comes to. */
    private record Setting<E>(Computation.Elementary equivalent, BiFunction<@Nullable Object, E, Object> value)
            implements BiFunction<@Nullable Object, E, Object>, Settled {
        @Override
        public Object apply(@Nullable Object before, E event) {
            return value.apply(before, event);
        }
    }
}
