package dev.entail.testkit.history;

import dev.entail.core.definition.Entity;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.Entailed;
import dev.entail.testkit.reference.ReferenceStore;
import dev.entail.testkit.reference.ReferenceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives an empty store for each history: the same one as long as it can be emptied, because that is much faster, or a new
 * one. Not thread-safe.
 */
final class Arena implements AutoCloseable {
    private final Supplier<? extends Subject> fresh;
    private Subject current;
    private boolean dirty;

    Arena(Supplier<? extends Subject> fresh) {
        this.fresh = fresh;
        this.current = fresh.get();
    }

    /** A store without records, whose global values are what they were at first. */
    Subject empty() {
        if (dirty) {
            try {
                clear();
            } catch (RuntimeException e) {
                throw new DifferenceFound("clearing", "deleting everything failed: " + e);
            }
        }
        dirty = true;
        return current;
    }

    /** On which database it is, for the report. */
    String where() {
        return current.where();
    }

    /** The store that was given out last. */
    Subject current() {
        return current;
    }

    /** Goes on with a new store. */
    void renew() {
        current.close();
        current = fresh.get();
        dirty = false;
    }

    @Override
    public void close() {
        current.close();
    }

    private void clear() {
        Model model = current.model();
        Set<String> made = Entailed.records(model);
        current.transaction(writer -> {
            for (RecordModel record : model.records().values()) {
                if (record.definition() instanceof Entity entity && !made.contains(entity.name())) {
                    current.list(all(record.name())).forEach(row -> writer.delete(entity, row.id()));
                }
            }
            ReferenceView pristine = new ReferenceStore(model).view();
            model.globals().values().stream()
                    .filter(global -> !global.isDerived())
                    .forEach(global -> writer.setGlobal(global, pristine.global(global)));
        });
        current.settle();
        List<String> left = new ArrayList<>();
        for (RecordModel record : model.records().values()) {
            List<Row> rows = current.list(all(record.name()));
            if (!rows.isEmpty()) {
                left.add(record.name() + " " + rows);
            }
        }
        if (!left.isEmpty()) {
            throw new DifferenceFound("clearing", "left after deleting everything: " + left);
        }
    }

    private static Query all(String record) {
        return new Query(record, List.of(), Match.all(), List.of(), Page.ALL);
    }
}
