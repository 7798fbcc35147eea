package dev.entail.storage.write;

import dev.entail.core.value.RecordId;

/**
 * Names one record of the model.
 *
 * @param record entity or relation
 * @param id the record
 */
record RecordKey(String record, RecordId id) {}
