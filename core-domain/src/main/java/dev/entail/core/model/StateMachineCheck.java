package dev.entail.core.model;

import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Property;
import dev.entail.core.value.ValueType;
import java.util.HashSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks state machines (STM-01, STM-03, STM-10). */
final class StateMachineCheck {
    private final TriggerCheck triggers;
    private final Problems problems;

    StateMachineCheck(TriggerCheck triggers, Problems problems) {
        this.triggers = triggers;
        this.problems = problems;
    }

    void check(String path, @Nullable RecordModel record, Property<?> property, StateMachine machine) {
        if (new HashSet<>(machine.states()).size() != machine.states().size()) {
            problems.add(
                    "DECL_STATE_MACHINE",
                    path,
                    "A state is named twice: " + machine.states(),
                    "Name each state once, the first one being that of new records");
        }
        if (!machine.hasValues() && (property.type() != ValueType.TEXT || property.isList())) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "The value is the name of a state, the property is " + property,
                    "Declare the property as a text, or say with starting(...) and setting(...) what the value is");
        }
        Stream.concat(
                        machine.ends().stream(),
                        machine.transfers().stream().flatMap(transfer -> Stream.of(transfer.from(), transfer.to())))
                .distinct()
                .filter(state -> !machine.states().contains(state))
                .forEach(state -> problems.add(
                        "DECL_STATE_MACHINE",
                        path,
                        "There is no state '" + state + "'" + Suggestion.forName(state, machine.states()),
                        "Use one of " + machine.states()));
        if (record == null && !machine.ends().isEmpty()) {
            problems.add("DECL_STATE_MACHINE", path, "A global value cannot be deleted", "Remove deletingIn(...)");
        }
        machine.transfers().forEach(transfer -> check(path, record, transfer));
    }

    private void check(String path, @Nullable RecordModel record, Transfer<?> transfer) {
        triggers.check(path, transfer.trigger());
        if ((record == null) != (transfer.targets() == null)) {
            problems.add(
                    "DECL_STATE_MACHINE",
                    path,
                    "The step from '" + transfer.from() + "' to '" + transfer.to() + "' "
                            + (record == null
                                    ? "names records, but the value is a global one"
                                    : "does not say which records take it"),
                    record == null ? "Use on(trigger)" : "Use on(trigger, function that names the records)");
        }
    }
}
