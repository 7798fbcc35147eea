package dev.entail.testkit.invariant;

import dev.entail.Entail;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Property;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        for (Model.DerivedValue derived : entail.model().evaluationOrder()) {
            if (derived.record().equals(Model.GLOBALS)) {
                compareGlobal(derived.value(), drift);
            } else {
                compare(entail.model().record(derived.record()), derived.value(), drift);
            }
        }
        return drift;
    }

    private void compare(RecordModel record, ValueModel value, List<String> drift) {
        if (value.computation() instanceof Sequence sequence) {
            compareNumbers(record, value, sequence, drift);
            return;
        }
        for (Row row : entail.query(record.name())
                .select(value.name())
                .select(paths(Objects.requireNonNull(value.computation())))
                .unbounded()
                .list()) {
            Object stored = row.get(value.name());
            Object expected = recompute(row, value);
            if (!Objects.equals(stored, expected)) {
                drift.add(record.name() + " " + row.id() + "." + value.name() + " is " + stored + ", should be "
                        + expected);
            }
        }
    }

    /** Numbers cannot be computed again, but they are on the grid of their sequence, and each is there once in its scope. */
    private void compareNumbers(RecordModel record, ValueModel value, Sequence sequence, List<String> drift) {
        Set<List<@Nullable Object>> seen = new HashSet<>();
        for (Row row : entail.query(record.name())
                .select(value.name())
                .select(paths(sequence))
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

    private static String[] paths(dev.entail.core.computation.Computation.OfValue computation) {
        return switch (computation) {
            case Count count -> new String[] {related(count.items())};
            case Summation sum -> new String[] {related(sum.items()) + "." + sum.value()};
            case Computed computed -> computed.inputs().toArray(String[]::new);
            case Sequence sequence -> sequence.scope().toArray(String[]::new);
        };
    }

    private static @Nullable Object recompute(Row row, ValueModel value) {
        return switch (Objects.requireNonNull(value.computation())) {
            case Count count -> (long) items(row, related(count.items())).size();
            case Summation sum -> sum(items(row, related(sum.items())), sum.value(), value.property());
            case Sequence sequence -> throw new IllegalStateException("Numbers are compared by themselves");
            case Computed computed -> {
                Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
                computed.inputs().forEach(input -> inputs.put(input, row.get(input)));
                yield value.property().normalize(computed.function().apply(new Row(row.id(), inputs)), value.name());
            }
        };
    }

    private void compareGlobal(ValueModel global, List<String> drift) {
        Object expected = switch (Objects.requireNonNull(global.computation())) {
            case Count count -> (long) all(count.items(), "id").size();
            case Summation sum -> sum(all(sum.items(), sum.value()), sum.value(), global.property());
            case Computed computed -> throw new IllegalStateException("There are no such globals");
            case Sequence sequence -> throw new IllegalStateException("There are no such globals");
        };
        Object stored = entail.global(global.property());
        if (!expected.equals(stored)) {
            drift.add("global " + global.name() + " is " + stored + ", should be " + expected);
        }
    }

    private List<Row> all(Items items, String value) {
        return switch (items) {
            case Items.All all ->
                entail.query(all.record()).select(value).unbounded().list();
            case Items.Related related -> throw new IllegalStateException("Global values have no relations");
        };
    }

    private static String related(Items items) {
        return switch (items) {
            case Items.Related related -> related.property();
            case Items.All all -> throw new IllegalStateException("Properties look at relations");
        };
    }

    private static List<Row> items(Row row, String attribute) {
        Object related = row.get(attribute);
        return switch (related) {
            case null -> List.of();
            case Row single -> List.of(single);
            default -> row.rows(attribute);
        };
    }

    private static Number sum(List<Row> items, String name, Property<?> property) {
        ValueType type = property.type();
        Number sum = type.zero();
        for (Row item : items) {
            if (item.get(name) instanceof Number number) {
                sum = type.add(sum, number);
            }
        }
        return sum;
    }
}
