package dev.entail.storage.task;

import dev.entail.core.value.RecordId;
import java.util.List;

/**
 * What makes tasks follow on each other: of those with the same key the newest counts (ASY-04).
 *
 * @param place what the result is for, such as {@code Page.summary}
 * @param record whose value it is
 * @param freshness text that tells requests for the same value apart, often empty
 */
public record TaskKey(String place, RecordId record, String freshness) {
    List<Object> values() {
        return List.of(place, record.value(), freshness);
    }
}
