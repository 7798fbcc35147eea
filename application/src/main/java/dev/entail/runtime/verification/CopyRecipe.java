package dev.entail.runtime.verification;

import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.storage.EntityStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A copy of a global value. */
record CopyRecipe(EntityStore store, ValueModel global) implements Recipe {
    @Override
    public Selection[] inputs() {
        return new Selection[0];
    }

    @Override
    public Recipe forPage(List<Row> rows, Instant time) {
        return new Known(store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(global, jdbc))));
    }

    @Override
    public @Nullable Object value(Row row) {
        return forPage(List.of(row), Instant.EPOCH).value(row);
    }

    private record Known(Optional<Object> global) implements Recipe {
        @Override
        public Selection[] inputs() {
            return new Selection[0];
        }

        @Override
        public @Nullable Object value(Row row) {
            return global.orElse(null);
        }
    }
}
