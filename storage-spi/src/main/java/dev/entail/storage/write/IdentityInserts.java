package dev.entail.storage.write;

import dev.entail.core.definition.Constraint;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Inserts records with an identity, at once and with one statement that does nothing where the identity exists, so that of
 * any number of writers one wins and all others learn its id (STO-522, STO-524).
 */
final class IdentityInserts {
    /** A record that was in the way may be deleted before it can be read, but hardly several times. */
    private static final int ROUNDS = 10;

    private final Schema schema;
    private final WriteTemplates templates;

    IdentityInserts(Schema schema, WriteTemplates templates) {
        this.schema = schema;
        this.templates = templates;
    }

    /**
     * Inserts a row unless its identity exists.
     *
     * @return the id of the record that has the identity, {@code id} if it is this one
     */
    RecordId insert(Jdbc jdbc, StoredRecord record, RecordId id, PendingRow row) {
        Constraint.Identity identity = record.model().identity().orElseThrow();
        List<Column> key = identity.attributes().stream()
                .map(name -> Objects.requireNonNull(record.values().get(name), name))
                .toList();
        List<@Nullable Object> keyValues = new ArrayList<>();
        key.forEach(column -> keyValues.add(row.get(column)));
        Column primary = record.table().key();
        SqlTemplate select = templates.select(record.table(), List.of(primary), key, false);
        for (int round = 0; round < ROUNDS; round++) {
            if (inserted(jdbc, record, identity, row)) {
                return id;
            }
            List<RecordId> stored = jdbc.query(
                    select,
                    keyValues,
                    cells -> RecordId.of((Long) Objects.requireNonNull(cells.get(1, primary.type()))));
            if (!stored.isEmpty()) {
                return stored.get(0);
            }
        }
        throw new EntailException(
                ErrorCode.CONCURRENCY_CONFLICT,
                "Records of " + record.name()
                        + " with one identity are created and deleted at the same time; try again");
    }

    private boolean inserted(Jdbc jdbc, StoredRecord record, Constraint.Identity identity, PendingRow row) {
        Optional<SqlTemplate> unlessPresent = templates.insertUnlessPresent(
                record.table(), schema.index(identity).columns());
        if (unlessPresent.isPresent()) {
            return jdbc.update(unlessPresent.get(), row.values()) == 1;
        }
        try {
            jdbc.update(templates.insert(record.table()), row.values());
            return true;
        } catch (StorageException e) {
            if (e.constraint()
                    .filter(info -> info.name().equals(identity.name()))
                    .isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    /** Refuses an update that says of a record that it is another one; the same values are no change (MOD-93). */
    static void requireSame(RecordModel record, RecordId id, Map<String, ? extends @Nullable Object> changed) {
        record.identity().ifPresent(identity -> {
            for (String attribute : identity.attributes()) {
                if (changed.containsKey(attribute)) {
                    throw new EntailException(
                            ErrorCode.IDENTITY_IMMUTABLE.name(),
                            record.name() + "." + attribute + " is part of identity " + identity.name()
                                    + ", which never changes; create another record",
                            Map.of(
                                    "record", record.name(),
                                    "id", id.toString(),
                                    "attribute", attribute,
                                    "constraint", identity.name()));
                }
            }
        });
    }
}
