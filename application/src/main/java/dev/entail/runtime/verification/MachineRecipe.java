package dev.entail.runtime.verification;

import dev.entail.core.computation.StateMachine;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state, or the value, that a machine gives to a record that has none yet. */
record MachineRecipe(DerivedValue derived, StateMachine machine) implements Recipe {
    @Override
    public Selection[] inputs() {
        return new Selection[] {Selection.path("*")};
    }

    @Override
    public @Nullable Object value(Row row) {
        String name = derived.value().name();
        Map<String, @Nullable Object> others = new LinkedHashMap<>(row.values());
        Object stored = others.remove(name);
        if (stored != null) {
            return stored;
        }
        Object first = derived.value().initial(machine, derived.path(), new Row(row.id(), others));
        return first == null ? null : derived.value().property().normalize(first, derived.path());
    }
}
