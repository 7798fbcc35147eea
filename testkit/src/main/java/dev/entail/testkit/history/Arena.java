package dev.entail.testkit.history;

import dev.entail.core.definition.Entity;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.testkit.reference.Entailed;
import dev.entail.testkit.reference.ReferenceStore;
import dev.entail.testkit.reference.ReferenceView;
import java.util.List;
import java.util.Optional;
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
            clear().ifPresent(difference -> {
                throw new DifferenceFound(difference.kind(), difference.text());
            });
        }
        dirty = true;
        return current;
    }

    /**
     * Deletes everything.
     *
     * @return what is then not as it is in a store that nothing has happened to
     */
    Optional<Difference> clear() {
        try {
            deleteAll();
            current.settle();
            new StateComparison(current, new Binding()).compare(new ReferenceStore(current.model()).view());
            dirty = false;
            return Optional.empty();
        } catch (DifferenceFound e) {
            return Optional.of(cleared(e.difference().toString()));
        } catch (RuntimeException e) {
            return Optional.of(cleared("it failed: " + e));
        }
    }

    private static Difference cleared(String text) {
        return new Difference("clearing", "when everything was deleted, " + text);
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

    private void deleteAll() {
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
    }

    private static Query all(String record) {
        return new Query(record, List.of(), Match.all(), List.of(), Page.ALL);
    }
}
