package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.description.ConstraintDescription;
import dev.entail.core.description.JsonTree;
import dev.entail.core.description.ModelDescription;
import dev.entail.core.description.RecordDescription;
import dev.entail.core.description.ValueDescription;
import dev.entail.core.match.Match;
import dev.entail.core.match.MatchTree;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Describes a model without what the framework keeps for itself. */
final class ModelDescriber {
    private final Model model;
    private final Lineage lineage;

    ModelDescriber(Model model) {
        this.model = model;
        this.lineage = new Lineage(model);
    }

    ModelDescription describe() {
        return new ModelDescription(
                model.name(),
                model.records().values().stream().map(this::record).toList(),
                values(Model.GLOBALS, model.globals().values()),
                model.eventSources().values().stream()
                        .map(EventSource::describe)
                        .toList());
    }

    private RecordDescription record(RecordModel record) {
        return switch (record.definition()) {
            case Entity entity -> new RecordDescription.OfEntity(entity.name(), contents(record));
            case Relation relation ->
                new RecordDescription.OfRelation(
                        relation.name(),
                        ends(relation),
                        relation.cardinality().notation(),
                        relation.isSymmetric(),
                        relation.reliant(),
                        contents(record));
            case View view ->
                new RecordDescription.OfView(view.name(), view.base().name(), where(view.condition()), null);
            case RelationView view ->
                new RecordDescription.OfView(
                        view.name(),
                        view.base().name(),
                        where(view.condition()),
                        ends(record.relation().orElseThrow()));
            case Union union ->
                new RecordDescription.OfUnion(
                        union.name(), names(union.inputs()), common(union.commonProperties()), null);
            case RelationUnion union ->
                new RecordDescription.OfUnion(
                        union.name(),
                        names(union.inputs()),
                        common(union.commonProperties()),
                        ends(record.relation().orElseThrow()));
        };
    }

    private static List<String> names(List<RecordDefinition> definitions) {
        return definitions.stream().map(RecordDefinition::name).toList();
    }

    private static List<String> common(List<Property<?>> properties) {
        return properties.stream().<String>map(Property::name).toList();
    }

    private static JsonTree where(Match condition) {
        return new JsonTree(MatchTree.of(condition));
    }

    private static RecordDescription.Ends ends(Relation relation) {
        return new RecordDescription.Ends(
                relation.source().name(),
                relation.sourceProperty(),
                relation.target().name(),
                relation.targetProperty());
    }

    private RecordDescription.Contents contents(RecordModel record) {
        return new RecordDescription.Contents(
                values(record.name(), record.values().values()),
                record.navigations().values().stream()
                        .filter(navigation -> !navigation.isEnd())
                        .map(ModelDescriber::attribute)
                        .toList(),
                record.constraints().stream()
                        .filter(constraint -> isVisible(record, constraint))
                        .map(ModelDescriber::constraint)
                        .toList(),
                record.computations().stream().map(ComputationDescriber::of).toList());
    }

    private static RecordDescription.Attribute attribute(Navigation navigation) {
        Relation relation = navigation.relation();
        return new RecordDescription.Attribute(
                navigation.name(),
                relation.name(),
                (navigation.from() == Navigation.End.SOURCE ? relation.target() : relation.source()).name(),
                navigation.many());
    }

    private List<ValueDescription> values(String record, Collection<ValueModel> values) {
        return values.stream()
                .filter(value -> !value.isHidden())
                .map(value -> value(record, value))
                .toList();
    }

    private ValueDescription value(String record, ValueModel value) {
        Property<?> property = value.property();
        Computation.OfValue declared = value.declared();
        return new ValueDescription(
                property.name(),
                property.type().name().toLowerCase(Locale.ROOT),
                property.isList(),
                property.defaultValue() != null,
                value.isDerived(),
                declared == null ? null : ComputationDescriber.of(declared),
                property.isHot(),
                lineage.sources(record + "." + property.name()).stream()
                        .map(Lineage::shown)
                        .toList());
    }

    /** What keeps projected records apart is about hidden values. */
    private static boolean isVisible(RecordModel record, Constraint constraint) {
        return constraint.attributes().stream().allMatch(attribute -> {
            ValueModel value = record.values().get(attribute);
            return value == null || !value.isHidden();
        });
    }

    private static ConstraintDescription constraint(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Unique unique ->
                new ConstraintDescription(
                        "unique",
                        unique.name(),
                        unique.attributes(),
                        unique.code(),
                        unique.where() instanceof Match.All ? null : where(unique.where()));
            case Constraint.Required required ->
                new ConstraintDescription("required", required.name(), required.attributes(), required.code(), null);
            case Constraint.Identity identity ->
                new ConstraintDescription("identity", identity.name(), identity.attributes(), identity.code(), null);
        };
    }
}
