package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Slice;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes derived values again. Records are looked at page by page, each page in a transaction of its own at SERIALIZABLE,
 * so that memory is bounded and nobody waits for long; values come after those that they follow from.
 */
final class Verification {
    private static final int PAGE = 500;
    private static final double ROUNDING = 1e-9;

    private final EntityStore store;
    private final Function<DerivedValue, @Nullable Recipe> recipes;
    private final Controller controller;
    private final boolean repairs;
    private final Consumer<Drift> listener;
    private final Consumer<Progress> progress;

    /**
     * A verification.
     *
     * @param controller runs writes
     * @param recipes what values of records should be; null for values that are passed over
     * @param repairs whether values are brought to what they should be
     * @param listener hears of each value that is not what it should be
     * @param progress hears of each page
     */
    Verification(
            EntityStore store,
            Controller controller,
            Function<DerivedValue, @Nullable Recipe> recipes,
            boolean repairs,
            Consumer<Drift> listener,
            Consumer<Progress> progress) {
        this.store = store;
        this.recipes = recipes;
        this.controller = controller;
        this.repairs = repairs;
        this.listener = listener;
        this.progress = progress;
    }

    /**
     * Looks at every record that has a derived value.
     *
     * @return how many values were looked at
     */
    long run(DerivedValue derived) {
        if (derived.record().equals(Model.GLOBALS)) {
            return runGlobal(derived.value());
        }
        Recipe recipe = recipes.apply(derived);
        if (recipe == null) {
            return 0;
        }
        Query query = Query.of(derived.record())
                .select(derived.value().name())
                .select(recipe.read())
                .orderBy(Order.ascending("id"))
                .page(PAGE);
        long looked = 0;
        for (Page page = page(derived, recipe, query); ; page = page(derived, recipe, query)) {
            page.drift().forEach(listener);
            looked += page.size();
            progress.accept(new Progress(derived.path(), looked));
            if (page.next() == null) {
                return looked;
            }
            query = page.next();
        }
    }

    private Page page(DerivedValue derived, Recipe recipe, Query query) {
        TransactionOptions options = TransactionOptions.DEFAULT
                .withName("verify " + derived.path())
                .withIsolation(IsolationLevel.SERIALIZABLE);
        return controller
                .write(options, propagation -> {
                    Slice slice =
                            store.transactions().reading(jdbc -> store.queries().slice(query, jdbc));
                    Recipe now = recipe.forPage(slice.rows(), propagation.now());
                    List<Drift> drift = new ArrayList<>();
                    for (Row row : slice.rows()) {
                        Map<String, @Nullable Object> expected = new LinkedHashMap<>(now.beside(row));
                        expected.put(derived.value().name(), now.value(row));
                        expected.forEach((name, value) -> {
                            if (!isSame(row.get(name), value)) {
                                drift.add(new Drift(derived.record(), row.id(), name, row.get(name), value));
                            }
                        });
                    }
                    if (repairs && !drift.isEmpty()) {
                        repair(derived, drift, propagation);
                    }
                    return new Page(
                            slice.rows().size(),
                            drift,
                            slice.next().map(query::after).orElse(null));
                })
                .value();
    }

    private static void repair(DerivedValue derived, List<Drift> drift, Propagation propagation) {
        Map<RecordId, Map<String, @Nullable Object>> changes = new LinkedHashMap<>();
        drift.forEach(each -> changes.computeIfAbsent(Objects.requireNonNull(each.id()), id -> new LinkedHashMap<>())
                .put(each.value(), each.expected()));
        propagation.session().derive(derived.record(), changes);
    }

    private long runGlobal(ValueModel global) {
        Items items = switch (global.computation()) {
            case Count count -> count.items();
            case Summation sum -> sum.items();
            case null, default -> null;
        };
        Function<Propagation, List<Drift>> comparison;
        if (items instanceof Items.All all) {
            String record = all.record().name();
            comparison =
                    propagation -> compareGlobal(global, new GlobalTotal(store, record, global).compute(), propagation);
        } else if (global.computation() instanceof Computation.Immediate reader
                && CustomRecords.marked(global.name()) != null) {
            return new RecordsVerification(store, controller, repairs, listener).run(global, reader);
        } else if (global.computation() instanceof Computation.Immediate reader) {
            comparison = propagation -> {
                List<Drift> drift = new ArrayList<>();
                new GlobalRead(store, global, reader).compute(propagation.now()).forEach((name, expected) -> {
                    ValueModel value =
                            Objects.requireNonNull(store.model().globals().get(name), name);
                    drift.addAll(compareGlobal(value, expected, propagation));
                });
                return drift;
            };
        } else {
            return 0;
        }
        TransactionOptions options = TransactionOptions.DEFAULT
                .withName("verify " + global.name())
                .withIsolation(IsolationLevel.SERIALIZABLE);
        controller.write(options, comparison).value().forEach(listener);
        progress.accept(new Progress(Model.GLOBALS + "." + global.name(), 1));
        return 1;
    }

    private List<Drift> compareGlobal(ValueModel global, @Nullable Object expected, Propagation propagation) {
        Object stored = store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(global, jdbc)))
                .orElse(null);
        if (isSame(stored, expected)) {
            return List.of();
        }
        if (repairs && global.isCounter()) {
            ValueType type = global.property().type();
            Number wrong = (Number) Objects.requireNonNull(stored);
            propagation.increaseGlobal(global, type.add((Number) Objects.requireNonNull(expected), type.negate(wrong)));
        } else if (repairs) {
            propagation.session().deriveGlobal(global, expected);
        }
        return List.of(new Drift(Model.GLOBALS, Model.GLOBALS_ID, global.name(), stored, expected));
    }

    /** Floating-point numbers that were added up in another order differ in their last digits. */
    private static boolean isSame(@Nullable Object stored, @Nullable Object expected) {
        return stored instanceof Double left && expected instanceof Double right
                ? Math.abs(left - right) <= ROUNDING * Math.max(Math.abs(left), Math.abs(right))
                : Objects.equals(stored, expected);
    }

    private record Page(
            int size, List<Drift> drift, @Nullable Query next) {}
}
