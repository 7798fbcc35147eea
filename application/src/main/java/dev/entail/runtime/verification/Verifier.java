package dev.entail.runtime.verification;

import dev.entail.core.computation.CustomRecords;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.storage.EntityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Verifies and repairs the derived values of an open model. Thread-safe. */
public final class Verifier {
    private final EntityStore store;
    private final Controller controller;

    /** A verifier of what a store holds; repairs go through a controller. */
    public Verifier(EntityStore store, Controller controller) {
        this.store = store;
        this.controller = controller;
    }

    /** Makes the records that computations yield and that have never been made, though something follows from no records. */
    public void makeFirstRecords() {
        for (DerivedValue derived : store.model().evaluationOrder()) {
            if (CustomRecords.marked(derived.value().name()) != null
                    && RecordsVerification.isToBegin(store, derived.value())) {
                new Verification(store, controller, new Recipes(store)::of, true, drift -> {}, progress -> {})
                        .run(derived);
            }
        }
    }

    /** Computes every derived value again and compares. */
    public VerificationReport verify() {
        return run(derived -> true, true, false, each -> {});
    }

    /** The same, and brings wrong values to what they should be. */
    public VerificationReport repair() {
        return run(derived -> true, true, true, each -> {});
    }

    /**
     * Brings one value of all records to what it should be.
     *
     * @param record name of the entity or relation, or {@link Model#GLOBALS}
     * @param value name of a derived value
     * @param progress hears of each page of records
     * @throws EntailException {@code UNKNOWN_NAME} if there is no such derived value
     */
    public VerificationReport rebuild(String record, String value, Consumer<Progress> progress) {
        String path = record + "." + value;
        if (store.model().evaluationOrder().stream()
                .noneMatch(derived -> derived.path().equals(path))) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "The model derives no value '" + path + "'; it derives "
                            + store.model().evaluationOrder().stream()
                                    .filter(derived -> !derived.value().isHidden())
                                    .map(DerivedValue::path)
                                    .toList());
        }
        return run(derived -> isPartOf(derived, record, value), false, true, progress);
    }

    /** Hidden values that a value is made of have its name and a sign. */
    private static boolean isPartOf(DerivedValue derived, String record, String value) {
        String name = derived.value().name();
        return derived.record().equals(record) && (name.equals(value) || name.startsWith(value + "$"));
    }

    private VerificationReport run(
            Predicate<DerivedValue> chosen, boolean projections, boolean repairs, Consumer<Progress> progress) {
        List<Drift> drift = new ArrayList<>();
        long[] wrong = new long[1];
        Consumer<Drift> listener = each -> {
            wrong[0]++;
            if (drift.size() < VerificationReport.LIMIT) {
                drift.add(each);
            }
        };
        Verification verification =
                new Verification(store, controller, new Recipes(store)::of, repairs, listener, progress);
        long looked = 0;
        for (DerivedValue derived : store.model().evaluationOrder()) {
            if (chosen.test(derived)) {
                looked += verification.run(derived);
            }
        }
        if (projections) {
            looked += new ProjectionVerification(store, controller, repairs, listener, progress).runAll();
        }
        return new VerificationReport(looked, drift, wrong[0]);
    }
}
