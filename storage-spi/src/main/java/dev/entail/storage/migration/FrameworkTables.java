package dev.entail.storage.migration;

import dev.entail.storage.ledger.DispatchLedger;
import dev.entail.storage.outbox.OutboxStore;
import dev.entail.storage.sequence.SequenceStore;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.trail.TrailStore;
import java.util.ArrayList;
import java.util.List;

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
        OutboxStore.indexes(dialect).forEach((name, statement) -> {
            if (!existing.hasIndex(OutboxStore.TABLE, name)) {
                statements.add(statement);
            }
        });
        return statements;
    }
}
