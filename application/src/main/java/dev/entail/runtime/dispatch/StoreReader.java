package dev.entail.runtime.dispatch;

import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordReader;
import dev.entail.storage.EntityStore;
import java.util.List;

/** Reads the store, in the transaction of the thread if there is one. */
record StoreReader(EntityStore store) implements RecordReader {
    @Override
    public List<Row> list(Query query) {
        return store.transactions().reading(jdbc -> store.queries().list(query, jdbc));
    }

    @Override
    public long count(Query query) {
        return store.transactions().reading(jdbc -> store.queries().count(query, jdbc));
    }
}
