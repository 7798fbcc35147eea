package dev.entail.storage.migration;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Description;
import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Projections;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.PhysicalNames;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each stored value and link means, in one line of text that changes when the meaning does. */
final class ValueDescriptions {
    /** What paths of constraints start with; no name can. */
    static final String CONSTRAINT = "constraint:";

    /** What paths of columns start with; no name can. */
    static final String COLUMN = "column:";

    /** The path of the name of the model; no name can be like this. */
    static final String MODEL = "model:name";

    /** What the meaning of a value starts with that is not computed yet for what was there before it. */
    static final String UNFILLED = "unfilled: ";

    /** What the meaning of a required value starts with. */
    static final String REQUIRED = "required";

    /** Paths are keys of a table, which have at most 255 characters. */
    private static final PhysicalNames NAMES = new PhysicalNames(255);

    private ValueDescriptions() {}

    /**
     * By path: {@code Post.title} for values, {@code Post_author_posts_User} for relations; and the columns with their
     * types.
     */
    static Map<String, String> of(Schema schema) {
        Model model = schema.model();
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put(MODEL, model.name());
        for (Table table : schema.tables()) {
            table.columns()
                    .forEach(column -> descriptions.put(COLUMN + table.name() + "." + column.name(), describe(column)));
        }
        for (RecordModel record : model.records().values()) {
            record.constraints()
                    .forEach(constraint ->
                            descriptions.put(CONSTRAINT + constraint.name(), describe(record, constraint)));
        }
        for (RecordModel record : model.roots().values()) {
            record.relation().ifPresent(relation -> descriptions.put(relation.name(), describe(relation)));
            record.values()
                    .values()
                    .forEach(value -> descriptions.put(
                            record.name() + "." + value.name(),
                            describe(value) + (isKey(record, value) ? " (key)" : "")));
        }
        for (RecordModel record : model.records().values()) {
            for (Computation.OfRecords computation : record.computations()) {
                if (computation instanceof Projection projection) {
                    descriptions.put(Projections.path(record, projection), Description.of(projection));
                }
            }
        }
        model.globals()
                .values()
                .forEach(value -> descriptions.put(Model.GLOBALS + "." + value.name(), describe(value)));
        Map<String, String> named = new LinkedHashMap<>();
        descriptions.forEach((path, description) -> named.put(NAMES.of(path), description));
        return named;
    }

    private static String describe(RecordModel record, Constraint constraint) {
        return switch (constraint) {
            case Constraint.Unique unique -> "unique " + record.name() + unique.attributes() + describe(unique.where());
            case Constraint.Required required -> REQUIRED + " " + record.name() + required.attributes();
            case Constraint.Identity identity -> "identity " + record.name() + identity.attributes();
        };
    }

    private static String describe(Match where) {
        return where instanceof Match.All ? "" : " where " + where;
    }

    private static String describe(Column column) {
        return column.type() + (column.counter() ? " counter" : "") + (column.required() ? " not null" : "");
    }

    /** Parts of keys are stored in shorter columns. */
    private static boolean isKey(RecordModel record, ValueModel value) {
        return value.property().type() == ValueType.TEXT
                && record.constraints().stream()
                        .anyMatch(constraint -> !(constraint instanceof Constraint.Required)
                                && constraint.attributes().contains(value.name()));
    }

    private static String describe(Relation relation) {
        return relation.source().name() + "." + relation.sourceProperty() + " "
                + relation.cardinality().notation() + " " + relation.target().name() + "."
                + relation.targetProperty() + (relation.reliant() ? " (reliant)" : "");
    }

    private static String describe(ValueModel value) {
        Computation.Elementary computation = value.computation();
        String type = (value.property().isList() ? "LIST OF " : "")
                + value.property().type().name();
        return computation == null ? type : type + " = " + Description.of(computation);
    }
}
