package dev.entail.storage.schema;

import dev.entail.core.model.RecordModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an entity or relation lives.
 *
 * @param model what the model says of it
 * @param table the table; for links in a host row, the table of the host
 * @param id the column with its id
 * @param values columns of its values, by name of the value
 * @param sequence physical name of the counter its ids come from
 */
public record StoredRecord(RecordModel model, Table table, Column id, Map<String, Column> values, String sequence) {
    public StoredRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Name of the entity or relation. */
    public String name() {
        return model.name();
    }
}
