package dev.entail.core.definition;

import dev.entail.core.error.ErrorCode;
import java.util.List;
import java.util.Objects;

/** What every record of an entity or relation must satisfy. A write that does not is refused and leaves nothing. */
public sealed interface Constraint {
    /** Unique name in the model. */
    String name();

    /** The code of a refusal. */
    String code();

    /** The attributes that it looks at. */
    List<String> attributes();

    /**
     * No two records are equal in all of these attributes; records with a null among them do not count (MOD-80, MOD-82).
     *
     * @param name unique name in the model
     * @param attributes values of the record, single relations that it holds, or ends of a relation
     * @param code the code of a refusal
     */
    record Unique(String name, List<String> attributes, String code) implements Constraint {
        public Unique {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(code, "code");
            attributes = List.copyOf(attributes);
        }

        /** The same with a code of the application. */
        public Unique withCode(String newCode) {
            return new Unique(name, attributes, newCode);
        }
    }

    /**
     * A value is never null (MOD-83).
     *
     * @param name unique name in the model
     * @param attribute a value of the record
     * @param code the code of a refusal
     */
    record Required(String name, String attribute, String code) implements Constraint {
        public Required {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(code, "code");
        }

        /** The same with a code of the application. */
        public Required withCode(String newCode) {
            return new Required(name, attribute, newCode);
        }

        @Override
        public List<String> attributes() {
            return List.of(attribute);
        }
    }

    /** No two records are equal in all of these attributes. */
    static Unique unique(String name, String... attributes) {
        return new Unique(name, List.of(attributes), ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name());
    }

    /** A value is never null. */
    static Required required(String name, String attribute) {
        return new Required(name, attribute, ErrorCode.NON_NULL_CONSTRAINT_VIOLATION.name());
    }
}
