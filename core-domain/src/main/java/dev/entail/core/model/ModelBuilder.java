package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.ModelPart;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.InvalidModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Collects declarations and makes a {@link Model} of them. Facts are declared first and derivations over them, so that
 * nothing ever has to be declared before itself. Not thread-safe.
 */
public final class ModelBuilder {
    private final String name;
    private final Declarations declarations = new Declarations();

    ModelBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Adds entities and relations, and views and unions of them. */
    public ModelBuilder facts(RecordDefinition... definitions) {
        declarations.facts.addAll(List.of(definitions));
        return this;
    }

    /** Adds what can be dispatched. Entities of events are added by themselves. */
    public ModelBuilder events(EventSource<?>... sources) {
        declarations.eventSources.addAll(List.of(sources));
        return this;
    }

    /** Adds everything that parts declare; facts that they share are added once. */
    public ModelBuilder include(ModelPart... parts) {
        for (ModelPart part : parts) {
            if (declarations.parts.add(part)) {
                part.facts().stream()
                        .filter(fact -> !declarations.facts.contains(fact))
                        .forEach(declarations.facts::add);
                declarations.eventSources.addAll(part.events());
                part.constraints()
                        .forEach((record, constraints) -> constraints.stream()
                                .map(constraint -> new Declarations.Constrained(record.name(), constraint))
                                .filter(constrained -> !declarations.constraints.contains(constrained))
                                .forEach(declarations.constraints::add));
            }
        }
        return this;
    }

    /** Adds a value that follows from others to every record of {@code record}. */
    public ModelBuilder derive(RecordDefinition record, Property<?> property, Computation.OfValue computation) {
        Objects.requireNonNull(property, "property");
        declarations.values.add(new Declarations.ValueDerivation(record.name(), property, computation));
        return this;
    }

    /** Adds computations that yield records of {@code record}. */
    public ModelBuilder derive(RecordDefinition record, Computation.OfRecords... computations) {
        for (Computation.OfRecords computation : computations) {
            declarations.records.add(new Declarations.RecordDerivation(record, computation));
        }
        return this;
    }

    /** Adds a value of the whole model that follows from others. */
    public ModelBuilder derive(Property<?> global, Computation.OfValue computation) {
        declarations.values.add(new Declarations.ValueDerivation(Model.GLOBALS, global, computation));
        return this;
    }

    /**
     * Adds values of the whole model that are set by hand, for example settings (DIC-01). A default is stored when the
     * database is set up; a value without one starts as null.
     */
    public ModelBuilder globals(Property<?>... properties) {
        declarations.globals.addAll(List.of(properties));
        return this;
    }

    /** Adds what every record of {@code record} must satisfy. */
    public ModelBuilder constrain(RecordDefinition record, Constraint... constraints) {
        for (Constraint constraint : constraints) {
            declarations.constraints.add(new Declarations.Constrained(record.name(), constraint));
        }
        return this;
    }

    /**
     * Checks everything and makes the model.
     *
     * @throws InvalidModelException with all problems, if there are any
     */
    public Model build() {
        Problems problems = new Problems();
        FactCheck facts = new FactCheck(declarations, problems);
        facts.check();
        Model model = new Assembly(name, declarations, null).assemble(List.of());
        DerivationCheck derivations = new DerivationCheck(declarations, model, problems);
        derivations.check();
        new NamespaceCheck(declarations, model, problems).check();
        new SetCheck(declarations, model, problems).check();
        new ConstraintCheck(declarations, model, problems).check();
        new EventSourceCheck(declarations, model, problems).check();
        Expansion expansion = new Expansion(declarations, model);
        DerivationOrder order = DerivationOrder.of(new Assembly(name, declarations, expansion).assemble(List.of()));
        for (List<String> cycle : order.cycles()) {
            problems.add(
                    "DERIVATION_CYCLE",
                    cycle.get(0),
                    "The value depends on itself: " + String.join(" <- ", cycle) + " <- " + cycle.get(0),
                    "Break the cycle by deriving one of these values from facts");
        }
        if (!problems.isEmpty()) {
            throw new InvalidModelException(name, problems.list());
        }
        Model complete = new Assembly(name, declarations, expansion).assemble(order.sorted());
        new HotCheck(complete, problems).check();
        if (!problems.isEmpty()) {
            throw new InvalidModelException(name, problems.list());
        }
        return complete;
    }

    /** What has been declared so far, in order. */
    static final class Declarations {
        final List<RecordDefinition> facts = new ArrayList<>();
        final List<EventSource<?>> eventSources = new ArrayList<>();
        final Set<ModelPart> parts = new LinkedHashSet<>();
        final List<ValueDerivation> values = new ArrayList<>();
        final List<Property<?>> globals = new ArrayList<>();
        final List<RecordDerivation> records = new ArrayList<>();
        final List<Constrained> constraints = new ArrayList<>();

        /** Facts and the entities of events, each once. */
        List<RecordDefinition> allDefinitions() {
            Map<String, RecordDefinition> eventEntities = new LinkedHashMap<>();
            for (EventSource<?> source : eventSources) {
                Entity entity = source.eventEntity();
                if (!facts.contains(entity)) {
                    eventEntities.putIfAbsent(entity.name(), entity);
                }
            }
            List<RecordDefinition> all = new ArrayList<>(facts);
            all.addAll(eventEntities.values());
            return all;
        }

        record ValueDerivation(String record, Property<?> property, Computation.OfValue computation) {}

        record Constrained(String record, Constraint constraint) {}

        record RecordDerivation(RecordDefinition record, Computation.OfRecords computation) {}
    }
}
