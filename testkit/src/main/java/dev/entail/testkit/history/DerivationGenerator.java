package dev.entail.testkit.history;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Reads;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random derived values, one at a time, over what a model has so far: also over other derived values. */
final class DerivationGenerator {
    private final Choices choices;
    private final Set<Feature> features;
    private int names;

    DerivationGenerator(Choices choices, Set<Feature> features) {
        this.choices = choices;
        this.features = features;
    }

    /** One more derived value; empty if nothing came to mind. */
    Optional<Consumer<ModelBuilder>> next(
            Model model, List<? extends RecordDefinition> holders, List<RecordDefinition> facts) {
        RecordDefinition holder = choices.of(holders);
        return switch (choices.below(9)) {
            case 0 -> computed(model, holder);
            case 8 -> Optional.of(stepByStep(model, choices.of(facts)));
            case 6 -> Optional.of(custom(model, holder));
            case 7 -> Optional.of(customGlobal(model, choices.of(facts)));
            case 1 -> Optional.of(global(model, choices.of(facts)));
            case 2 -> lookup(model, holder);
            default -> aggregate(model, holder);
        };
    }

    private Optional<Consumer<ModelBuilder>> computed(Model model, RecordDefinition holder) {
        List<String> inputs = inputs(model.record(holder), "", true);
        List<String> settings = settings(model, false);
        if (!settings.isEmpty() && choices.oneIn(2)) {
            Property<?> text = Property.text(name("c"));
            String setting = choices.of(settings);
            return Optional.of(builder ->
                    builder.derive(holder, text, Computed.from(List.of(setting), row -> row.get(setting) + "/")));
        }
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        String input = chosen(inputs);
        Property<?> flag = Property.bool(name("c"));
        return Optional.of(builder -> builder.derive(
                holder,
                flag,
                Computed.from(
                        input, row -> row.get(input) instanceof Number number ? number.doubleValue() > 1 : null)));
    }

    /** A text of all values that are read, those of lists sorted by themselves, for no list has an order of its own. */
    private Consumer<ModelBuilder> custom(Model model, RecordDefinition holder) {
        RecordModel record = model.record(holder);
        List<Selection> parts = new ArrayList<>();
        inputs(record, "", true).stream().limit(1).forEach(name -> parts.add(Selection.path(name)));
        settings(model, false).forEach(setting -> parts.add(Selection.path(setting)));
        for (Navigation navigation : followed(record)) {
            if (choices.oneIn(2)) {
                parts.add(related(model, navigation, 2));
            }
        }
        boolean mayReadUnguarded = features.contains(Feature.UNGUARDED_READS);
        if (choices.oneIn(3) && mayReadUnguarded) {
            return realTime(parts, holder);
        }
        Property<?> text = Property.text(name("z"));
        Custom custom = Custom.reading(parts.toArray(Selection[]::new)).computing(DerivationGenerator::fingerprint);
        Custom chosen = choices.oneIn(2) || !mayReadUnguarded ? custom : custom.atomicSafe();
        return builder -> builder.derive(holder, text, chosen);
    }

    /** What follows from all values that are read, and from the time in such a way that it does not matter. */
    private Consumer<ModelBuilder> realTime(List<Selection> parts, RecordDefinition holder) {
        Reads reads = RealTime.reading(parts.toArray(Selection[]::new));
        String name = name("r");
        if (choices.oneIn(2)) {
            RealTime flag = reads.formula(
                    row -> RealTime.now().multiply(0).add(hash(row)).greaterThan(1L << 31));
            return builder -> builder.derive(holder, Property.bool(name), flag);
        }
        RealTime number =
                reads.formula(row -> RealTime.now().multiply(0).add(hash(row))).again(Duration.ofDays(1));
        return builder -> builder.derive(holder, Property.number(name), number);
    }

    private static long hash(Row row) {
        return Long.parseLong(fingerprint(row), 16);
    }

    private Selection related(Model model, Navigation navigation, int depth) {
        RecordModel target = model.record(navigation.targetRecord());
        List<Selection> parts = new ArrayList<>();
        inputs(target, "", false).stream().limit(3).forEach(name -> parts.add(Selection.path(name)));
        if (!navigation.isEnd() && choices.oneIn(2)) {
            parts.add(Selection.link(inputs(model.record(navigation.relation().name()), "", false)
                    .toArray(String[]::new)));
        }
        for (Navigation further : followed(target)) {
            if (depth > 1 && choices.oneIn(3)) {
                parts.add(related(model, further, depth - 1));
            }
        }
        Selection.Related related = Selection.related(navigation.name(), parts.toArray(Selection[]::new));
        boolean hasNumber = target.values().containsKey("n");
        return hasNumber && choices.oneIn(3) ? related.where(Match.gt("n", 0L)) : related;
    }

    private Consumer<ModelBuilder> customGlobal(Model model, RecordDefinition record) {
        RecordModel items = model.record(record);
        List<String> values = inputs(items, "", false);
        values.add("id");
        Query set = Query.of(record.name()).select(values.stream().limit(3).toArray(String[]::new));
        for (Navigation navigation : followed(items)) {
            if (choices.oneIn(3)) {
                set = set.select(related(model, navigation, 1));
            }
        }
        if (items.values().containsKey("n") && choices.oneIn(2)) {
            set = set.where(Match.gt("n", 0L));
        }
        Property<?> text = Property.text(name("y"));
        Custom custom = Custom.reading("all", set)
                .and(settings(model, false).toArray(String[]::new))
                .computing(DerivationGenerator::fingerprint);
        return builder -> builder.derive(text, custom);
    }

    /** A number made of all items of a set, which follows changes of single ones where it can. */
    private Consumer<ModelBuilder> stepByStep(Model model, RecordDefinition record) {
        List<String> values = inputs(model.record(record), "", false);
        values.add("id");
        Query set = Query.of(record.name()).select(values.stream().limit(4).toArray(String[]::new));
        if (choices.oneIn(2)) {
            set = set.where(new MatchGenerator(model, features, choices).condition(record.name()));
        }
        Property<?> number = Property.integer(name("i"));
        Custom custom = Custom.reading("all", set)
                .computing(all -> Step.value(all.rows("all").stream()
                                .mapToLong(DerivationGenerator::share)
                                .sum())
                        .with("size", all.rows("all").size()))
                .keeping(Property.integer("size"))
                .updating((last, change) -> Step.value((Long) Objects.requireNonNull(last.value())
                                + share(change.now())
                                - share(change.before()))
                        .with("size", last.states().integer("size") + size(change.now()) - size(change.before())));
        return builder -> builder.derive(number, custom);
    }

    private static long share(@Nullable Row row) {
        return row == null ? 0 : 1 + fingerprint(row).hashCode();
    }

    private static long size(@Nullable Row row) {
        return row == null ? 0 : 1;
    }

    private static String fingerprint(Row row) {
        List<String> values = new ArrayList<>();
        row.values().forEach((name, value) -> values.add(name + "=" + fingerprint(value)));
        values.sort(null);
        return Integer.toHexString(values.hashCode());
    }

    private static String fingerprint(@Nullable Object value) {
        return switch (value) {
            case Row row -> fingerprint(row);
            case List<?> items
            when !items.isEmpty() && items.get(0) instanceof Row ->
                items.stream()
                        .map(DerivationGenerator::fingerprint)
                        .sorted()
                        .toList()
                        .toString();
            case null -> "null";
            case List<?> items ->
                items.stream().map(DerivationGenerator::fingerprint).toList().toString();
            // The names in a JSON object have no order.
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + fingerprint(entry.getValue()))
                        .sorted()
                        .toList()
                        .toString();
            default -> Text.of(value);
        };
    }

    private Consumer<ModelBuilder> global(Model model, RecordDefinition record) {
        List<String> inputs = inputs(model.record(record), "", true);
        inputs.addAll(settings(model, true));
        if (inputs.isEmpty() || choices.oneIn(3)) {
            Property<?> count = Property.integer(name("g"));
            return builder -> builder.derive(count, Count.of(record));
        }
        String input = chosen(inputs);
        ValueType type = type(model, model.record(record), input);
        return switch (choices.below(3)) {
            case 0 -> {
                Property<?> sum = Property.of(name("g"), type);
                yield builder -> builder.derive(sum, Summation.of(record, input));
            }
            case 1 -> {
                Property<?> mean = Property.decimal(name("g"));
                Average average = Average.of(record, input);
                yield type == ValueType.NUMBER
                        ? builder -> builder.derive(Property.number(mean.name()), average)
                        : builder -> builder.derive(mean, average);
            }
            default -> {
                Property<?> truth = Property.bool(name("g"));
                yield builder -> builder.derive(truth, Any.of(record, List.of(input), row -> row.get(input) != null));
            }
        };
    }

    private Optional<Consumer<ModelBuilder>> lookup(Model model, RecordDefinition holder) {
        List<String> paths = deepPaths(model, model.record(holder));
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        String path = choices.of(paths);
        Property<?> copy = Property.of(name("k"), type(model, model.record(holder), path));
        if (choices.oneIn(2)) {
            return Optional.of(builder -> builder.derive(holder, copy, Lookup.of(path)));
        }
        Property<?> text = Property.text(copy.name());
        return Optional.of(builder ->
                builder.derive(holder, text, Computed.from(List.of(path), row -> fingerprint(row.get(path)) + "/")));
    }

    private Optional<Consumer<ModelBuilder>> aggregate(Model model, RecordDefinition holder) {
        List<Navigation> navigations =
                List.copyOf(model.record(holder).navigations().values());
        if (navigations.isEmpty()) {
            return Optional.empty();
        }
        Navigation navigation = choices.of(navigations);
        if (navigation.isEnd()) {
            return Optional.empty();
        }
        RecordModel link = model.record(navigation.relation().name());
        if (!(link.definition() instanceof Relation) && !features.contains(Feature.SET_WRITES)) {
            return Optional.empty();
        }
        RecordModel items = model.record(navigation.targetRecord());
        List<String> inputs = inputs(items, "", true);
        inputs.addAll(inputs(link, "&.", true));
        inputs.addAll(settings(model, true));
        deepPaths(model, items).stream()
                .filter(path -> type(model, items, path).isNumeric())
                .forEach(inputs::add);
        if (inputs.isEmpty() || choices.oneIn(3)) {
            Property<?> count = Property.integer(name("c"));
            return Optional.of(builder -> builder.derive(holder, count, Count.of(navigation.name())));
        }
        return Optional.of(over(model, holder, navigation, inputs));
    }

    private Consumer<ModelBuilder> over(
            Model model, RecordDefinition holder, Navigation navigation, List<String> inputs) {
        String attribute = navigation.name();
        String first = chosen(inputs);
        String second = choices.of(inputs);
        ValueType type = type(model, navigation, first);
        boolean exact = type != ValueType.NUMBER && type(model, navigation, second) != ValueType.NUMBER;
        List<String> both = List.of(first, second);
        return switch (choices.below(navigation.many() ? 6 : 4)) {
            case 0 -> {
                Property<?> sum = Property.of(name("s"), type);
                yield builder -> builder.derive(holder, sum, Summation.of(attribute, first));
            }
            case 1 -> {
                // Floating-point sums depend on the order of what is added, so that they are left to exact numbers.
                Property<?> sum = Property.decimal(name("w"));
                yield exact
                        ? builder -> builder.derive(holder, sum, WeightedSummation.of(attribute, first, second))
                        : builder -> builder.derive(holder, Property.integer(sum.name()), Count.of(attribute));
            }
            case 2 -> {
                Property<?> mean = exact ? Property.decimal(name("m")) : Property.number(name("m"));
                Average average = Average.of(attribute, first);
                yield builder -> builder.derive(holder, mean, choices.oneIn(2) ? average.ignoringNulls() : average);
            }
            case 3 -> {
                Property<?> count = Property.integer(name("c"));
                yield builder -> builder.derive(
                        holder,
                        count,
                        Count.of(attribute).where(both, row -> row.get(first) != null && row.get(second) == null));
            }
            case 4 -> {
                Property<?> truth = Property.bool(name("e"));
                Every every = Every.of(attribute, both, row -> row.get(first) != null || row.get(second) != null);
                yield builder -> builder.derive(holder, truth, every);
            }
            default -> {
                Property<?> truth = Property.bool(name("y"));
                yield builder -> builder.derive(holder, truth, Any.of(attribute, both, row -> row.get(first) == null));
            }
        };
    }

    /** One of these, more often one that is derived itself, so that chains become long. */
    private String chosen(List<String> inputs) {
        List<String> derived =
                inputs.stream().filter(input -> input.matches(".*[a-z][0-9]+")).toList();
        return derived.isEmpty() || choices.oneIn(3) ? choices.of(inputs) : choices.of(derived);
    }

    /** Global values that are set by hand, as inputs. */
    private static List<String> settings(Model model, boolean numeric) {
        return model.globals().values().stream()
                .filter(global -> !global.isDerived())
                .filter(global -> !numeric || global.property().type().isNumeric())
                .map(global -> GlobalValue.PREFIX + global.name())
                .toList();
    }

    /** Numbers of a record, with a prefix. */
    private static List<String> inputs(RecordModel record, String prefix, boolean numeric) {
        List<String> names = new ArrayList<>();
        record.values().values().stream()
                .filter(value -> !value.isHidden()
                        && !value.discriminator()
                        && !value.property().isList())
                .filter(value -> !numeric || value.property().type().isNumeric())
                .forEach(value -> names.add(prefix + value.name()));
        return names;
    }

    /** Paths of two and three segments over single relations, to any value that is no list. */
    private static List<String> deepPaths(Model model, RecordModel record) {
        List<String> paths = new ArrayList<>();
        for (Navigation navigation : singles(record)) {
            RecordModel next = model.record(navigation.targetRecord());
            paths.addAll(inputs(next, navigation.name() + ".", false));
            for (Navigation further : singles(next)) {
                paths.addAll(inputs(
                        model.record(further.targetRecord()), navigation.name() + "." + further.name() + ".", true));
            }
        }
        return paths;
    }

    private static List<Navigation> singles(RecordModel record) {
        return followed(record).stream()
                .filter(navigation -> !navigation.many())
                .toList();
    }

    /** Which end of a link without direction is the source is nobody's business. */
    private static List<Navigation> followed(RecordModel record) {
        return record.navigations().values().stream()
                .filter(navigation ->
                        !navigation.isEnd() || !navigation.relation().isSymmetric())
                .toList();
    }

    private static ValueType type(Model model, Navigation navigation, String input) {
        return input.startsWith("&.")
                ? type(model.record(navigation.relation().name()), input.substring(2))
                : type(model, model.record(navigation.targetRecord()), input);
    }

    private static ValueType type(Model model, RecordModel record, String path) {
        if (GlobalValue.isNamedBy(path)) {
            return Objects.requireNonNull(model.globals().get(GlobalValue.nameIn(path)))
                    .property()
                    .type();
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            return type(record, path);
        }
        Navigation navigation = record.navigations().get(path.substring(0, dot));
        if (navigation == null) {
            throw new IllegalArgumentException(record.name() + " has no " + path);
        }
        return type(model, model.record(navigation.targetRecord()), path.substring(dot + 1));
    }

    private static ValueType type(RecordModel record, String name) {
        ValueModel value = record.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException(record.name() + " has no " + name);
        }
        return value.property().type();
    }

    private String name(String prefix) {
        return prefix + names++;
    }
}
