package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entity or relation with everything that the model says of it.
 */
public final class RecordModel {
    private final RecordDefinition definition;
    private final Map<String, ValueModel> values;
    private final Map<String, Navigation> navigations;
    private final List<Computation.OfRecords> computations;
    private final List<Constraint> constraints;

    RecordModel(
            RecordDefinition definition,
            Map<String, ValueModel> values,
            Map<String, Navigation> navigations,
            List<Computation.OfRecords> computations,
            List<Constraint> constraints) {
        this.definition = definition;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.navigations = Collections.unmodifiableMap(new LinkedHashMap<>(navigations));
        this.computations = List.copyOf(computations);
        this.constraints = List.copyOf(constraints);
    }

    /** Unique name in the model. */
    public String name() {
        return definition.name();
    }

    /** The declaration. */
    public RecordDefinition definition() {
        return definition;
    }

    /** The relation, if this is one. */
    public Optional<Relation> relation() {
        return definition instanceof Relation relation ? Optional.of(relation) : Optional.empty();
    }

    /** Its values by name, facts first, in the order of declaration. */
    public Map<String, ValueModel> values() {
        return values;
    }

    /** Its relation attributes by name; a relation has {@code source} and {@code target}. */
    public Map<String, Navigation> navigations() {
        return navigations;
    }

    /** The computations that yield its records. */
    public List<Computation.OfRecords> computations() {
        return computations;
    }

    /** What its records must satisfy. */
    public List<Constraint> constraints() {
        return constraints;
    }

    @Override
    public String toString() {
        return definition.toString();
    }
}
