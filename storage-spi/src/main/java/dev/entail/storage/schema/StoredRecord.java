package dev.entail.storage.schema;

import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of an entity, relation, view or union live.
 *
 * @param model what the model says of it
 * @param root name of the family that it is stored with; its own unless it is a view or in a union
 * @param table the table; for links in a host row, the table of the host
 * @param id the column with its id; for links in a host row, the key of the host
 * @param presence the column that is null in rows of the table without such a record, or null where each row is one
 * @param values columns of its values, by name of the value
 * @param sequence physical name of the counter its ids come from; for links in a host row, that of the host
 */
public record StoredRecord(
        RecordModel model,
        String root,
        Table table,
        Column id,
        @Nullable Column presence,
        Map<String, Column> values,
        String sequence) {
    public StoredRecord {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The same place as another member of the family, or a view or union of it, sees it. */
    StoredRecord as(RecordModel member) {
        Map<String, Column> own = new LinkedHashMap<>();
        member.values().keySet().forEach(name -> own.put(name, Objects.requireNonNull(values.get(name), name)));
        return new StoredRecord(member, root, table, id, presence, own, sequence);
    }

    /** The column that says which concrete record of a union a row is, or null where there is none. */
    public @Nullable Column type() {
        return model.isTyped() ? values.get(Model.TYPE) : null;
    }

    /** Whether its records are links in the rows of others. */
    public boolean isHosted() {
        return presence != null;
    }

    /** Name of the entity, relation, view or union. */
    public String name() {
        return model.name();
    }
}
