package dev.entail.storage.migration;

import dev.entail.storage.ledger.DispatchLedger;
import dev.entail.storage.outbox.OutboxStore;
import dev.entail.storage.sequence.SequenceStore;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.task.TaskStore;
import dev.entail.storage.trail.TrailStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables that every database has, whatever the model. */
final class FrameworkTables {
    private FrameworkTables() {}

    /** The statements that create what is missing. */
    static List<String> missing(Dialect dialect, ExistingSchema existing) {
        List<String> statements = new ArrayList<>();
        if (!existing.hasTable(SequenceStore.TABLE)) {
            statements.add(SequenceStore.create(dialect));
        }
        if (!existing.hasTable(DispatchLedger.TABLE)) {
            statements.add(DispatchLedger.create(dialect));
        }
        if (!existing.hasTable(OutboxStore.TABLE)) {
            statements.add(OutboxStore.create(dialect));
        }
        if (!existing.hasTable(TrailStore.TABLE)) {
            statements.add(TrailStore.create(dialect));
        }
        addIndexes(OutboxStore.TABLE, OutboxStore.indexes(dialect), existing, statements);
        if (!existing.hasTable(TaskStore.TABLE)) {
            statements.add(TaskStore.create(dialect));
        }
        addIndexes(TaskStore.TABLE, TaskStore.indexes(dialect), existing, statements);
        return statements;
    }

    private static void addIndexes(
            String table, Map<String, String> indexes, ExistingSchema existing, List<String> statements) {
        indexes.forEach((name, statement) -> {
            if (!existing.hasIndex(table, name)) {
                statements.add(statement);
            }
        });
    }
}
