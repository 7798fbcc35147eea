package dev.entail.storage.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that changes rows, once for each list of values.
 *
 * @param rows one list of values for each time, one at least
 */
public record StatementBatch(SqlTemplate template, List<? extends List<? extends @Nullable Object>> rows) {}
