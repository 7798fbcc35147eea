package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.StatementBatch;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What waits to be sent: new rows and increments, in the order that suits the database. Not thread-safe. */
final class PendingWrites {
    private final Schema schema;
    private final Transaction transaction;
    private final PendingInserts inserts;
    private final PendingIncrements increments;
    private final boolean updateBeforeInsert;
    private final Set<Referred> referred = new HashSet<>();

    PendingWrites(WriteContext context, Transaction transaction) {
        this.schema = context.schema();
        this.transaction = transaction;
        this.updateBeforeInsert = context.templates().updateBeforeInsert();
        this.inserts = new PendingInserts(context.templates(), transaction);
        this.increments = new PendingIncrements(context.templates(), context.slots(), transaction);
    }

    PendingInserts inserts() {
        return inserts;
    }

    PendingIncrements increments() {
        return increments;
    }

    /** Notes that a row that waits, or has been sent, refers to a record by a foreign key. */
    void refersTo(String record, RecordId id) {
        referred.add(new Referred(schema.record(record).table().name(), id.value()));
    }

    /** Sends everything. */
    void flush() {
        if (updateBeforeInsert) {
            increments.flush(transaction.jdbc());
            inserts.flush(transaction.jdbc());
        } else {
            inserts.flush(transaction.jdbc());
            increments.flush(transaction.jdbc());
        }
    }

    /**
     * Sends everything as the last of the transaction: in one round trip with the commit, if nothing has been sent before and no
     * increment could miss its row.
     */
    void sendLast() {
        if (!increments.allMatch(this::isKnown)) {
            flush();
            return;
        }
        List<StatementBatch> newRows = inserts.take();
        List<PendingIncrements.TableBatch> added = increments.take();
        // Increments first: whoever refers to a row that it has changed itself need not share a lock of it with others.
        List<StatementBatch> together = new ArrayList<>();
        added.forEach(batch -> together.add(new StatementBatch(batch.template(), batch.rows())));
        together.addAll(newRows);
        transaction.sendLast(together, () -> {
            Runnable insert =
                    () -> newRows.forEach(batch -> transaction.jdbc().updateAll(batch.template(), batch.rows()));
            Runnable increment = () -> added.forEach(batch -> PendingIncrements.send(transaction.jdbc(), batch));
            (updateBeforeInsert ? increment : insert).run();
            (updateBeforeInsert ? insert : increment).run();
        });
    }

    /** The row of a global value has been there since set-up; a row that a new link refers to stays until the commit. */
    private boolean isKnown(Table table, Comparable<?> key) {
        return table.name().equals(schema.globals().table().name())
                || key instanceof Long id && referred.contains(new Referred(table.name(), id));
    }

    /** Forgets all of it. */
    void forget() {
        inserts.clear();
        increments.clear();
        referred.clear();
    }

    private record Referred(String table, long id) {}
}
