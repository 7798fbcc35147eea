package dev.entail.runtime.verification;

import dev.entail.core.computation.Computed;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value computed from its own row. */
record ComputedRecipe(DerivedValue derived, Computed computed) implements Recipe {
    @Override
    public Selection[] inputs() {
        return computed.inputs().stream().map(Selection::path).toArray(Selection[]::new);
    }

    @Override
    public @Nullable Object value(Row row) {
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        computed.inputs().forEach(input -> inputs.put(input, row.get(input)));
        return computed.compute(derived.path(), derived.value().property(), new Row(row.id(), inputs));
    }
}
