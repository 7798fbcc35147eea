package dev.entail.storage.write;

import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.MembershipQuery;
import dev.entail.storage.read.QueryRunner;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.sequence.SequenceStore;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.transaction.Transaction;
import java.util.Set;

/** What all write sessions of an open model share; begins sessions. Thread-safe. */
public final class WriteContext {
    private final Schema schema;
    private final WriteTemplates templates;
    private final ValueCodec codec;
    private final ComputedValues computed;
    private final IdGenerator ids;
    private final RecordGraph graph;
    private final ObservedViews observed;
    private final MembershipQuery memberships;
    private final SequenceStore sequences;
    private final QueryRunner queries;
    private final SlotPool slots;

    /**
     * Writes records of {@code schema}.
     *
     * @param ids where ids of new records come from
     * @param queries answers what listeners ask
     * @param observed names of the views and unions whose members listeners want to hear of
     */
    public WriteContext(Schema schema, Database database, IdGenerator ids, QueryRunner queries, Set<String> observed) {
        Dialect dialect = database.dialect();
        this.schema = schema;
        this.templates = new WriteTemplates(dialect);
        this.codec = new ValueCodec();
        this.computed = new ComputedValues(schema.model());
        this.ids = ids;
        this.graph = new RecordGraph(schema);
        this.observed = new ObservedViews(schema.model(), observed);
        this.memberships = new MembershipQuery(schema, dialect);
        this.sequences = new SequenceStore(dialect);
        this.queries = queries;
        this.slots = new SlotPool(database.getTransactionCapability().has(Capability.CONCURRENT_WRITERS));
    }

    /** A session for all writes of one transaction. */
    public WriteSession begin(Transaction transaction, MutationListener listener) {
        return new WriteSession(this, transaction, listener);
    }

    /** Counters that number records, and others. */
    public SequenceStore sequences() {
        return sequences;
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

    SlotPool slots() {
        return slots;
    }

    QueryRunner queries() {
        return queries;
    }

    RecordGraph graph() {
        return graph;
    }

    Memberships memberships(WriteSession session, MutationListener listener) {
        return new Memberships(observed, memberships, session, listener);
    }

    MembershipQuery membershipQuery() {
        return memberships;
    }
}
