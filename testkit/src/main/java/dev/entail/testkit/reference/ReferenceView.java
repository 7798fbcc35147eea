package dev.entail.testkit.reference;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Request;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one moment mean: derived values, related records, members of views and unions. Everything is computed
 * from the facts when it is asked for.
 */
public final class ReferenceView {
    private static final int DECIMAL_PLACES = 10;

    private final Model model;
    private final Map<ReferenceId, ReferenceRecord> facts;
    private final Entailed entailed;
    private final Map<String, Optional<Object>> globals;
    private final Map<ReferenceId, List<ReferenceRecord>> linksByEnd = new HashMap<>();
    private final Map<ReferenceId, Map<String, @Nullable Object>> derived = new HashMap<>();
    private final Map<String, Map<ReferenceId, Boolean>> members = new HashMap<>();

    ReferenceView(
            Model model,
            Map<ReferenceId, ReferenceRecord> facts,
            Map<String, Optional<Object>> globals,
            Entailed.Names names) {
        this.model = model;
        this.facts = facts;
        this.globals = globals;
        this.entailed = new Entailed(model, this, names);
        for (ReferenceRecord record : facts.values()) {
            if (record.isLink()) {
                index(Objects.requireNonNull(record.source()), record);
                if (!Objects.equals(record.source(), record.target())) {
                    index(Objects.requireNonNull(record.target()), record);
                }
            }
        }
    }

    private void index(ReferenceId end, ReferenceRecord link) {
        linksByEnd.computeIfAbsent(end, key -> new ArrayList<>()).add(link);
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** All records and links, those included that follow from others. */
    public Collection<ReferenceRecord> all() {
        List<ReferenceRecord> all = new ArrayList<>(facts.values());
        entailed.names().forEach(record -> all.addAll(entailed.of(record)));
        return all;
    }

    /** All records and links that somebody has made by hand. */
    public Collection<ReferenceRecord> facts() {
        return facts.values();
    }

    /** The records that follow from others. */
    public Entailed entailed() {
        return entailed;
    }

    /** The record, or null if there is none. */
    public @Nullable ReferenceRecord record(@Nullable ReferenceId id) {
        return id == null ? null : entailed.isMade(id.record()) ? entailed.get(id) : facts.get(id);
    }

    /** The record that functions know under a number. */
    ReferenceId named(long number) {
        return Stream.concat(facts.keySet().stream(), entailed.ids())
                .filter(id -> id.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /** The members of an entity, relation, view or union, in the order of creation. */
    public List<ReferenceRecord> members(String name) {
        Stream<ReferenceRecord> made = model.record(name).concrete().stream()
                .filter(entailed::isMade)
                .flatMap(each -> entailed.of(each).stream());
        return Stream.concat(facts.values().stream(), made)
                .filter(record -> isMember(name, record))
                .sorted((left, right) -> left.id().compareTo(right.id()))
                .toList();
    }

    /** Whether a record belongs to an entity, relation, view or union (STO-402, STO-433). */
    public boolean isMember(String name, ReferenceRecord record) {
        Map<ReferenceId, Boolean> known = members.computeIfAbsent(name, key -> new HashMap<>());
        Boolean member = known.get(record.id());
        if (member == null) {
            member = belongs(model.record(name).definition(), record);
            known.put(record.id(), member);
        }
        return member;
    }

    private boolean belongs(RecordDefinition definition, ReferenceRecord record) {
        return switch (definition) {
            case Entity entity -> entity.name().equals(record.record());
            case Relation relation -> relation.name().equals(record.record());
            case View view -> belongs(view.base(), record) && matches(view.name(), record, view.condition());
            case RelationView view -> belongs(view.base(), record) && matches(view.name(), record, view.condition());
            case Union union -> union.inputs().stream().anyMatch(input -> belongs(input, record));
            case RelationUnion union -> union.inputs().stream().anyMatch(input -> belongs(input, record));
        };
    }

    /** Whether a record, seen under a name, satisfies a condition. */
    public boolean matches(String name, ReferenceRecord record, Match match) {
        return new Matching(this, name, record).holds(match);
    }

    /** The links behind a relation attribute of a record, with what is at the other end. */
    List<Edge> edges(@Nullable ReferenceRecord holder, Navigation navigation) {
        if (holder == null) {
            return List.of();
        }
        if (navigation.isEnd()) {
            ReferenceRecord end = record(navigation.from() == End.SOURCE ? holder.source() : holder.target());
            return end == null ? List.of() : List.of(new Edge(holder, end));
        }
        List<Edge> edges = new ArrayList<>();
        for (ReferenceRecord link : links(holder.id(), navigation)) {
            ReferenceId other = otherEnd(link, holder.id(), navigation);
            if (other != null && isMember(navigation.relation().name(), link)) {
                ReferenceRecord related = record(other);
                if (related != null) {
                    edges.add(new Edge(link, related));
                }
            }
        }
        return edges;
    }

    private List<ReferenceRecord> links(ReferenceId end, Navigation navigation) {
        List<ReferenceRecord> links = new ArrayList<>(linksByEnd.getOrDefault(end, List.of()));
        model.record(navigation.relation().name()).concrete().stream()
                .filter(entailed::isMade)
                .forEach(relation -> entailed.of(relation).stream()
                        .filter(link -> link.touches(end))
                        .forEach(links::add));
        return links;
    }

    private static @Nullable ReferenceId otherEnd(ReferenceRecord link, ReferenceId holder, Navigation navigation) {
        boolean atSource = holder.equals(link.source());
        boolean atTarget = holder.equals(link.target());
        if (navigation.relation().isSymmetric()) {
            return atSource ? link.target() : atTarget ? link.source() : null;
        }
        return navigation.from() == End.SOURCE ? (atSource ? link.target() : null) : atTarget ? link.source() : null;
    }

    /** A value of a record seen under a name: a fact, a derived value or the type; null if it has none. */
    public @Nullable Object value(ReferenceRecord record, String name) {
        ValueModel value = model.record(record.record()).values().get(name);
        if (value == null) {
            return ofOtherMember(record, name);
        }
        if (value.discriminator()) {
            return record.record();
        }
        Computation.Elementary computation = value.computation();
        if (computation == null || computation instanceof Sequence) {
            return record.values().get(name);
        }
        Map<String, @Nullable Object> known = derived.computeIfAbsent(record.id(), key -> new LinkedHashMap<>());
        if (!known.containsKey(name)) {
            known.put(name, compute(record, value, computation));
        }
        return known.get(name);
    }

    /** What only other members of a union have is null, but counts and sums are zero for whoever is not counted for. */
    private @Nullable Object ofOtherMember(ReferenceRecord record, String name) {
        ValueModel value = model.rootOf(record.record()).values().get(name);
        if (value == null) {
            return null;
        }
        boolean aggregate = value.computation() instanceof Count || value.computation() instanceof Summation;
        return aggregate ? value.property().type().zero() : null;
    }

    private @Nullable Object compute(ReferenceRecord record, ValueModel value, Computation.Elementary computation) {
        return switch (computation) {
            case Count count -> total(edges(record, count.items()), count.condition(), value.property());
            case Summation sum -> total(edges(record, sum.items()), sum.summand(), value.property());
            case Computed computed -> {
                Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
                computed.inputs().forEach(input -> inputs.put(input, value(record, input)));
                RecordId id = RecordId.of(record.id().number());
                yield value.property().normalize(computed.function().apply(new Row(id, inputs)), value.name());
            }
            case Computation.Immediate reader ->
                read(reader, value, new ReferenceQuery(this, ReferenceView::id).row(record, reader.parts()));
            case GlobalValue copy ->
                global(Objects.requireNonNull(model.globals().get(copy.global())));
            case Lookup lookup ->
                edges(record, navigation(record, lookup.attribute())).stream()
                        .findFirst()
                        .map(edge -> value(edge.other(), lookup.value()))
                        .orElse(null);
            case Sequence sequence -> record.values().get(value.name());
            case StateMachine machine -> compute(record, value, settled(machine));
            case Async async ->
                worked(async, value, new ReferenceQuery(this, ReferenceView::id).row(record, async.parts()));
        };
    }

    private static Computation.Elementary settled(StateMachine machine) {
        return Settled.of(machine)
                .orElseThrow(() -> new IllegalArgumentException("States depend on what has happened"));
    }

    /** What is there when all work has been done. */
    private static @Nullable Object worked(Async async, ValueModel value, Row row) {
        return switch (async.request(value.name(), row)) {
            case Request.None none -> throw new IllegalArgumentException("What stays depends on what was there before");
            case Request.Resolved resolved ->
                async.apply(value.name(), value.property(), resolved.result(), resolved.args());
            case Request.Work work ->
                async.apply(value.name(), value.property(), Echo.result(work.args()), work.args());
        };
    }

    /** A value of the whole model. */
    public @Nullable Object global(ValueModel global) {
        return global(global, global.computation());
    }

    private @Nullable Object global(ValueModel global, Computation.@Nullable Elementary computation) {
        return switch (computation) {
            case null -> globals.getOrDefault(global.name(), Optional.empty()).orElse(null);
            case Count count -> total(everything(count.items()), count.condition(), global.property());
            case Summation sum -> total(everything(sum.items()), sum.summand(), global.property());
            case Computed computed -> {
                Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
                computed.inputs()
                        .forEach(input -> inputs.put(
                                input,
                                global(Objects.requireNonNull(model.globals().get(input)))));
                Row row = new Row(Model.GLOBALS_ID, inputs);
                yield global.property().normalize(computed.function().apply(row), global.name());
            }
            case Computation.Immediate reader -> read(reader, global, globalRow(reader));
            case GlobalValue copy -> throw new IllegalArgumentException("There are no such globals");
            case Lookup lookup -> throw new IllegalArgumentException("There are no such globals");
            case Sequence sequence -> throw new IllegalArgumentException("There are no such globals");
            case StateMachine machine -> global(global, settled(machine));
            case Async async -> worked(async, global, globalRow(async));
        };
    }

    private Row globalRow(Computation.Reader reader) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        reader.globals()
                .forEach(name -> read.put(
                        GlobalValue.PREFIX + name,
                        global(Objects.requireNonNull(model.globals().get(name)))));
        reader.sets().forEach((name, set) -> read.put(name, new ReferenceQuery(this, ReferenceView::id).list(set)));
        return new Row(Model.GLOBALS_ID, read);
    }

    /** Of what follows the time it is the value at the beginning of all time: there is no clock here. */
    private static @Nullable Object read(Computation.Immediate reader, ValueModel value, Row row) {
        return reader.values(value.name(), value.property(), Instant.EPOCH, row).get(value.name());
    }

    /** Functions depend on nothing that has to do with ids. */
    private static RecordId id(ReferenceId id) {
        return RecordId.of(id.number());
    }

    private Navigation navigation(ReferenceRecord record, String attribute) {
        return Objects.requireNonNull(
                model.record(record.record()).navigations().get(attribute));
    }

    private List<Edge> edges(ReferenceRecord record, Items items) {
        return switch (items) {
            case Items.Related related -> edges(record, navigation(record, related.property()));
            case Items.All all -> throw new IllegalArgumentException("Only globals look at all records");
        };
    }

    private List<Edge> everything(Items items) {
        return switch (items) {
            case Items.All all ->
                members(all.record().name()).stream()
                        .map(record -> new Edge(record, record))
                        .toList();
            case Items.Related related -> throw new IllegalArgumentException("Globals have no relations");
        };
    }

    private Number total(List<Edge> items, @Nullable ItemFunction<?> function, Property<?> property) {
        Number total = property.type().zero();
        for (Edge item : items) {
            total = property.type().add(total, function == null ? 1L : added(item, function, property));
        }
        return total;
    }

    private Number added(Edge item, ItemFunction<?> function, Property<?> property) {
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        for (String input : function.inputs()) {
            ReferenceRecord holder = input.startsWith(ItemFunction.LINK) ? item.link() : item.other();
            String name = input.startsWith(ItemFunction.LINK) ? input.substring(2) : input;
            inputs.put(input, value(holder, name));
        }
        RecordId id = RecordId.of(item.other().id().number());
        return switch (function.function().apply(new Row(id, inputs))) {
            case null -> property.type().zero();
            case Boolean truth -> truth ? 1L : 0L;
            case Double number when !Double.isFinite(number) -> property.type().zero();
            case Float number when !Float.isFinite(number) -> property.type().zero();
            case BigDecimal number
            when number.scale() > DECIMAL_PLACES ->
                (Number) Objects.requireNonNull(
                        property.normalize(number.setScale(DECIMAL_PLACES, RoundingMode.HALF_EVEN), property.name()));
            case Number number -> (Number) Objects.requireNonNull(property.normalize(number, property.name()));
            default -> throw new IllegalArgumentException("Items add numbers");
        };
    }

    /**
     * A link, seen from one of its ends.
     *
     * @param link the link
     * @param other what is at the other end
     */
    record Edge(ReferenceRecord link, ReferenceRecord other) {}
}
