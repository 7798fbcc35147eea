package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Increments that nobody needs the result of: coalesced per row, sent in one fixed order of tables and rows, so that two
 * transactions never wait for each other because of them.
 */
final class PendingIncrements {
    private final Map<Target, Map<Column, Number>> deltas = new TreeMap<>(Target.ORDER);
    private final WriteTemplates templates;

    PendingIncrements(WriteTemplates templates) {
        this.templates = templates;
    }

    void add(Table table, Comparable<?> key, Column column, Number delta) {
        deltas.computeIfAbsent(new Target(table, key), target -> newColumns())
                .merge(column, delta, (left, right) -> Counters.add(column.type(), left, right));
    }

    /** Forgets a row that is about to be deleted. */
    void forget(Table table, Comparable<?> key) {
        deltas.remove(new Target(table, key));
    }

    void clear() {
        deltas.clear();
    }

    /** Whether every row that waits is known to be there until the end of the transaction. */
    boolean allMatch(BiPredicate<Table, Comparable<?>> isThere) {
        return deltas.keySet().stream().allMatch(target -> isThere.test(target.table(), target.key()));
    }

    void flush(Jdbc jdbc) {
        take().forEach(batch -> send(jdbc, batch));
    }

    /** Takes out everything, in the order in which it is to be sent. */
    List<TableBatch> take() {
        List<TableBatch> batches = new ArrayList<>();
        deltas.forEach((target, columns) -> {
            columns.values().removeIf(PendingIncrements::isZero);
            if (!columns.isEmpty()) {
                SqlTemplate template = templates.increment(target.table(), List.copyOf(columns.keySet()));
                List<Object> values = new ArrayList<>(columns.values());
                values.add(target.key());
                if (batches.isEmpty() || !batches.getLast().template().equals(template)) {
                    batches.add(new TableBatch(target.table(), template, new ArrayList<>()));
                }
                batches.getLast().rows().add(values);
            }
        });
        deltas.clear();
        return batches;
    }

    /** A row that is gone, perhaps deleted by somebody else in the meantime, must not go unnoticed. */
    static void send(Jdbc jdbc, TableBatch batch) {
        for (int missing : jdbc.updateAll(batch.template(), batch.rows())) {
            List<Object> values = batch.rows().get(missing);
            Object id = values.get(values.size() - 1);
            throw new EntailException(
                    ErrorCode.REFERENCE_NOT_FOUND.name(),
                    "There is no " + batch.table().name() + " with id " + id
                            + " to keep a derived value of; it may have been deleted",
                    Map.of("record", batch.table().name(), "id", id.toString()));
        }
    }

    static Map<Column, Number> newColumns() {
        return new TreeMap<>(Comparator.comparing(Column::name));
    }

    private static boolean isZero(Number delta) {
        return delta.doubleValue() == 0.0;
    }

    /** A row, in the order in which rows are locked. */
    private record Target(Table table, Comparable<?> key) {
        @SuppressWarnings("unchecked") // keys of one table are of one type
        static final Comparator<Target> ORDER = Comparator.comparing(
                        (Target target) -> target.table().name())
                .thenComparing(target -> (Comparable<Object>) target.key());
    }

    /**
     * Increments of rows of one table by one statement.
     *
     * @param rows what to add to each column, and the key of the row
     */
    record TableBatch(Table table, SqlTemplate template, List<List<Object>> rows) {}
}
