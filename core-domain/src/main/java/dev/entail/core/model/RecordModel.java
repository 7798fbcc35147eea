package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entity or relation, or a view or union of some, with everything that the model says of it.
 */
public final class RecordModel {
    private final RecordDefinition definition;
    private final String name;
    private final @Nullable Relation relation;
    private final String root;
    private final Match membership;
    private final Map<String, ValueModel> values;
    private final Map<String, Navigation> navigations;
    private final List<Computation.OfRecords> computations;
    private final List<Constraint> constraints;
    private final Optional<String> creates;
    private final Set<String> concrete;
    private final List<String> visibleNames;
    private final Optional<CustomRecords> yieldedBy;
    private final Optional<Constraint.Identity> identity;

    RecordModel(
            RecordDefinition definition,
            @Nullable Relation relation,
            String root,
            Match membership,
            Map<String, ValueModel> values,
            Map<String, Navigation> navigations,
            List<Computation.OfRecords> computations,
            List<Constraint> constraints) {
        this.definition = definition;
        this.name = definition.name();
        this.relation = relation;
        this.root = root;
        this.membership = membership;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.navigations = Collections.unmodifiableMap(new LinkedHashMap<>(navigations));
        this.computations = List.copyOf(computations);
        this.constraints = List.copyOf(constraints);
        this.creates = Families.creates(definition).stream().findFirst();
        this.concrete = Families.concrete(definition);
        this.visibleNames = values.values().stream()
                .filter(value -> !value.isHidden())
                .map(ValueModel::name)
                .toList();
        this.yieldedBy = first(computations, CustomRecords.class);
        this.identity = first(constraints, Constraint.Identity.class);
    }

    private static <T> Optional<T> first(List<?> all, Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Unique name in the model. */
    public String name() {
        return name;
    }

    /** The declaration. */
    public RecordDefinition definition() {
        return definition;
    }

    /** The relation, if its records are links; for a view or union what it looks like as a relation. */
    public Optional<Relation> relation() {
        return Optional.ofNullable(relation);
    }

    /** Whether records are created under this name, and derivations declared for it: an entity or relation. */
    public boolean isConcrete() {
        return definition instanceof Entity || definition instanceof Relation;
    }

    /**
     * Name of the entity or relation that records created under this name are: its own, or that of the base below all
     * views. Empty for unions and views of unions, under whose names nothing can be created (MOD-71, STO-311).
     */
    public Optional<String> creates() {
        return creates;
    }

    /** Names of the entities or relations whose records this one has. */
    public Set<String> concrete() {
        return concrete;
    }

    /** Name of the family that its records are stored with; see {@link Model#roots()}. */
    public String root() {
        return root;
    }

    /** Which of the stored records of the family belong to this one; {@link Match.All} if all do. */
    public Match membership() {
        return membership;
    }

    /** What decides whether a stored record belongs to this one; empty if all do. */
    public Set<Dependency> dependencies(Model model) {
        return Condition.of(model, name(), name(), membership).dependencies();
    }

    /**
     * Whether its records say under {@link Model#TYPE} which concrete record they are, because a union put several into one
     * place. A value of that name may also be declared by whoever is in no union (STO-435).
     */
    public boolean isTyped() {
        ValueModel type = values.get(Model.TYPE);
        return type != null && type.discriminator();
    }

    /** Its values by name, facts first, in the order of declaration; those of a view or union are those of what is below. */
    public Map<String, ValueModel> values() {
        return values;
    }

    /** Names of the values that users see. */
    public List<String> visibleNames() {
        return visibleNames;
    }

    /** A value as queries under this name find it, from what an event tells: that leaves out nulls and zeros of other members. */
    public @Nullable Object seen(String value, Map<String, ? extends @Nullable Object> told) {
        Object known = told.get(value);
        ValueModel untold = known == null ? values.get(value) : null;
        return untold == null ? known : untold.ofOtherMembers().orElse(null);
    }

    /** Its relation attributes by name; a relation has {@code source} and {@code target}. */
    public Map<String, Navigation> navigations() {
        return navigations;
    }

    /** The computations that yield its records. */
    public List<Computation.OfRecords> computations() {
        return computations;
    }

    /** The computation that all its records belong to, if there is one. */
    public Optional<CustomRecords> yieldedBy() {
        return yieldedBy;
    }

    /** What its records must satisfy. */
    public List<Constraint> constraints() {
        return constraints;
    }

    /** What says which record it is, if its records have an identity. */
    public Optional<Constraint.Identity> identity() {
        return identity;
    }

    @Override
    public String toString() {
        return definition.toString();
    }
}
