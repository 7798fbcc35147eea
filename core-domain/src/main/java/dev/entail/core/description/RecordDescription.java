package dev.entail.core.description;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has records: an entity, a relation, a view or a union. */
public sealed interface RecordDescription {
    /** Unique name in the model. */
    String name();

    /**
     * An entity.
     *
     * @param name its name
     * @param contents what its records have
     */
    record OfEntity(String name, Contents contents) implements RecordDescription {
        public OfEntity {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(contents, "contents");
        }
    }

    /**
     * A relation, whose records are links.
     *
     * @param name its name
     * @param ends what it links
     * @param cardinality source to target: {@code 1:1}, {@code 1:n}, {@code n:1} or {@code n:n}
     * @param symmetric whether both ends are the same, so that a link has no direction
     * @param reliant whether targets live and die with their source
     * @param contents what its links have
     */
    record OfRelation(String name, Ends ends, String cardinality, boolean symmetric, boolean reliant, Contents contents)
            implements RecordDescription {
        public OfRelation {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(ends, "ends");
            Objects.requireNonNull(cardinality, "cardinality");
            Objects.requireNonNull(contents, "contents");
        }
    }

    /**
     * Records of another that satisfy a condition. It has the attributes of its base.
     *
     * @param name its name
     * @param base name of that other
     * @param where the condition
     * @param ends of a view of links with names of its own, under which both ends find each other; otherwise null
     */
    record OfView(
            String name,
            String base,
            JsonTree where,
            @Nullable Ends ends) implements RecordDescription {
        public OfView {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(base, "base");
            Objects.requireNonNull(where, "where");
        }
    }

    /**
     * Records of several others. It has the attributes of all of them.
     *
     * @param name its name
     * @param inputs names of the others
     * @param common names of values that all of them have, as far as that was demanded
     * @param ends of a union of links, under whose names both ends find each other; otherwise null
     */
    record OfUnion(
            String name,
            List<String> inputs,
            List<String> common,
            @Nullable Ends ends) implements RecordDescription {
        public OfUnion {
            Objects.requireNonNull(name, "name");
            inputs = List.copyOf(inputs);
            common = List.copyOf(common);
        }
    }

    /**
     * What the records of an entity or relation have.
     *
     * @param values values, facts first
     * @param relations relation attributes; of a relation without both ends
     * @param constraints what every record satisfies
     * @param computations what makes or removes records; empty if only people and programs do
     */
    record Contents(
            List<ValueDescription> values,
            List<Attribute> relations,
            List<ConstraintDescription> constraints,
            List<ComputationDescription> computations) {
        public Contents {
            values = List.copyOf(values);
            relations = List.copyOf(relations);
            constraints = List.copyOf(constraints);
            computations = List.copyOf(computations);
        }
    }

    /**
     * A relation seen from one of its ends.
     *
     * @param name name of the attribute
     * @param relation name of the relation, or of the view or union of some
     * @param record what stands at the other end
     * @param list whether it leads to many
     */
    record Attribute(String name, String relation, String record, boolean list) {
        public Attribute {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(relation, "relation");
            Objects.requireNonNull(record, "record");
        }
    }

    /**
     * Both ends of a link.
     *
     * @param source name of what stands at the first end
     * @param sourceAttribute under which a source finds its targets
     * @param target name of what stands at the second end
     * @param targetAttribute under which a target finds its sources
     */
    record Ends(String source, String sourceAttribute, String target, String targetAttribute) {
        public Ends {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(sourceAttribute, "sourceAttribute");
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(targetAttribute, "targetAttribute");
        }
    }
}
