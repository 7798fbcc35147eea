package dev.entail.core.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions as maps and lists in the form of {@link ModelDescription#FORMAT_VERSION}. Lists are always there, what does not
 * apply is left out.
 */
final class DescriptionTree {
    private DescriptionTree() {}

    static Map<String, Object> of(ModelDescription model) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("formatVersion", ModelDescription.FORMAT_VERSION);
        tree.put("name", model.name());
        tree.put("entities", list(model.entities(), DescriptionTree::record));
        tree.put("relations", list(model.relations(), DescriptionTree::record));
        tree.put("views", list(model.views(), DescriptionTree::record));
        tree.put("unions", list(model.unions(), DescriptionTree::record));
        tree.put("globals", list(model.globals(), DescriptionTree::value));
        tree.put("eventSources", list(model.eventSources(), DescriptionTree::source));
        return tree;
    }

    private static Map<String, Object> record(RecordDescription record) {
        Map<String, Object> tree = named(record.name());
        switch (record) {
            case RecordDescription.OfEntity entity -> contents(tree, entity.contents());
            case RecordDescription.OfRelation relation -> {
                ends(tree, relation.ends());
                tree.put("cardinality", relation.cardinality());
                tree.put("symmetric", relation.symmetric());
                tree.put("reliant", relation.reliant());
                contents(tree, relation.contents());
            }
            case RecordDescription.OfView view -> {
                tree.put("base", view.base());
                tree.put("where", view.where().value());
                ends(tree, view.ends());
            }
            case RecordDescription.OfUnion union -> {
                tree.put("inputs", union.inputs());
                tree.put("common", union.common());
                ends(tree, union.ends());
            }
        }
        return tree;
    }

    private static void ends(Map<String, Object> tree, RecordDescription.@Nullable Ends ends) {
        if (ends != null) {
            tree.put("source", end(ends.source(), ends.sourceAttribute()));
            tree.put("target", end(ends.target(), ends.targetAttribute()));
        }
    }

    private static Map<String, Object> end(String record, String attribute) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("record", record);
        tree.put("attribute", attribute);
        return tree;
    }

    private static void contents(Map<String, Object> tree, RecordDescription.Contents contents) {
        tree.put("values", list(contents.values(), DescriptionTree::value));
        tree.put("relations", list(contents.relations(), DescriptionTree::attribute));
        tree.put("constraints", list(contents.constraints(), DescriptionTree::constraint));
        tree.put("computations", list(contents.computations(), ComputationTree::of));
    }

    private static Map<String, Object> attribute(RecordDescription.Attribute attribute) {
        Map<String, Object> tree = named(attribute.name());
        tree.put("relation", attribute.relation());
        tree.put("record", attribute.record());
        tree.put("list", attribute.list());
        return tree;
    }

    private static Map<String, Object> constraint(ConstraintDescription constraint) {
        Map<String, Object> tree = named(constraint.name());
        tree.put("kind", constraint.kind());
        tree.put("attributes", constraint.attributes());
        tree.put("code", constraint.code());
        JsonTree where = constraint.where();
        if (where != null) {
            tree.put("where", where.value());
        }
        return tree;
    }

    private static Map<String, Object> value(ValueDescription value) {
        Map<String, Object> tree = named(value.name());
        tree.put("type", value.type());
        tree.put("list", value.list());
        tree.put("derived", value.derived());
        if (value.hasDefault()) {
            tree.put("default", function());
        }
        ComputationDescription computation = value.computation();
        if (computation != null) {
            tree.put("computation", ComputationTree.of(computation));
            tree.put("from", value.from());
        }
        if (value.hot()) {
            tree.put("hot", true);
        }
        return tree;
    }

    private static Map<String, Object> source(EventSourceDescription source) {
        Map<String, Object> tree = named(source.name());
        tree.put("kind", source.kind());
        tree.put("eventEntity", source.eventEntity());
        tree.put("anonymous", source.anonymous());
        JsonTree payload = source.payload();
        if (payload != null) {
            tree.put("payload", payload.value());
        }
        tree.put("conditions", list(source.conditions(), DescriptionTree::condition));
        EventSourceDescription.Reading reads = source.reads();
        if (reads != null) {
            Map<String, Object> reading = new LinkedHashMap<>();
            reading.put("record", reads.record());
            reading.put("columns", reads.columns() == null ? "chosen" : reads.columns());
            reading.put("filters", reads.filters());
            if (reads.limit() != null) {
                reading.put("limit", reads.limit());
            }
            if (reads.pageSize() != null) {
                reading.put("pageSize", reads.pageSize());
            }
            reading.put("rows", function());
            tree.put("reads", reading);
        }
        if (!source.details().isEmpty()) {
            Map<String, Object> details = new LinkedHashMap<>();
            source.details().forEach((key, detail) -> details.put(key, detail.value()));
            tree.put("details", details);
        }
        return tree;
    }

    private static Map<String, Object> condition(ConditionDescription condition) {
        return switch (condition) {
            case ConditionDescription.Named named -> named(named.name());
            case ConditionDescription.Function function -> function();
            case ConditionDescription.All all -> Map.of("and", list(all.parts(), DescriptionTree::condition));
            case ConditionDescription.Some some -> Map.of("or", list(some.parts(), DescriptionTree::condition));
            case ConditionDescription.Not not -> Map.of("not", condition(not.part()));
        };
    }

    static Map<String, Object> function() {
        return Map.of("function", true);
    }

    private static Map<String, Object> named(String name) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        return tree;
    }

    static <T> List<Object> list(List<T> items, Function<? super T, ?> form) {
        List<Object> list = new ArrayList<>(items.size());
        items.forEach(item -> list.add(form.apply(item)));
        return list;
    }
}
