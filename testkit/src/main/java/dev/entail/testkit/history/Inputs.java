package dev.entail.testkit.history;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What random derivations may look at, in the model so far. */
final class Inputs {
    private static final Pattern DERIVED = Pattern.compile(".*[a-z](\\d+)");

    private final Sketch sketch;
    private final Choices choices;

    Inputs(Sketch sketch) {
        this.sketch = sketch;
        this.choices = sketch.choices();
    }

    Model model() {
        return sketch.current();
    }

    RecordModel record(RecordDefinition definition) {
        return model().record(definition);
    }

    /** One of these, more often one that is derived itself, and rather a late one, so that chains become long. */
    String chosen(List<String> inputs) {
        List<String> derived = inputs.stream()
                .filter(input -> rank(input) >= 0)
                .sorted((left, right) -> Integer.compare(rank(right), rank(left)))
                .toList();
        if (derived.isEmpty() || choices.oneIn(6)) {
            return choices.of(inputs);
        }
        return choices.oneIn(2) ? derived.get(0) : choices.of(derived);
    }

    /** Some of these, in the same way. */
    List<String> chosen(List<String> inputs, int atMost) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < atMost && !inputs.isEmpty(); i++) {
            String one = chosen(inputs);
            if (!some.contains(one)) {
                some.add(one);
            }
        }
        return some;
    }

    /** Derived values are numbered in the order of declaration; -1 for all others. */
    private static int rank(String input) {
        Matcher derived = DERIVED.matcher(input);
        return derived.matches() ? Integer.parseInt(derived.group(1)) : -1;
    }

    /** Global values that others hear of: set by hand, or made of what is read or of what has happened. */
    List<String> settings(boolean numeric) {
        return model().globals().values().stream()
                .filter(global -> !global.isHidden() && !global.isCounter())
                .filter(global -> !(global.declared() instanceof Computation.Composite))
                .filter(global -> !numeric || isSummed(global))
                .map(global -> GlobalValue.PREFIX + global.name())
                .toList();
    }

    /**
     * Those that no state machine leads to. A step of one is taken as soon as something happens to a record, before others
     * hear of the same (PRP-01); so what hears of a new record later than of its first steps would go back to how it was new.
     */
    List<String> calm(RecordModel record) {
        Set<String> restless = new HashSet<>();
        for (Model.DerivedValue derived : model().evaluationOrder()) {
            if (derived.value().computation() instanceof StateMachine
                    || model().inputs(derived).stream().anyMatch(restless::contains)) {
                restless.add(derived.path());
            }
        }
        return of(record).stream()
                .filter(value -> record.concrete().stream().noneMatch(name -> restless.contains(name + "." + value)))
                .toList();
    }

    /** Values of a record, with a prefix. */
    List<String> of(RecordModel record, String prefix, boolean numeric) {
        List<String> names = new ArrayList<>();
        record.values().values().stream()
                .filter(value -> !value.isHidden()
                        && !value.discriminator()
                        && !value.property().isList())
                .filter(value -> !numeric || isSummed(value))
                .forEach(value -> names.add(prefix + value.name()));
        return names;
    }

    private boolean isSummed(ValueModel value) {
        return value.property().type().isNumeric() && !sketch.isRounded(value.name());
    }

    List<String> of(RecordModel record) {
        return of(record, "", false);
    }

    /** Paths of two and three segments over single relations, to any value that is no list. */
    List<String> deepPaths(RecordModel record) {
        List<String> paths = new ArrayList<>();
        for (Navigation navigation : singles(record)) {
            RecordModel next = model().record(navigation.targetRecord());
            paths.addAll(of(next, navigation.name() + ".", false));
            for (Navigation further : singles(next)) {
                paths.addAll(of(
                        model().record(further.targetRecord()), navigation.name() + "." + further.name() + ".", true));
            }
        }
        return paths;
    }

    private List<Navigation> singles(RecordModel record) {
        return followed(record).stream()
                .filter(navigation -> !navigation.many())
                .toList();
    }

    /** Which end of a link without direction is the source is nobody's business. */
    List<Navigation> followed(RecordModel record) {
        return Navigations.of(model(), record.name());
    }

    /** What is read of related records. */
    Selection related(Navigation navigation, int depth) {
        RecordModel target = model().record(navigation.targetRecord());
        List<Selection> parts = new ArrayList<>();
        chosen(of(target), 3).forEach(name -> parts.add(Selection.path(name)));
        if (!navigation.isEnd() && choices.oneIn(2)) {
            parts.add(Selection.link(
                    of(model().record(navigation.relation().name())).toArray(String[]::new)));
        }
        for (Navigation further : followed(target)) {
            if (depth > 1 && choices.oneIn(3)) {
                parts.add(related(further, depth - 1));
            }
        }
        Selection.Related related = Selection.related(navigation.name(), parts.toArray(Selection[]::new));
        boolean hasNumber = target.values().containsKey("n");
        return hasNumber && choices.oneIn(3) ? related.where(Match.gt("n", 0L)) : related;
    }

    /** What is read of a record: a value, settings, related records. */
    List<Selection> parts(RecordModel record) {
        List<Selection> parts = new ArrayList<>();
        chosen(of(record), 2).forEach(name -> parts.add(Selection.path(name)));
        settings(false).stream().filter(setting -> choices.oneIn(2)).forEach(each -> parts.add(Selection.path(each)));
        for (Navigation navigation : followed(record)) {
            if (choices.oneIn(2)) {
                parts.add(related(navigation, 2));
            }
        }
        return parts;
    }

    /** All records of a name, with some of their values. */
    Query set(RecordDefinition record) {
        RecordModel items = record(record);
        List<String> values = chosen(of(items), 3);
        values.add("id");
        Query set = Query.of(record.name()).select(values.toArray(String[]::new));
        for (Navigation navigation : followed(items)) {
            if (choices.oneIn(3)) {
                set = set.select(related(navigation, 1));
            }
        }
        return items.values().containsKey("n") && choices.oneIn(2) ? set.where(Match.gt("n", 0L)) : set;
    }

    ValueType type(Navigation navigation, String input) {
        return input.startsWith("&.")
                ? type(model().record(navigation.relation().name()), input.substring(2))
                : type(model().record(navigation.targetRecord()), input);
    }

    ValueType type(RecordModel record, String path) {
        if (GlobalValue.isNamedBy(path)) {
            return Objects.requireNonNull(model().globals().get(GlobalValue.nameIn(path)))
                    .property()
                    .type();
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            ValueModel value = record.values().get(path);
            if (value == null) {
                throw new IllegalArgumentException(record.name() + " has no " + path);
            }
            return value.property().type();
        }
        Navigation navigation = record.navigations().get(path.substring(0, dot));
        if (navigation == null) {
            throw new IllegalArgumentException(record.name() + " has no " + path);
        }
        return type(model().record(navigation.targetRecord()), path.substring(dot + 1));
    }
}
