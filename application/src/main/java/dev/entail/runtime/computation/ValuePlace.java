package dev.entail.runtime.computation;

import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.write.WriteSession;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a derived value is kept.
 *
 * @param record name of the entity or relation that has it, or {@link Model#GLOBALS}
 * @param value the value
 */
public record ValuePlace(String record, ValueModel value) {
    /** How it is named in errors and in tasks, such as {@code Page.summary}. */
    public String path() {
        return record + "." + value.name();
    }

    /** Locks the value of a record until the end of the transaction; tells whether there is such a record. */
    public boolean lock(WriteSession session, RecordId id) {
        if (record.equals(Model.GLOBALS)) {
            session.lockGlobal(value);
            return true;
        }
        return !session.records()
                .values(record, List.of(id), List.of(value.name()))
                .isEmpty();
    }

    /** Writes values by record, with everything that follows from them. */
    public void write(WriteSession session, Map<RecordId, @Nullable Object> values) {
        if (record.equals(Model.GLOBALS)) {
            values.values().forEach(given -> session.deriveGlobal(value, given));
            return;
        }
        Map<RecordId, Map<String, @Nullable Object>> changes = new LinkedHashMap<>();
        values.forEach((id, given) -> changes.put(id, Collections.singletonMap(value.name(), given)));
        session.derive(record, changes);
    }

    /** The same for the value and what is kept beside it, by name. */
    void writeAll(WriteSession session, Model model, Map<RecordId, Map<String, @Nullable Object>> values) {
        if (record.equals(Model.GLOBALS)) {
            values.values()
                    .forEach(all -> all.forEach((name, given) -> session.deriveGlobal(
                            Objects.requireNonNull(model.globals().get(name), name), given)));
            return;
        }
        session.derive(record, values);
    }
}
