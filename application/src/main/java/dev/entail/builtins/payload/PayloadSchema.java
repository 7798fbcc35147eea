package dev.entail.builtins.payload;

import dev.entail.core.definition.EventSource.NamedRelation;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.JsonTree;
import dev.entail.core.error.Problem;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.port.Reference;
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
     * A payload as received, checked and in the form in which it is stored (PAY-03..10).
     *
     * @param received null is an empty payload
     * @throws dev.entail.core.error.EntailException with a {@code PAYLOAD_...} code; the detail {@code field} says where
     */
    public Map<String, @Nullable Object> check(@Nullable Object received) {
        return PayloadCheck.check(fields, received);
    }

    /**
     * Makes sure that something can be stored as JSON on every database: text keys, plain values, well-formed texts.
     *
     * @param what what it is, for the message
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} or {@code VALUE_OUT_OF_RANGE}
     */
    public static void requireJson(Map<?, ?> object, String what) {
        Values.ofType(ValueType.JSON, object, "The " + what);
    }

    /**
     * A payload as received, which has to be an object.
     *
     * @param received null is an empty payload
     * @throws dev.entail.core.error.EntailException {@code PAYLOAD_NOT_AN_OBJECT}
     */
    @SuppressWarnings("unchecked") // the keys have been looked at
    public static Map<String, @Nullable Object> object(@Nullable Object received) {
        return (Map<String, @Nullable Object>) PayloadCheck.received(received);
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

    /** Entities, relations, views and unions that the fields refer to or create records of. */
    public Set<RecordDefinition> records() {
        return PayloadDeclaration.records(fields);
    }

    /**
     * Relation attributes that new records may come with.
     *
     * @param path where the payload stands in the model
     */
    public List<NamedRelation> relations(String path) {
        return PayloadDeclaration.relations(fields, path);
    }

    /**
     * Mistakes in the declaration.
     *
     * @param path where the payload stands in the model
     */
    public List<Problem> problems(String path) {
        return PayloadDeclaration.problems(fields, path);
    }
}
