package dev.entail.runtime.verification;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.runtime.computation.Difference;
import dev.entail.runtime.computation.Yielded;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Has all records of an entity or relation yielded again and compares them with the stored ones, in one transaction. */
record RecordsVerification(EntityStore store, Controller controller, boolean repairs, Consumer<Drift> listener) {
    /** Whether records have never been made that follow from nothing. */
    static boolean isToBegin(EntityStore store, ValueModel marker) {
        return store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(marker, jdbc)))
                .isEmpty();
    }

    long run(ValueModel marker, Computation.Immediate reader) {
        RecordModel record = store.model().record(Objects.requireNonNull(CustomRecords.marked(marker.name())));
        TransactionOptions options = TransactionOptions.DEFAULT
                .withName("verify " + record.name())
                .withIsolation(IsolationLevel.SERIALIZABLE);
        Difference found = controller
                .write(options, propagation -> {
                    Difference difference = new Yielded(record)
                            .compare(new GlobalRead(store, marker, reader).read(), propagation.session()::query);
                    if (repairs) {
                        difference.apply(propagation);
                        propagation.session().deriveGlobal(marker, true);
                    }
                    return difference;
                })
                .value();
        found.surplus().forEach(id -> listener.accept(new Drift(record.name(), id, "id", id, null)));
        found.changed()
                .forEach((id, changes) -> changes.forEach((name, change) ->
                        listener.accept(new Drift(record.name(), id, name, change.stored(), change.expected()))));
        found.missing().keySet().forEach(key -> listener.accept(new Drift(record.name(), null, "id", null, key)));
        return 1;
    }
}
