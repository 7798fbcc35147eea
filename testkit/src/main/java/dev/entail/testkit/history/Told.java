package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import java.util.Map;

/**
 * An event in a form in which two can be compared: facts only, ends of symmetric links in one order.
 *
 * @param kind created, updated or deleted
 * @param record name of the record
 * @param id the record
 * @param values its facts; of an update for each changed one what it was and what it is
 */
record Told(String kind, String record, RecordId id, Map<String, Object> values) {
    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String DELETED = "deleted";

    @Override
    public String toString() {
        return kind + " " + record + " #" + id + " " + Text.of(values);
    }
}
