package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Table;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.transaction.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Increments that nobody needs the result of: coalesced per row, sent in one fixed order of tables and rows, so that two
 * transactions never wait for each other because of them.
 */
final class PendingIncrements {
    private final Map<Target, Map<Column, Number>> deltas;
    private final WriteTemplates templates;
    private final SlotPool slots;
    private final Transaction transaction;
    private OptionalInt slot = OptionalInt.empty();

    /** Increments of one transaction, which has a slot of its own for those of hot columns. */
    PendingIncrements(WriteTemplates templates, SlotPool slots, Transaction transaction) {
        this.deltas = new TreeMap<>(templates.updateBeforeInsert() ? Target.BY_ROW : Target.BY_TABLE);
        this.templates = templates;
        this.slots = slots;
        this.transaction = transaction;
    }

    void add(Table table, Comparable<?> key, Column column, Number delta) {
        deltas.computeIfAbsent(new Target(table, table.isHot(column), key), target -> newColumns())
                .merge(column, delta, (left, right) -> Counters.add(column.type(), left, right));
    }

    /** Forgets a row that is about to be deleted. */
    void forget(Table table, Comparable<?> key) {
        deltas.remove(new Target(table, false, key));
        deltas.remove(new Target(table, true, key));
    }

    void clear() {
        deltas.clear();
    }

    /** Whether every row that waits is known to be there until the end of the transaction; a slot proves it by its foreign key. */
    boolean allMatch(BiPredicate<Table, Comparable<?>> isThere) {
        return deltas.keySet().stream().allMatch(target -> target.hot() || isThere.test(target.table(), target.key()));
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
                SqlTemplate template = template(target, List.copyOf(columns.keySet()));
                if (batches.isEmpty() || !batches.getLast().template().equals(template)) {
                    batches.add(new TableBatch(target.table(), template, new ArrayList<>()));
                }
                batches.getLast().rows().add(values(target, columns.values()));
            }
        });
        deltas.clear();
        return batches;
    }

    private SqlTemplate template(Target target, List<Column> columns) {
        return target.hot()
                ? templates.addToSlot(target.table(), columns)
                : templates.increment(target.table(), columns);
    }

    /** The parameters of the statement for a row. */
    private List<Object> values(Target target, Collection<Number> added) {
        List<Object> values = new ArrayList<>(added);
        if (target.hot()) {
            values.add(0, target.key());
            values.add(1, (long) slot());
            values.addAll(added);
        } else {
            values.add(target.key());
        }
        return values;
    }

    private int slot() {
        if (slot.isEmpty()) {
            SlotPool.Lease lease = slots.lease();
            transaction.onEnd(lease.end());
            slot = OptionalInt.of(lease.slot());
        }
        return slot.getAsInt();
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

    /**
     * A row, or one of its slots, in the order in which rows are locked.
     *
     * @param hot whether it is a slot
     */
    private record Target(Table table, boolean hot, Comparable<?> key) {
        @SuppressWarnings("unchecked") // keys of one table are of one type
        private static final Comparator<Target> BY_KEY =
                Comparator.comparing(target -> (Comparable<Object>) target.key());

        private static final Comparator<Target> BY_NAME =
                Comparator.comparing(target -> target.table().name());

        /** All rows of a table, then all slots beside it: few batches. */
        static final Comparator<Target> BY_TABLE =
                BY_NAME.thenComparing(Target::hot).thenComparing(BY_KEY);

        /** Each row before its slot, for databases that lock the row when the slot is new. */
        static final Comparator<Target> BY_ROW = BY_NAME.thenComparing(BY_KEY).thenComparing(Target::hot);
    }

    /**
     * Increments of rows of one table by one statement.
     *
     * @param rows what to add to each column, and the key of the row
     */
    record TableBatch(Table table, SqlTemplate template, List<List<Object>> rows) {}
}
