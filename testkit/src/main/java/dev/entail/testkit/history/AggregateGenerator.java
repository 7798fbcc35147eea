package dev.entail.testkit.history;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.ValueType;
import java.util.List;

/** Random counts, sums, means and truths, of related records and of all records. */
final class AggregateGenerator {
    private final Sketch sketch;
    private final Choices choices;
    private final Inputs inputs;
    private int counters;

    AggregateGenerator(Sketch sketch, Inputs inputs) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        this.inputs = inputs;
    }

    /** A value of the whole model. */
    void global() {
        RecordDefinition record = choices.of(sketch.facts());
        List<String> all = inputs.of(inputs.record(record), "", true);
        all.addAll(inputs.settings(true));
        if (all.isEmpty() || choices.oneIn(3)) {
            sketch.derive(Property.integer(sketch.name("g")), Count.of(record));
            return;
        }
        String input = inputs.chosen(all);
        ValueType type = inputs.type(inputs.record(record), input);
        String name = sketch.name("g");
        sketch.inherit(name, input);
        switch (choices.below(5)) {
            case 0 -> sketch.derive(Property.of(name, type), Summation.of(record, input));
            case 1 -> {
                Average average = Average.of(record, input);
                sketch.round(name);
                sketch.derive(type == ValueType.NUMBER ? Property.number(name) : Property.decimal(name), average);
            }
            case 2 ->
                sketch.derive(Property.bool(name), Every.of(record, List.of(input), row -> row.get(input) != null));
            case 3 ->
                sketch.derive(
                        Property.integer(name),
                        Count.of(record).where(List.of(input), row -> Fingerprint.below(2, row.get(input)) == 0));
            default ->
                sketch.derive(Property.bool(name), Any.of(record, List.of(input), row -> row.get(input) != null));
        }
    }

    /** A value of each record of a holder. */
    void related(RecordDefinition holder) {
        List<Navigation> navigations =
                List.copyOf(inputs.record(holder).navigations().values());
        if (navigations.isEmpty()) {
            return;
        }
        Navigation navigation = choices.of(navigations);
        if (navigation.isEnd()) {
            return;
        }
        RecordModel link = inputs.model().record(navigation.relation().name());
        if (!(link.definition() instanceof Relation) && !sketch.has(Feature.SET_WRITES)) {
            return;
        }
        RecordModel items = inputs.model().record(navigation.targetRecord());
        List<String> all = inputs.of(items, "", true);
        all.addAll(inputs.of(link, "&.", true));
        all.addAll(inputs.settings(true));
        inputs.deepPaths(items).stream()
                .filter(path -> inputs.type(items, path).isNumeric())
                .forEach(all::add);
        if (all.isEmpty() || choices.oneIn(4)) {
            sketch.derive(holder, counter(Property.integer(sketch.name("c"))), Count.of(navigation.name()));
        } else {
            over(holder, navigation, all);
        }
    }

    private void over(RecordDefinition holder, Navigation navigation, List<String> all) {
        String first = inputs.chosen(all);
        String second = choices.of(all);
        // Floating-point sums depend on the order of what is added, so that they are left to exact numbers.
        boolean exact = inputs.type(navigation, first) != ValueType.NUMBER
                && inputs.type(navigation, second) != ValueType.NUMBER;
        switch (choices.weighted(2, 4, 2, 2, navigation.many() ? 4 : 0)) {
            case 0 -> sum(holder, navigation, first);
            case 1 -> {
                if (exact && !isLarge(first) && !isLarge(second)) {
                    Property<?> sum = Property.decimal(sketch.name("w"));
                    sketch.enlarge(sum.name());
                    sketch.derive(holder, sum, WeightedSummation.of(navigation.name(), first, second));
                } else {
                    truth(holder, navigation, first, second);
                }
            }
            case 2 -> {
                String name = sketch.name("m");
                Average average = Average.of(navigation.name(), first);
                sketch.inherit(name, first);
                if (!exact) {
                    sketch.round(name);
                }
                sketch.derive(
                        holder,
                        exact ? Property.decimal(name) : Property.number(name),
                        choices.oneIn(2) ? average.ignoringNulls() : average);
            }
            case 3 ->
                sketch.derive(
                        holder,
                        counter(Property.integer(sketch.name("c"))),
                        Count.of(navigation.name())
                                .where(
                                        List.of(first, second),
                                        row -> Fingerprint.below(2, row.get(first)) == 0 || row.get(second) == null));
            default -> truth(holder, navigation, first, second);
        }
    }

    /** Each third one is hot; nothing can then be derived from it. */
    private Property<?> counter(Property<?> counter) {
        return ++counters % 3 == 0 ? counter.hot() : counter;
    }

    private boolean isLarge(String path) {
        return sketch.isLarge(path.substring(path.lastIndexOf('.') + 1).replace("@", ""));
    }

    private void sum(RecordDefinition holder, Navigation navigation, String input) {
        Property<?> sum = counter(Property.of(sketch.name("s"), inputs.type(navigation, input)));
        sketch.inherit(sum.name(), input);
        sketch.derive(holder, sum, Summation.of(navigation.name(), input));
    }

    private void truth(RecordDefinition holder, Navigation navigation, String first, String second) {
        List<String> both = List.of(first, second);
        if (!navigation.many()) {
            sum(holder, navigation, first);
        } else if (choices.oneIn(2)) {
            Every every = Every.of(
                    navigation.name(),
                    both,
                    row -> Fingerprint.below(3, row.get(first)) > 0 || row.get(second) == null);
            sketch.derive(holder, Property.bool(sketch.name("e")), every);
        } else {
            Any any = Any.of(navigation.name(), both, row -> Fingerprint.below(3, row.get(first)) == 0);
            sketch.derive(holder, Property.bool(sketch.name("y")), any);
        }
    }
}
