package dev.entail.storage.write;

import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.transaction.Transaction;

/** What all write sessions of an open model share; begins sessions. Thread-safe. */
public final class WriteContext {
    private final Schema schema;
    private final WriteTemplates templates;
    private final ValueCodec codec;
    private final ComputedValues computed;
    private final IdGenerator ids;

    /** Writes records of {@code schema}, with ids from {@code ids}. */
    public WriteContext(Schema schema, Dialect dialect, IdGenerator ids) {
        this.schema = schema;
        this.templates = new WriteTemplates(dialect);
        this.codec = new ValueCodec();
        this.computed = new ComputedValues(schema.model());
        this.ids = ids;
    }

    /** A session for all writes of one transaction. */
    public WriteSession begin(Transaction transaction, MutationListener listener) {
        return new WriteSession(this, transaction, listener);
    }

    Schema schema() {
        return schema;
    }

    WriteTemplates templates() {
        return templates;
    }

    ValueCodec codec() {
        return codec;
    }

    ComputedValues computed() {
        return computed;
    }

    IdGenerator ids() {
        return ids;
    }
}
