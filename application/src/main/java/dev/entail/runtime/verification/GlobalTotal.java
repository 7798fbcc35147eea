package dev.entail.runtime.verification;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.computation.Contribution;
import dev.entail.storage.EntityStore;
import java.util.Map;
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

    private @Nullable ItemFunction<?> function() {
        return switch (global.computation()) {
            case Count count -> count.condition();
            case Summation sum -> sum.summand();
            case null, default -> throw new IllegalStateException("The other global values are not stored");
        };
    }
}
