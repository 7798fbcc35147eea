package dev.entail.testkit.reference;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records and links that follow from others: projected one by one, or yielded by one function. They are worked out from one
 * moment alone when they are first asked for, and are the same ones in another moment if they have the same {@link Mark}.
 */
public final class Entailed {
    private final Model model;
    private final ReferenceView view;
    private final Names names;
    private final Set<String> records;
    private final Map<String, Map<ReferenceId, ReferenceRecord>> known = new HashMap<>();
    private final List<Related> related = new ArrayList<>();

    Entailed(Model model, ReferenceView view, Names names) {
        this.model = model;
        this.view = view;
        this.names = names;
        this.records = names.records;
    }

    /**
     * Names of the entities and relations that nobody writes by hand: those that computations make records of, and relations
     * that such an entity is an end of.
     */
    public static Set<String> records(Model model) {
        Set<String> all = new LinkedHashSet<>();
        for (RecordModel record : model.records().values()) {
            boolean made = record.computations().stream()
                    .anyMatch(each -> each instanceof Projection || each instanceof CustomRecords);
            boolean joins = record.isConcrete()
                    && record.relation()
                            .map(relation -> List.of(relation.source(), relation.target()).stream()
                                    .map(RecordDefinition::name)
                                    .flatMap(end -> model.record(end).concrete().stream())
                                    .anyMatch(all::contains))
                            .orElse(false);
            if (made || joins) {
                all.add(record.name());
            }
        }
        return all;
    }

    /**
     * How one of the records is told apart from the others of its name: what is stored of it, by attribute, where records are
     * named by {@link ReferenceId}, and those behind lists by a set of them.
     */
    public record Mark(String record, Map<String, Object> stored) {}

    /** Which record has which mark, the same in each moment of a store. */
    static final class Names {
        private static final long FIRST = 1_000_000_000_000L;

        private final Set<String> records;
        private final Map<Mark, ReferenceId> ids = new HashMap<>();
        private final Map<ReferenceId, Mark> marks = new HashMap<>();

        Names(Model model) {
            this.records = records(model);
        }

        ReferenceId id(Mark mark) {
            ReferenceId id = ids.computeIfAbsent(mark, key -> new ReferenceId(mark.record(), FIRST + ids.size()));
            marks.put(id, mark);
            return id;
        }

        Mark mark(ReferenceId id) {
            return Objects.requireNonNull(marks.get(id));
        }
    }

    /** All ids that were ever given to such records. */
    Stream<ReferenceId> ids() {
        return names.marks.keySet().stream();
    }

    /** Names of the entities and relations that nobody writes by hand. */
    public Set<String> names() {
        return records;
    }

    boolean isMade(String record) {
        return records.contains(record);
    }

    /** How a record is told apart. */
    public Mark mark(ReferenceId id) {
        return names.mark(id);
    }

    /** All records of an entity or relation. */
    Collection<ReferenceRecord> of(String record) {
        return pool(record).values();
    }

    @Nullable
    ReferenceRecord get(ReferenceId id) {
        return pool(id.record()).get(id);
    }

    private Map<ReferenceId, ReferenceRecord> pool(String record) {
        Map<ReferenceId, ReferenceRecord> all = known.get(record);
        if (all == null) {
            all = new LinkedHashMap<>();
            for (ReferenceRecord each : made(model.record(record))) {
                all.put(each.id(), each);
            }
            known.put(record, all);
        }
        return all;
    }

    private List<ReferenceRecord> made(RecordModel record) {
        List<ReferenceRecord> all = new ArrayList<>();
        for (Computation.OfRecords computation : record.computations()) {
            switch (computation) {
                case Projection projection -> all.addAll(projected(record, projection));
                case CustomRecords yields -> all.addAll(yielded(record, yields));
                default -> {}
            }
        }
        record.relation().ifPresent(relation -> {
            for (RecordDefinition end : List.of(relation.source(), relation.target())) {
                model.record(end).concrete().stream().filter(this::isMade).forEach(this::pool);
            }
            related.stream().filter(each -> each.isOf(record.name())).forEach(each -> all.add(link(each)));
        });
        return all;
    }

    private List<ReferenceRecord> projected(RecordModel record, Projection projection) {
        List<ReferenceRecord> all = new ArrayList<>();
        for (ReferenceRecord source : view.members(projection.source().name())) {
            List<Object> results = projection.apply(row(source, projection));
            for (int i = 0; i < results.size(); i++) {
                Map<String, Object> stored = new LinkedHashMap<>();
                stored.put(Projections.NAME.name(), Projections.name(record, projection));
                stored.put(Projections.SOURCE.name(), source.id());
                if (results.get(i) instanceof Link link) {
                    stored.put(End.SOURCE.attribute(), named(link.source()));
                    stored.put(End.TARGET.attribute(), named(link.target()));
                } else {
                    stored.put(Projections.INDEX.name(), (long) i);
                }
                all.add(record(record, new Mark(record.name(), stored), results.get(i)));
            }
        }
        return all;
    }

    private Row row(ReferenceRecord source, Projection projection) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        RecordModel known = model.record(source.record());
        for (String input : projection.inputs()) {
            Navigation navigation = known.navigations().get(input);
            values.put(
                    input,
                    navigation == null
                            ? view.value(source, input)
                            : view.edges(source, navigation).stream()
                                    .findFirst()
                                    .map(edge -> (Object) number(edge.other().id()))
                                    .orElse(null));
        }
        return new Row(number(source.id()), values);
    }

    private List<ReferenceRecord> yielded(RecordModel record, CustomRecords yields) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        yields.forMarker()
                .globals()
                .forEach(name -> read.put(
                        GlobalValue.PREFIX + name,
                        view.global(Objects.requireNonNull(model.globals().get(name)))));
        for (Map.Entry<String, Query> set : yields.reads().sets().entrySet()) {
            read.put(set.getKey(), new ReferenceQuery(view, Entailed::number).list(set.getValue()));
        }
        List<ReferenceRecord> all = new ArrayList<>();
        long place = 0;
        for (Object result : yields.function().apply(new Row(Model.GLOBALS_ID, read))) {
            Draft draft = result instanceof Link link ? link.values() : (Draft) result;
            Map<String, Object> stored = new LinkedHashMap<>();
            if (result instanceof Link link) {
                stored.put(End.SOURCE.attribute(), named(link.source()));
                stored.put(End.TARGET.attribute(), named(link.target()));
            } else if (yields.key().isEmpty()) {
                stored.put(Projections.INDEX.name(), place++);
            }
            for (String key : yields.key()) {
                Object part = draft.values().get(key);
                stored.put(key, part instanceof RecordId id ? named(id) : Objects.requireNonNull(part));
            }
            all.add(record(record, new Mark(record.name(), stored), result));
        }
        return all;
    }

    private ReferenceRecord record(RecordModel record, Mark mark, Object result) {
        ReferenceId id = names.id(mark);
        if (result instanceof Link link) {
            return new ReferenceRecord(
                    id, facts(record, id, link.values()), named(link.source()), named(link.target()));
        }
        Draft draft = (Draft) result;
        for (Navigation navigation : record.navigations().values()) {
            switch (draft.values().get(navigation.name())) {
                case RecordId other -> related.add(new Related(id, navigation, named(other)));
                case Collection<?> many ->
                    many.forEach(other -> related.add(new Related(id, navigation, named((RecordId) other))));
                case null, default -> {}
            }
        }
        return new ReferenceRecord(id, facts(record, id, draft), null, null);
    }

    private static Map<String, Object> facts(RecordModel record, ReferenceId id, Draft draft) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (ValueModel value : record.values().values()) {
            if (value.isDerived()) {
                continue;
            }
            var byDefault = value.property().defaultValue();
            Object given = draft.values().containsKey(value.name()) || byDefault == null
                    ? draft.values().get(value.name())
                    : byDefault.apply(new Row(number(id), facts));
            Object fact = value.property().normalize(given, value.name());
            if (fact != null) {
                facts.put(value.name(), fact);
            }
        }
        return facts;
    }

    private ReferenceRecord link(Related each) {
        boolean isSource = each.navigation().from() == End.SOURCE;
        ReferenceId source = isSource ? each.holder() : each.other();
        ReferenceId target = isSource ? each.other() : each.holder();
        String relation = each.navigation().relation().name();
        Mark mark = new Mark(relation, Map.of(End.SOURCE.attribute(), source, End.TARGET.attribute(), target));
        ReferenceId id = names.id(mark);
        return new ReferenceRecord(id, facts(model.record(relation), id, Draft.empty()), source, target);
    }

    /** What functions get for an id, and what they give back for the same record. */
    static RecordId number(ReferenceId id) {
        return RecordId.of(id.number());
    }

    private ReferenceId named(RecordId number) {
        return view.named(number.value());
    }

    /** A record that another one was said to be related to when it was made. */
    private record Related(ReferenceId holder, Navigation navigation, ReferenceId other) {
        boolean isOf(String relation) {
            return navigation.relation().name().equals(relation);
        }
    }
}
