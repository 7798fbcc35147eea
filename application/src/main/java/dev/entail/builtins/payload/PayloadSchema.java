package dev.entail.builtins.payload;

import dev.entail.builtins.payload.PayloadField.Type;
import dev.entail.core.definition.Entity;
import dev.entail.core.description.JsonTree;
import dev.entail.core.error.Problem;
import dev.entail.runtime.port.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a payload may look like: its fields, in the order in which they are checked.
 *
 * @param fields the fields, in order of declaration
 */
public record PayloadSchema(List<PayloadField> fields) {
    /** A payload without fields. */
    public static final PayloadSchema EMPTY = new PayloadSchema(List.of());

    public PayloadSchema {
        fields = List.copyOf(fields);
    }

    /**
     * A payload as received, checked and in the form in which it is stored (PAY-03..08).
     *
     * @throws dev.entail.core.error.EntailException with a {@code PAYLOAD_...} code; the detail {@code field} says where
     */
    public Map<String, @Nullable Object> check(Map<String, ? extends @Nullable Object> received) {
        return PayloadCheck.check(fields, received, "");
    }

    /** Every record that a checked payload refers to. */
    public List<Reference> references(Map<String, ? extends @Nullable Object> checked) {
        return PayloadCheck.references(fields, checked);
    }

    /**
     * A checked payload to be read by names.
     *
     * @param where whose payload it is, for messages
     */
    public Payload view(String where, Map<String, ? extends @Nullable Object> checked) {
        return new Payload(where, fields, checked);
    }

    /**
     * The same as JSON Schema 2020-12: what is valid is what {@link #check} accepts, given that the records exist that it refers to.
     * The handbook says where the two differ.
     */
    public JsonTree toJsonSchema() {
        return PayloadJsonSchema.of(fields);
    }

    /** Entities that the fields refer to. */
    public Set<Entity> entities() {
        Set<Entity> entities = new HashSet<>();
        collect(fields, entities);
        return entities;
    }

    /**
     * Mistakes in the declaration.
     *
     * @param path where the payload stands in the model
     */
    public List<Problem> problems(String path) {
        List<Problem> problems = new ArrayList<>();
        findDuplicates(path, fields, problems);
        return problems;
    }

    private static void findDuplicates(String path, List<PayloadField> fields, List<Problem> problems) {
        Set<String> seen = new HashSet<>();
        for (PayloadField field : fields) {
            String fieldPath = path + "." + field.name();
            if (field.name().isBlank()) {
                problems.add(
                        new Problem("DECL_NAME_INVALID", fieldPath, "A payload field has no name", "Give it a name"));
            }
            if (!seen.add(field.name())) {
                problems.add(new Problem(
                        "DECL_PAYLOAD_DUPLICATE",
                        fieldPath,
                        "Two payload fields have this name",
                        "Rename one of them"));
            }
            if (field.type() instanceof Type.Structure structure) {
                findDuplicates(fieldPath, structure.fields(), problems);
            }
        }
    }

    private static void collect(List<PayloadField> fields, Set<Entity> entities) {
        for (PayloadField field : fields) {
            switch (field.type()) {
                case Type.Scalar scalar -> {}
                case Type.Reference reference -> entities.add(reference.entity());
                case Type.Structure structure -> collect(structure.fields(), entities);
            }
        }
    }
}
