package dev.entail.storage.outbox;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A piece of work that is to be owed.
 *
 * @param sideEffect name of the side effect
 * @param record name of the record's entity, relation, view or union
 * @param recordId what the effect is about
 * @param effect the effect as text
 * @param occurredAt when it came about, to the millisecond; it is due from then on
 */
public record NewOutboxRow(String sideEffect, String record, RecordId recordId, String effect, Instant occurredAt) {
    public NewOutboxRow {
        Objects.requireNonNull(sideEffect, "sideEffect");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(recordId, "recordId");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(occurredAt, "occurredAt");
    }

    List<Object> values() {
        return List.of(sideEffect, record, recordId.value(), effect, occurredAt, occurredAt, 0L, 0L, false);
    }
}
