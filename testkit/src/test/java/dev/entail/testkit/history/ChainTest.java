package dev.entail.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Async;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.event.Trigger;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.testkit.reference.Entailed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The random models of a build have every kind of computation at every place of a chain where it can be. */
@DisplayName("Chains of derived values in random models")
class ChainTest {
    private enum Kind {
        COUNT,
        SUMMATION,
        WEIGHTED,
        AVERAGE,
        EVERY,
        ANY,
        COMPUTED,
        LOOKUP,
        COPY,
        CUSTOM,
        STEP_BY_STEP,
        REAL_TIME,
        ASYNC,
        MACHINE,
        SEQUENCE,
        PROJECTION,
        RECORDS
    }

    /** Numbers follow from facts alone, everything else also from what is derived; and everything can be looked at. */
    private static final Set<Kind> FROM_FACTS_ONLY = EnumSet.of(Kind.SEQUENCE);

    @Test
    @DisplayName(
            "T-ORA-01 STO-956 every kind begins, continues and ends chains of three, and most pairs of kinds occur")
    void places() {
        Map<String, Integer> pairs = new TreeMap<>();
        Map<String, Integer> triples = new TreeMap<>();
        Set<Kind> first = EnumSet.noneOf(Kind.class);
        Set<Kind> middle = EnumSet.noneOf(Kind.class);
        Set<Kind> last = EnumSet.noneOf(Kind.class);
        for (Model model : EntailFuzz.randomModels(
                EntailFuzz.MODELS, FuzzOptions.standard().seed(1))) {
            Graph graph = new Graph(model);
            graph.leads.forEach((from, all) -> all.forEach(to -> {
                Kind one = graph.kind(from);
                Kind two = graph.kind(to);
                pairs.merge(one + " > " + two, 1, Integer::sum);
                for (String end : graph.leads.getOrDefault(to, Set.of())) {
                    triples.merge(one + " > " + two + " > " + graph.kind(end), 1, Integer::sum);
                    first.add(one);
                    middle.add(two);
                    last.add(graph.kind(end));
                }
            }));
        }
        Set<Kind> following = EnumSet.complementOf(EnumSet.copyOf(FROM_FACTS_ONLY));
        assertThat(first).as("begin chains").isEqualTo(EnumSet.allOf(Kind.class));
        assertThat(middle).as("continue chains").isEqualTo(following);
        assertThat(last).as("end chains").isEqualTo(following);
        assertThat(pairs).as("pairs, how often each occurs").hasSizeGreaterThan(160);
        assertThat(triples).as("triples").hasSizeGreaterThan(280);
    }

    /** What leads to what: visible derived values, and entities and relations whose records are derived. */
    private static final class Graph {
        private final Model model;
        private final Map<String, Model.DerivedValue> values = new LinkedHashMap<>();
        private final Map<String, Kind> kinds = new LinkedHashMap<>();
        private final Map<String, String> makers = new LinkedHashMap<>();
        private final Map<String, Set<String>> leads = new LinkedHashMap<>();

        Graph(Model model) {
            this.model = model;
            model.evaluationOrder().forEach(value -> values.put(value.path(), value));
            values.values().stream()
                    .filter(value -> !value.value().isHidden())
                    .forEach(value ->
                            kinds.put(value.path(), kindOf(value.value().declared())));
            for (RecordModel record : model.records().values()) {
                record.computations().forEach(computation -> {
                    kinds.put(record.name(), kindOf(computation));
                    makers.put(record.name(), record.name());
                });
            }
            Entailed.records(model).forEach(name -> makers.computeIfAbsent(name, this::makerOfEnd));
            kinds.keySet()
                    .forEach(node -> sources(node)
                            .forEach(source -> leads.computeIfAbsent(source, key -> new LinkedHashSet<>())
                                    .add(node)));
        }

        private String makerOfEnd(String relation) {
            var joined = model.record(relation).relation().orElseThrow();
            return List.of(joined.source(), joined.target()).stream()
                    .map(RecordDefinition::name)
                    .filter(makers::containsKey)
                    .findFirst()
                    .orElseThrow();
        }

        Kind kind(String node) {
            return kinds.get(node);
        }

        /** The nodes that a node follows from at once. */
        private Set<String> sources(String node) {
            Set<String> found = new TreeSet<>();
            Set<String> seen = new HashSet<>();
            Model.DerivedValue value = values.get(node);
            if (value == null) {
                made(model.record(node), found, seen);
            } else {
                follow(value, found, seen);
            }
            found.remove(node);
            return found;
        }

        private void follow(Model.DerivedValue value, Set<String> found, Set<String> seen) {
            model.inputs(value).forEach(input -> resolve(input, found, seen));
            model.recordsLookedAt(value).forEach(record -> members(record, found, seen));
            value.value()
                    .machine()
                    .ifPresent(machine -> machine.transfers().forEach(step -> {
                        if (step.trigger() instanceof Trigger.Mutated trigger) {
                            String record = trigger.record();
                            if (record != null) {
                                members(record, found, seen);
                            }
                            trigger.values()
                                    .forEach(name -> paths(record == null ? Model.GLOBALS : record, name)
                                            .forEach(path -> resolve(path, found, seen)));
                        }
                    }));
        }

        private void made(RecordModel record, Set<String> found, Set<String> seen) {
            for (Computation.OfRecords computation : record.computations()) {
                if (computation instanceof Projection projection) {
                    String source = projection.source().name();
                    members(source, found, seen);
                    projection
                            .inputs()
                            .forEach(input -> paths(source, input).forEach(path -> resolve(path, found, seen)));
                } else if (computation instanceof CustomRecords) {
                    String marker = CustomRecords.marker(record.name()).name();
                    follow(values.get(Model.GLOBALS + "." + marker), found, seen);
                }
            }
        }

        private List<String> paths(String record, String value) {
            return record.equals(Model.GLOBALS)
                    ? List.of(record + "." + value)
                    : model.record(record).concrete().stream()
                            .map(name -> name + "." + value)
                            .toList();
        }

        /** Who belongs to a view follows from what its condition looks at. */
        private void members(String record, Set<String> found, Set<String> seen) {
            for (String name : model.record(record).concrete()) {
                if (makers.containsKey(name)) {
                    found.add(makers.get(name));
                }
            }
            for (Dependency dependency : model.record(record).dependencies(model)) {
                if (dependency instanceof Dependency.OnValue on) {
                    paths(on.record(), on.value()).forEach(path -> resolve(path, found, seen));
                }
            }
        }

        /** Hidden values are steps on the way to what they are made of. */
        private void resolve(String path, Set<String> found, Set<String> seen) {
            if (!seen.add(path)) {
                return;
            }
            if (kinds.containsKey(path)) {
                found.add(path);
            } else if (values.containsKey(path)) {
                follow(values.get(path), found, seen);
            } else {
                String record = path.substring(0, path.indexOf('.'));
                if (makers.containsKey(record)) {
                    found.add(makers.get(record));
                }
            }
        }
    }

    private static Kind kindOf(Computation computation) {
        return switch (computation) {
            case Count count -> Kind.COUNT;
            case Summation sum -> Kind.SUMMATION;
            case WeightedSummation sum -> Kind.WEIGHTED;
            case Average average -> Kind.AVERAGE;
            case Every every -> Kind.EVERY;
            case Any any -> Kind.ANY;
            case Computed computed -> Kind.COMPUTED;
            case Lookup lookup -> Kind.LOOKUP;
            case GlobalValue copy -> Kind.COPY;
            case Custom custom -> custom.stepping() == null ? Kind.CUSTOM : Kind.STEP_BY_STEP;
            case RealTime realTime -> Kind.REAL_TIME;
            case Async async -> Kind.ASYNC;
            case StateMachine machine -> Kind.MACHINE;
            case Sequence sequence -> Kind.SEQUENCE;
            case Projection projection -> Kind.PROJECTION;
            case CustomRecords records -> Kind.RECORDS;
            case Transform<?> transform -> throw new AssertionError("histories know of no events");
            case Removal<?> removal -> throw new AssertionError("histories know of no events");
        };
    }
}
