package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Property;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that a function makes of what it reads. One that follows the time is what it should be if it was so when it was
 * computed, however long ago that is.
 *
 * @param time stands for the time of a computation that never was
 */
record ReadRecipe(DerivedValue derived, Computation.Immediate reader, Instant time) implements Recipe {
    @Override
    public Selection[] inputs() {
        return reader.parts().toArray(Selection[]::new);
    }

    @Override
    public Selection[] read() {
        return Stream.concat(reader.parts().stream(), besides().stream().map(hidden -> Selection.path(hidden.name())))
                .toArray(Selection[]::new);
    }

    @Override
    public Recipe forPage(List<Row> rows, Instant now) {
        return new ReadRecipe(derived, reader, now);
    }

    @Override
    public @Nullable Object value(Row row) {
        return values(row).get(derived.value().name());
    }

    @Override
    public Map<String, @Nullable Object> beside(Row row) {
        if (besides().isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> beside = new LinkedHashMap<>(values(row));
        beside.remove(derived.value().name());
        return beside;
    }

    private List<Property<?>> besides() {
        return reader.beside(derived.value().property());
    }

    private Map<String, @Nullable Object> values(Row row) {
        String name = derived.value().name();
        Map<String, @Nullable Object> read = new LinkedHashMap<>(row.values());
        // These were read to be compared; the value does not follow from itself.
        read.remove(name);
        besides().forEach(hidden -> read.remove(hidden.name()));
        Instant computed = row.values().get(RealTime.computedName(name)) instanceof Instant at ? at : time;
        return reader.values(derived.path(), derived.value().property(), computed, new Row(row.id(), read));
    }
}
