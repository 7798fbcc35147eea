package dev.entail.runtime.verification;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.RecordModel;
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
import java.util.Collections;
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
public final class Verification {
    private static final int PAGE = 500;
    private static final double ROUNDING = 1e-9;

    private final EntityStore store;
    private final Controller controller;
    private final boolean repairs;
    private final Consumer<Drift> listener;

    /**
     * A verification.
     *
     * @param controller runs writes
     * @param repairs whether values are brought to what they should be
     * @param listener hears of each value that is not what it should be
     */
    public Verification(EntityStore store, Controller controller, boolean repairs, Consumer<Drift> listener) {
        this.store = store;
        this.controller = controller;
        this.repairs = repairs;
        this.listener = listener;
    }

    /**
     * Looks at every record that has a derived value.
     *
     * @return how many values were looked at
     */
    public long run(DerivedValue derived) {
        if (derived.record().equals(Model.GLOBALS)) {
            return runGlobal(derived.value());
        }
        Recipe recipe = recipe(derived);
        if (recipe == null) {
            return 0;
        }
        Query query = Query.of(derived.record())
                .select(derived.value().name())
                .select(recipe.inputs())
                .orderBy(Order.ascending("id"))
                .limit(PAGE);
        long looked = 0;
        for (Page page = page(derived, recipe, query); ; page = page(derived, recipe, query)) {
            page.drift().forEach(listener);
            looked += page.size();
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
                    Recipe now = recipe.now();
                    List<Drift> drift = new ArrayList<>();
                    for (Row row : slice.rows()) {
                        Object stored = row.get(derived.value().name());
                        Object expected = now.value(row);
                        if (!isSame(stored, expected)) {
                            drift.add(new Drift(
                                    derived.record(), row.id(), derived.value().name(), stored, expected));
                        }
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
        drift.forEach(each -> changes.put(
                Objects.requireNonNull(each.id()),
                Collections.singletonMap(derived.value().name(), each.expected())));
        propagation.session().derive(derived.record(), changes);
    }

    private @Nullable Recipe recipe(DerivedValue derived) {
        ValueModel value = derived.value();
        RecordModel holder = store.model().record(derived.record());
        return switch (Objects.requireNonNull(value.computation())) {
            case Count count -> ItemsRecipe.of(store.model(), derived, count.items(), count.condition());
            case Summation sum -> ItemsRecipe.of(store.model(), derived, sum.items(), sum.summand());
            case Computed computed -> new ComputedRecipe(derived, computed);
            case Lookup lookup -> new LookupRecipe(holder, lookup);
            case Custom custom -> new CustomRecipe(derived, custom);
            case GlobalValue global ->
                new CopyRecipe(
                        store, Objects.requireNonNull(store.model().globals().get(global.global())));
            // Numbers depend on what others took, states on what has happened.
            case Sequence sequence -> null;
            case StateMachine machine -> null;
        };
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
            comparison = propagation ->
                    compareGlobal(global, new GlobalTotal(store, record, global).compute(), propagation).stream()
                            .toList();
        } else if (global.computation() instanceof Custom custom && CustomRecords.marked(global.name()) != null) {
            return new RecordsVerification(store, controller, repairs, listener).run(global, custom);
        } else if (global.computation() instanceof Custom custom) {
            comparison = propagation -> {
                List<Drift> drift = new ArrayList<>();
                new GlobalCustom(store, global, custom)
                        .compute()
                        .forEach((value, expected) ->
                                compareGlobal(value, expected, propagation).ifPresent(drift::add));
                return drift;
            };
        } else {
            return 0;
        }
        TransactionOptions options = TransactionOptions.DEFAULT
                .withName("verify " + global.name())
                .withIsolation(IsolationLevel.SERIALIZABLE);
        controller.write(options, comparison).value().forEach(listener);
        return 1;
    }

    private Optional<Drift> compareGlobal(ValueModel global, @Nullable Object expected, Propagation propagation) {
        Object stored = store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(global, jdbc)))
                .orElse(null);
        if (isSame(stored, expected)) {
            return Optional.empty();
        }
        if (repairs && global.isCounter()) {
            ValueType type = global.property().type();
            Number wrong = (Number) Objects.requireNonNull(stored);
            propagation.increaseGlobal(global, type.add((Number) Objects.requireNonNull(expected), type.negate(wrong)));
        } else if (repairs) {
            propagation.session().deriveGlobal(global, expected);
        }
        return Optional.of(new Drift(Model.GLOBALS, Model.GLOBALS_ID, global.name(), stored, expected));
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
