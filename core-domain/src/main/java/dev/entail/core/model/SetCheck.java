package dev.entail.core.model;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import java.util.List;
import java.util.Objects;

/** Checks views and unions (MOD-30, MOD-61..63, MOD-71..76, STO-401..440). */
final class SetCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;

    SetCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
    }

    void check() {
        for (RecordDefinition definition : declarations.facts) {
            switch (definition) {
                case View view -> checkCondition(view);
                case RelationView view -> checkRelationView(view);
                case Union union -> checkUnion(union, union.commonProperties());
                case RelationUnion union -> {
                    checkUnion(union, union.commonProperties());
                    checkShapes(union);
                }
                case Entity entity -> {}
                case Relation relation -> {}
            }
        }
    }

    private void checkRelationView(RelationView view) {
        Relation base = Families.asRelation(view.base());
        if (base == null) {
            problems.add(
                    "DECL_ENTITY_SHAPE",
                    view.name(),
                    view.base().name() + " is not a relation",
                    "Use a View, which has no names for ends");
            return;
        }
        boolean sameNames = view.sourceProperty().equals(view.targetProperty());
        boolean sameEnds = base.source().name().equals(base.target().name());
        if (base.isSymmetric() != (sameNames && sameEnds)) {
            problems.add(
                    "DECL_FILTERED_CONTRADICTION",
                    view.name(),
                    "Links of " + base.name()
                            + (base.isSymmetric()
                                    ? " have no direction, so both ends need one name"
                                    : " have a direction, so the ends need two names"),
                    base.isSymmetric() ? "Use the same name twice" : "Use two different names");
        }
        checkCondition(view);
    }

    private void checkCondition(RecordDefinition view) {
        RecordModel base = model.records().get(view.name());
        if (base != null && declared(base)) {
            Condition.of(model, view.name(), view.name(), base.membership())
                    .problems()
                    .forEach(problems::add);
        }
    }

    /** A view of what the model does not have is reported as that. */
    private boolean declared(RecordModel view) {
        return view.concrete().stream().allMatch(name -> model.records().containsKey(name));
    }

    private void checkUnion(RecordDefinition union, List<Property<?>> common) {
        List<RecordDefinition> inputs = Families.inputs(union);
        if (inputs.isEmpty()) {
            problems.add("DECL_ENTITY_SHAPE", union.name(), "The union has no inputs", "Name at least one");
        }
        boolean links = union instanceof RelationUnion;
        for (RecordDefinition input : inputs) {
            if ((Families.asRelation(input) != null) != links) {
                problems.add(
                        "DECL_ENTITY_SHAPE",
                        union.name(),
                        input.name() + (links ? " is not a relation" : " is a relation"),
                        links ? "Use a Union for entities" : "Use a RelationUnion for relations");
            }
            common.forEach(property -> checkCommon(union, input, property));
        }
        checkTypes(union);
    }

    private void checkCommon(RecordDefinition union, RecordDefinition input, Property<?> common) {
        RecordModel record = model.records().get(input.name());
        ValueModel own = record == null ? null : record.values().get(common.name());
        if (record != null && (own == null || !sameType(own.property(), common))) {
            problems.add(
                    "SETUP_COMMON_PROPERTY",
                    union.name() + "." + common.name(),
                    input.name() + (own == null ? " has no such property" : " has it as " + own.property()),
                    "Declare " + common + " there, or leave it out of the common properties");
        }
    }

    /** Properties of one name share a column, so they must be of one type (MOD-74, MOD-26). */
    private void checkTypes(RecordDefinition union) {
        RecordModel whole = model.records().get(union.name());
        for (String name : Families.concrete(union)) {
            RecordModel member = model.records().get(name);
            if (member == null || whole == null) {
                continue;
            }
            member.definition().properties().stream()
                    .filter(property -> property.name().equalsIgnoreCase(Model.TYPE))
                    .forEach(property -> problems.add(
                            "SETUP_DISCRIMINATOR_CONFLICT",
                            name + "." + property.name(),
                            "The name says what a record of a union was created as",
                            "Choose another name for the property"));
            member.values().values().forEach(value -> {
                ValueModel first = Objects.requireNonNull(whole.values().get(value.name()), value.name());
                if (!sameType(first.property(), value.property())) {
                    problems.add(
                            "SETUP_MERGE_TYPE_CONFLICT",
                            union.name() + "." + value.name(),
                            "It is " + value.property() + " in " + name + " and " + first.property()
                                    + " in another input",
                            "Give it the same type everywhere, or different names");
                }
            });
        }
    }

    private static boolean sameType(Property<?> left, Property<?> right) {
        return left.type() == right.type() && left.isList() == right.isList();
    }

    private void checkShapes(RelationUnion union) {
        Relation first = Families.asRelation(union);
        for (RecordDefinition input : union.inputs()) {
            Relation shape = Families.asRelation(input);
            if (first == null || shape == null) {
                continue;
            }
            boolean same = first.source().equals(shape.source())
                    && first.target().equals(shape.target())
                    && first.cardinality() == shape.cardinality()
                    && first.reliant() == shape.reliant()
                    && Objects.requireNonNull(Families.asRelation(union.inputs().get(0)))
                                    .isSymmetric()
                            == shape.isSymmetric();
            if (!same) {
                problems.add(
                        "DECL_UNION_MISMATCH",
                        union.name(),
                        input.name() + " differs from " + union.inputs().get(0).name()
                                + " in its ends, cardinality, direction or reliance",
                        "Unite relations of one shape only");
            }
        }
    }
}
