package dev.entail.runtime.port;

import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import java.util.List;

/** Locks records. */
public interface RecordLocks {
    /**
     * The records that a query asks for, locked in the order of their ids until the end of the transaction, together with
     * what it selects of related records. Where one transaction writes at a time this is a plain read.
     */
    List<Row> lock(Query query);
}
