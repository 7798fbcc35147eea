package dev.entail.runtime.verification;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Summation;
import dev.entail.core.match.Match;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Query;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.computation.Contribution;
import dev.entail.storage.EntityStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A count or sum over all records, computed again. */
record GlobalTotal(EntityStore store, String record, ValueModel global) {
    Number compute() {
        ItemFunction<?> function = function();
        Query all = Query.of(record);
        if (function == null) {
            return store.transactions().reading(jdbc -> store.queries().count(all, jdbc));
        }
        if (function.plain()) {
            return addedUp(all, function.inputs().get(0));
        }
        ItemScope scope = new ItemScope(store.model().record(record), null, null);
        Contribution contribution = Contribution.of(scope, function, new Model.DerivedValue(Model.GLOBALS, global));
        ValueType type = global.property().type();
        AtomicReference<Number> total = new AtomicReference<>(type.zero());
        Query rows = all.select(function.inputs().toArray(String[]::new)).unbounded();
        store.transactions().reading(jdbc -> {
            store.queries()
                    .forEach(
                            rows,
                            jdbc,
                            row -> total.set(type.add(total.get(), contribution.of(row.id(), row.values(), Map.of()))));
            return 0;
        });
        return total.get();
    }

    /** The sum of a value as it is stored, or how many have a true one. */
    private Number addedUp(Query all, String input) {
        ValueType type = global.property().type();
        if (global.computation() instanceof Count) {
            return store.transactions().reading(jdbc -> store.queries().count(all.where(Match.eq(input, true)), jdbc));
        }
        Object sum = store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries()
                        .aggregate(all, List.of(Aggregate.sum(input)), jdbc)
                        .get(0)))
                .orElse(type.zero());
        return (Number) type.normalize(sum, "the sum of " + input);
    }

    private @Nullable ItemFunction<?> function() {
        return switch (global.computation()) {
            case Count count -> count.condition();
            case Summation sum -> sum.summand();
            case null, default -> throw new IllegalStateException("The other global values are not stored");
        };
    }
}
