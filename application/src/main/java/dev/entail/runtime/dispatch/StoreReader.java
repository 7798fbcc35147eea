package dev.entail.runtime.dispatch;

import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordReader;
import dev.entail.storage.EntityStore;
import java.util.List;

/** Reads the store, after whatever waits to be written has been sent. */
record StoreReader(EntityStore store, Runnable beforeRead) implements RecordReader {
    @Override
    public List<Row> list(Query query) {
        beforeRead.run();
        return store.transactions().reading(jdbc -> store.queries().list(query, jdbc));
    }

    @Override
    public long count(Query query) {
        beforeRead.run();
        return store.transactions().reading(jdbc -> store.queries().count(query, jdbc));
    }
}
