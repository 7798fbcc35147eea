package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Projection;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.storage.EntityStore;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.write.LinkCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Computes values that a model has gained for the records that are there already, each after those that it follows from: with one
 * statement where the database can count, page by page otherwise. What is done is remembered, so that it goes on where it was if the process ends.
 */
public final class Filler {
    private final EntityStore store;
    private final Controller controller;

    /** Fills what a store holds; writes go through a controller. */
    public Filler(EntityStore store, Controller controller) {
        this.store = store;
        this.controller = controller;
    }

    /**
     * Computes all that is missing.
     *
     * @param progress hears of each page of records
     */
    public void fill(Consumer<Progress> progress) {
        if (store.unfilled().isEmpty()) {
            return;
        }
        Verification verification =
                new Verification(store, controller, new Recipes(store)::ofNew, true, drift -> {}, progress);
        Set<String> left = new LinkedHashSet<>(store.unfilled());
        Map<String, String> last = new LinkedHashMap<>();
        List<DerivedValue> all = derived();
        all.forEach(derived -> last.put(stored(derived), derived.path()));
        for (DerivedValue derived : all) {
            String path = stored(derived);
            if (left.contains(path)) {
                if (!countLinks(derived, progress)) {
                    verification.run(derived);
                }
                if (derived.path().equals(last.get(path))) {
                    store.filled(path);
                    left.remove(path);
                }
            }
        }
        fillProjections(left, progress);
        // What is left is kept beside what is computed now.
        left.forEach(store::filled);
        new Verifier(store, controller).makeFirstRecords();
    }

    /**
     * Has the database count what can be counted with one statement. Whatever follows from a value that is new is new as well, and
     * computed after it, so nobody needs to be told.
     *
     * @return false if it takes more than that; nothing has been done then
     */
    private boolean countLinks(DerivedValue derived, Consumer<Progress> progress) {
        if (derived.record().equals(Model.GLOBALS)
                || !(derived.value().computation() instanceof Count count)
                || count.condition() != null
                || derived.value().property().isHot()) {
            return false;
        }
        Navigation navigation = ItemScope.of(store.model(), derived.record(), count.items())
                .orElseThrow()
                .navigation();
        Optional<SqlTemplate> statement = navigation == null
                ? Optional.empty()
                : new LinkCounts(store.schema(), store.dialect()).fill(derived.record(), derived.value(), navigation);
        statement.ifPresent(counting -> {
            // Who writes meanwhile does not know of the value, at whatever isolation.
            int records = controller
                    .write(
                            TransactionOptions.DEFAULT.withName("fill " + derived.path()),
                            propagation -> store.transactions().reading(jdbc -> jdbc.update(counting, List.of())))
                    .value();
            progress.accept(new Progress(derived.path(), records));
        });
        return statement.isPresent();
    }

    /** What is made of records comes after the values that it is made of; values that look at it follow as ever. */
    private void fillProjections(Set<String> left, Consumer<Progress> progress) {
        ProjectionVerification projecting = new ProjectionVerification(store, controller, true, drift -> {}, progress);
        for (RecordModel record : store.model().records().values()) {
            for (Computation.OfRecords computation : record.computations()) {
                if (computation instanceof Projection projection) {
                    String path = Projections.path(record, projection);
                    if (left.contains(path)) {
                        projecting.run(record, projection);
                        store.filled(path);
                        left.remove(path);
                    }
                }
            }
        }
    }

    /** All that can be computed, each after what it follows from; states of machines follow from nothing. */
    private List<DerivedValue> derived() {
        List<DerivedValue> all = new ArrayList<>();
        for (RecordModel record : store.model().records().values()) {
            if (record.isConcrete()) {
                record.values().values().stream()
                        .filter(value ->
                                value.computation() == null && value.machine().isPresent())
                        .forEach(value -> all.add(new DerivedValue(record.name(), value)));
            }
        }
        all.addAll(store.model().evaluationOrder());
        return all;
    }

    /** Where it is stored; entities that share unions share a table. */
    private String stored(DerivedValue derived) {
        return derived.record().equals(Model.GLOBALS)
                ? derived.path()
                : store.model().rootOf(derived.record()).name() + "."
                        + derived.value().name();
    }
}
