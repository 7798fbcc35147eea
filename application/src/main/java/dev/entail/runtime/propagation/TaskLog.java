package dev.entail.runtime.propagation;

import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.task.TaskKey;
import dev.entail.storage.task.TaskStore;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Where work for others is written down.
 *
 * @param store the tasks
 * @param clock tells when they were asked for
 */
public record TaskLog(TaskStore store, InstantSource clock) {
    void add(Jdbc jdbc, Map<TaskKey, String> wanted) {
        store.add(jdbc, List.copyOf(wanted.entrySet()), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
