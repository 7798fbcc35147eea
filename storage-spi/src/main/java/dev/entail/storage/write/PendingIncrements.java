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

    void flush(Jdbc jdbc) {
        SqlTemplate template = null;
        Table table = null;
        List<List<Object>> batch = new ArrayList<>();
        for (Map.Entry<Target, Map<Column, Number>> entry : deltas.entrySet()) {
            Map<Column, Number> columns = entry.getValue();
            columns.values().removeIf(PendingIncrements::isZero);
            if (columns.isEmpty()) {
                continue;
            }
            Target target = entry.getKey();
            SqlTemplate next = templates.increment(target.table(), List.copyOf(columns.keySet()));
            if (template != null && table != null && !template.equals(next)) {
                send(jdbc, template, table, batch);
                batch = new ArrayList<>();
            }
            template = next;
            table = target.table();
            List<Object> values = new ArrayList<>(columns.values());
            values.add(target.key());
            batch.add(values);
        }
        deltas.clear();
        if (template != null && table != null) {
            send(jdbc, template, table, batch);
        }
    }

    /** A row that is gone, perhaps deleted by somebody else in the meantime, must not go unnoticed. */
    private static void send(Jdbc jdbc, SqlTemplate template, Table table, List<List<Object>> batch) {
        for (int missing : jdbc.updateAll(template, batch)) {
            List<Object> values = batch.get(missing);
            Object id = values.get(values.size() - 1);
            throw new EntailException(
                    ErrorCode.REFERENCE_NOT_FOUND.name(),
                    "There is no " + table.name() + " with id " + id + " to keep a derived value of; it may have been"
                            + " deleted",
                    Map.of("record", table.name(), "id", id.toString()));
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
}
