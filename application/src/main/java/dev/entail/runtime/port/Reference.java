package dev.entail.runtime.port;

import dev.entail.core.value.RecordId;

/**
 * A record that a call refers to and that must exist.
 *
 * @param path where the reference stands in the payload
 * @param record name of the entity
 * @param id the record
 */
public record Reference(String path, String record, RecordId id) {}
