package dev.entail.runtime.access;

import dev.entail.core.definition.Property;
import dev.entail.core.query.Query;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordLocks;
import dev.entail.runtime.port.RecordReader;
import dev.entail.storage.EntityStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the store, in the transaction of the thread if there is one.
 *
 * @param store what is read
 */
public record StoreReader(EntityStore store) implements RecordReader, RecordLocks {
    @Override
    public List<Row> list(Query query) {
        return store.transactions().reading(jdbc -> store.queries().list(query, jdbc));
    }

    @Override
    public Slice slice(Query query) {
        return store.transactions().reading(jdbc -> store.queries().slice(query, jdbc));
    }

    @Override
    public List<Row> lock(Query query) {
        return store.transactions().reading(jdbc -> store.queries().lock(query, jdbc));
    }

    @Override
    public long count(Query query) {
        return store.transactions().reading(jdbc -> store.queries().count(query, jdbc));
    }

    @Override
    public <T> @Nullable T global(Property<T> global) {
        return Globals.read(store, global);
    }
}
