package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.description.ModelDescription;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Trigger;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A checked, immutable model: what there is and what follows from it. Two models share nothing, so any number can be open
 * in one JVM.
 */
public final class Model {
    /** Name under which global values appear in effects, as values of one record with the id {@link #GLOBALS_ID}. */
    public static final String GLOBALS = "_Dictionary_";

    /** Id of the one record whose values are the global values. */
    public static final RecordId GLOBALS_ID = RecordId.of(1);

    /** Name of the value that says what a record of a union was created as. */
    public static final String TYPE = "__type";

    private final String name;
    private final Map<String, RecordModel> records;
    private final Map<String, RecordModel> roots;
    private final Map<String, ValueModel> globals;
    private final Map<String, EventSource<?>> eventSources;
    private final List<DerivedValue> evaluationOrder;

    Model(
            String name,
            Map<String, RecordModel> records,
            Map<String, RecordModel> roots,
            Map<String, ValueModel> globals,
            Map<String, EventSource<?>> eventSources,
            List<DerivedValue> evaluationOrder) {
        this.name = name;
        this.records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
        this.roots = Collections.unmodifiableMap(new LinkedHashMap<>(roots));
        this.globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
        this.eventSources = Collections.unmodifiableMap(new LinkedHashMap<>(eventSources));
        this.evaluationOrder = List.copyOf(evaluationOrder);
    }

    /** Starts the declaration of a model. */
    public static ModelBuilder model(String name) {
        return new ModelBuilder(name);
    }

    /** The name, for people. */
    public String name() {
        return name;
    }

    /** All entities, relations, views and unions by name, in the order of declaration, entities of events last. */
    public Map<String, RecordModel> records() {
        return records;
    }

    /**
     * What is stored together, by name: each entity and relation that is in no union, and for those that share unions one
     * record with the attributes of all of them, under the name of the first union.
     */
    public Map<String, RecordModel> roots() {
        return roots;
    }

    /** What the records of an entity, relation, view or union are stored with. */
    public RecordModel rootOf(String recordName) {
        return Objects.requireNonNull(roots.get(record(recordName).root()), recordName);
    }

    /**
     * An entity, relation, view or union by name.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if there is none; the message lists what there is
     */
    public RecordModel record(String recordName) {
        RecordModel record = records.get(recordName);
        if (record == null) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "Model '" + name + "' has no entity or relation '" + recordName + "'; it has " + records.keySet()
                            + Suggestion.forName(recordName, records.keySet()));
        }
        return record;
    }

    /**
     * What the model says of a declared entity or relation.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have it
     */
    public RecordModel record(RecordDefinition definition) {
        return record(definition.name());
    }

    /**
     * Whether the links of a relation are stored on their own, not with the record at one end: those of an n:n relation, and
     * those that other relations refer to or a union puts together with others (STO-021, STO-023).
     */
    public boolean linksStandAlone(Relation relation) {
        RecordModel root = rootOf(relation.name());
        return relation.cardinality() == Cardinality.MANY_TO_MANY
                || root.definition() instanceof RelationUnion
                || records.values().stream().anyMatch(record -> refersTo(record, root.name()));
    }

    /**
     * Whether the one link behind a relation attribute is stored in the row of the record that has the attribute, so that
     * it can take part in keys and scopes. Of a view only some links are meant, so that they cannot.
     */
    public boolean isHeld(Navigation navigation) {
        return record(navigation.relation().name()).isConcrete()
                && !linksStandAlone(navigation.relation())
                && navigation.from() == Navigation.End.host(navigation.relation());
    }

    private boolean refersTo(RecordModel record, String root) {
        return record.definition() instanceof Relation relation
                && (isEnd(relation.source(), root) || isEnd(relation.target(), root));
    }

    private boolean isEnd(RecordDefinition end, String root) {
        RecordModel record = records.get(end.name());
        return record != null && record.root().equals(root);
    }

    /** Values of the whole model by name. */
    public Map<String, ValueModel> globals() {
        return globals;
    }

    /** Everything that can be dispatched, by name. */
    public Map<String, EventSource<?>> eventSources() {
        return eventSources;
    }

    /** The event source of this name, if the model has it. */
    public Optional<EventSource<?>> eventSource(String sourceName) {
        return Optional.ofNullable(eventSources.get(sourceName));
    }

    /** All derived values, each after the ones it depends on. */
    public List<DerivedValue> evaluationOrder() {
        return evaluationOrder;
    }

    /**
     * The values that a derived value follows from, those included that decide which items it looks at; by {@code
     * Record.value}, entities and relations only.
     */
    public List<String> inputs(DerivedValue derived) {
        Computation.Elementary computation = derived.value().computation();
        return computation == null ? List.of() : DerivationInputs.of(this, derived.record(), computation);
    }

    /** Names of the entities, relations, views and unions whose records a derived value looks at. */
    public Set<String> recordsLookedAt(DerivedValue derived) {
        Computation.Elementary computation = derived.value().computation();
        return computation == null ? Set.of() : DerivationInputs.records(this, derived.record(), computation);
    }

    /**
     * What follows from what, as text: the graph of all computations, each value after those that it follows from, with its
     * level, what it is, where it comes from and where it leads to. Stable for the same declarations.
     */
    public String explain() {
        return new Explanation(this).text();
    }

    /**
     * Everything that an interface needs to know: what there is, what follows from what, and what can be dispatched with which
     * payload. A value without functions, with JSON and Mermaid texts, the same for the same declarations.
     */
    public ModelDescription describe() {
        return new ModelDescriber(this).describe();
    }

    /** Everything that computations which follow from events wait for. */
    public List<Trigger<?>> triggers() {
        List<Trigger<?>> all = new ArrayList<>();
        for (DerivedValue derived : evaluationOrder) {
            derived.value()
                    .machine()
                    .ifPresent(machine -> machine.transfers().forEach(transfer -> all.add(transfer.trigger())));
        }
        for (RecordModel record : records.values()) {
            for (Computation.OfRecords computation : record.computations()) {
                switch (computation) {
                    case Transform<?> transform -> all.add(transform.trigger());
                    case Removal<?> removal -> all.add(removal.trigger());
                    case Projection projection -> {}
                    case CustomRecords records -> {}
                }
            }
        }
        return all;
    }

    /** Everything that makes records of other records. */
    public List<Projection> projections() {
        return records.values().stream()
                .flatMap(record -> record.computations().stream())
                .filter(Projection.class::isInstance)
                .map(Projection.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        return "Model " + name + " (" + records.size() + " records, " + eventSources.size() + " event sources)";
    }

    /**
     * The place of a derived value.
     *
     * @param record name of the record that holds it, or {@link #GLOBALS}
     * @param value the value
     */
    public record DerivedValue(String record, ValueModel value) {
        /** {@code Record.value}. */
        public String path() {
            return record + "." + value.name();
        }
    }
}
