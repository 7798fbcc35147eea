package dev.entail.testkit.invariant;

import dev.entail.Entail;
import dev.entail.core.computation.Sequence;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares every derived value with a naive recomputation from what is stored. Reads the whole database; meant for tests.
 */
public final class DerivedValues {
    private final Entail entail;

    private DerivedValues(Entail entail) {
        this.entail = entail;
    }

    /** What differs, one line a value; empty if everything is true. */
    public static List<String> drift(Entail entail) {
        return new DerivedValues(entail).find();
    }

    /** Fails if anything differs. */
    public static void assertTrue(Entail entail) {
        List<String> drift = drift(entail);
        if (!drift.isEmpty()) {
            throw new AssertionError(
                    "derived values differ from their recomputation:\n  " + String.join("\n  ", drift));
        }
    }

    private List<String> find() {
        List<String> drift = new ArrayList<>();
        entail.verify().drift().forEach(each -> drift.add(each.toString()));
        for (Model.DerivedValue derived : entail.model().evaluationOrder()) {
            if (derived.value().computation() instanceof Sequence sequence) {
                compareNumbers(entail.model().record(derived.record()), derived.value(), sequence, drift);
            }
        }
        return drift;
    }

    /** Numbers cannot be computed again, but they are on the grid of their sequence, and each is there once in its scope. */
    private void compareNumbers(RecordModel record, ValueModel value, Sequence sequence, List<String> drift) {
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (Row row : entail.query(record.name())
                .select(value.name())
                .select(sequence.scope().toArray(String[]::new))
                .unbounded()
                .list()) {
            if (!(row.get(value.name()) instanceof Long number) || sequence.manual()) {
                continue;
            }
            List<@Nullable Object> key = new ArrayList<>();
            key.add(number);
            for (String attribute : sequence.scope()) {
                key.add(row.get(attribute) instanceof Row related ? related.id() : row.get(attribute));
            }
            // A scope that was deleted is nobody's any more.
            boolean twice = !key.contains(null) && !seen.add(key);
            if (twice || (number - sequence.start()) % sequence.step() != 0 || number <= sequence.start()) {
                drift.add(record.name() + " " + row.id() + "." + value.name() + " is " + number
                        + (twice ? ", as another one of its scope" : ", off the grid of its sequence"));
            }
        }
    }
}
