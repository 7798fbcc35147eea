package dev.entail.builtins.guard;

import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.function.Function;

/** The list of the one record that a function names; no list if it names none. */
record One(Function<GuardContext, RecordId> id) implements Function<GuardContext, List<RecordId>> {
    @Override
    public List<RecordId> apply(GuardContext call) {
        return List.of(id.apply(call));
    }
}
