package dev.entail.runtime.explanation;

import dev.entail.core.value.RecordId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that a value follows from.
 *
 * @param record name of its entity or relation, or {@link dev.entail.core.model.Model#GLOBALS}
 * @param id the record
 * @param values what the value looks at, as it is now
 */
public record Source(String record, RecordId id, Map<String, @Nullable Object> values) {
    public Source {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String toString() {
        return record + " " + id + (values.isEmpty() ? "" : " " + values);
    }
}
