package dev.entail.runtime.verification;

import dev.entail.core.computation.Lookup;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import org.jspecify.annotations.Nullable;

/** The value of a single related record. */
record LookupRecipe(RecordModel holder, Lookup lookup) implements Recipe {
    @Override
    public Selection[] inputs() {
        return new Selection[] {Selection.path(lookup.path())};
    }

    @Override
    public @Nullable Object value(Row row) {
        Row related = row.rowOrNull(lookup.attribute());
        return related == null ? null : related.get(lookup.value());
    }
}
