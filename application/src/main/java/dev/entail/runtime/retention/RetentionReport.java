package dev.entail.runtime.retention;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was deleted because its time was over (RET-02).
 *
 * @param removed how many records, by the names of their entities and relations; those that went with them are not counted
 */
public record RetentionReport(Map<String, Long> removed) {
    public RetentionReport {
        removed = Collections.unmodifiableMap(new LinkedHashMap<>(removed));
    }

    /** How many records in all. */
    public long total() {
        return removed.values().stream().mapToLong(Long::longValue).sum();
    }
}
