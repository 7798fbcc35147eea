package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.definition.EventSource.NamedRelation;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds mistakes in the declaration of a payload, and what it names of the model. */
final class PayloadDeclaration {
    private final List<Problem> problems = new ArrayList<>();

    /** All mistakes in these fields. */
    static List<Problem> problems(List<PayloadField> fields, String path) {
        PayloadDeclaration check = new PayloadDeclaration();
        check.fields(fields, path);
        return check.problems;
    }

    private void fields(List<PayloadField> fields, String parent) {
        Set<String> seen = new HashSet<>();
        for (PayloadField field : fields) {
            String path = parent + "." + field.name();
            if (field.name().isBlank()) {
                add("DECL_NAME_INVALID", path, "A payload field has no name", "Give it a name");
            }
            if (!seen.add(field.name())) {
                add("DECL_PAYLOAD_DUPLICATE", path, "Two payload fields have this name", "Rename one of them");
            }
            new ConstraintCheck(field, path, problems).check();
            if (field.type() instanceof Type.NewRecord created) {
                created.fields().forEach(part -> property(created, part, path + "." + part.name()));
            }
            fields(field.type().fields(), path);
        }
    }

    /** What stands for a property must hold what the property holds; what stands for a relation is up to the model. */
    private void property(Type.NewRecord created, PayloadField field, String path) {
        for (Property<?> property : created.entity().properties()) {
            if (property.name().equals(field.name())
                    && !(holds(field.type(), property) && field.list() == property.isList())) {
                add(
                        "DECL_PAYLOAD_RECORD",
                        path,
                        "The field does not hold what " + created.entity().name() + "." + property + " holds",
                        "Declare it with the type of the property");
                return;
            }
        }
        if (!isProperty(created, field) && !isRelation(field)) {
            add(
                    "DECL_PAYLOAD_RECORD",
                    path,
                    created.entity().name() + " has no such property",
                    "Take a name that the entity declares; for relations a reference or a new record");
        }
    }

    private static boolean holds(Type type, Property<?> property) {
        return switch (type) {
            case Type.Scalar scalar -> scalar.valueType() == property.type();
            case Type.OpenObject object -> property.type() == dev.entail.core.value.ValueType.JSON;
            case Type.Structure structure -> property.type() == dev.entail.core.value.ValueType.JSON;
            case Type.Reference reference -> false;
            case Type.NewRecord record -> false;
        };
    }

    private static boolean isProperty(Type.NewRecord created, PayloadField field) {
        return created.entity().properties().stream()
                .anyMatch(property -> property.name().equals(field.name()));
    }

    private static boolean isRelation(PayloadField field) {
        return field.type() instanceof Type.Reference || field.type() instanceof Type.NewRecord;
    }

    private void add(String code, String path, String message, String hint) {
        problems.add(new Problem(code, path, message, hint));
    }

    /** What fields refer to or create. */
    static Set<RecordDefinition> records(List<PayloadField> fields) {
        Set<RecordDefinition> records = new HashSet<>();
        for (PayloadField field : fields) {
            if (field.type() instanceof Type.Reference reference) {
                records.add(reference.record());
            }
            if (field.type() instanceof Type.NewRecord created) {
                records.add(created.entity());
            }
            records.addAll(records(field.type().fields()));
        }
        return records;
    }

    /** Relations that new records may come with. */
    static List<NamedRelation> relations(List<PayloadField> fields, String parent) {
        List<NamedRelation> relations = new ArrayList<>();
        for (PayloadField field : fields) {
            String path = parent + "." + field.name();
            if (field.type() instanceof Type.NewRecord created) {
                for (PayloadField part : created.fields()) {
                    RecordDefinition target = target(part);
                    if (target != null && !isProperty(created, part)) {
                        relations.add(new NamedRelation(
                                path + "." + part.name(), created.entity(), part.name(), target, part.list()));
                    }
                }
            }
            relations.addAll(relations(field.type().fields(), path));
        }
        return relations;
    }

    private static @org.jspecify.annotations.Nullable RecordDefinition target(PayloadField field) {
        return switch (field.type()) {
            case Type.Reference reference -> reference.record();
            case Type.NewRecord created -> created.entity();
            case Type.Scalar scalar -> null;
            case Type.OpenObject object -> null;
            case Type.Structure structure -> null;
        };
    }
}
