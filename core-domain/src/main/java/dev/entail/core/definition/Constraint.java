package dev.entail.core.definition;

import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
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
     * @param where which records count; {@link Match.All} for all of them
     * @param code the code of a refusal
     */
    record Unique(String name, List<String> attributes, Match where, String code) implements Constraint {
        public Unique {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(code, "code");
            attributes = List.copyOf(attributes);
        }

        /** The same with a code of the application. */
        public Unique withCode(String newCode) {
            return new Unique(name, attributes, where, newCode);
        }

        /**
         * The same for some records only: two records conflict if both satisfy the condition (MOD-81, STO-702). The
         * condition is one of {@code isNull}, {@code isNotNull}, {@code eq}, {@code ne}, {@code in} and {@code notIn} on a
         * value of the record itself, or several of them with {@code and}.
         */
        public Unique where(Match condition) {
            return new Unique(name, attributes, condition, code);
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

    /**
     * These values say which record it is: always present, never changed, and the same in no two records. Creating a
     * record whose identity exists creates nothing and answers with the stored one (MOD-90..94, STO-520..524).
     *
     * @param name unique name in the model
     * @param attributes texts, numbers or truth values of an entity
     */
    record Identity(String name, List<String> attributes) implements Constraint {
        public Identity {
            Objects.requireNonNull(name, "name");
            attributes = List.copyOf(attributes);
        }

        /** The code of a refusal by the database, which only writes past the framework can meet. */
        @Override
        public String code() {
            return ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name();
        }
    }

    /** No two records are equal in all of these attributes. */
    static Unique unique(String name, String... attributes) {
        return new Unique(name, List.of(attributes), Match.all(), ErrorCode.UNIQUE_CONSTRAINT_VIOLATION.name());
    }

    /** A value is never null. */
    static Required required(String name, String attribute) {
        return new Required(name, attribute, ErrorCode.NON_NULL_CONSTRAINT_VIOLATION.name());
    }

    /** These values say which record of an entity it is. */
    static Identity identity(String name, String... attributes) {
        return new Identity(name, List.of(attributes));
    }
}
