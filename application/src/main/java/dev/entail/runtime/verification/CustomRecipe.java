package dev.entail.runtime.verification;

import dev.entail.core.computation.Custom;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A custom value. */
record CustomRecipe(DerivedValue derived, Custom custom) implements Recipe {
    @Override
    public Selection[] inputs() {
        return custom.parts().toArray(Selection[]::new);
    }

    @Override
    public @Nullable Object value(Row row) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>(row.values());
        // It was read to be compared, and does not follow from itself.
        read.remove(derived.value().name());
        return custom.compute(derived.path(), derived.value().property(), new Row(row.id(), read));
    }
}
