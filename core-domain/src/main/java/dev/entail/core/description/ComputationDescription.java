package dev.entail.core.description;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a value, or the records of an entity or relation, follow from something else. Functions are not described: where one takes part,
 * the description only says so. Inputs are names of values, dotted paths over single relations, {@code &.name} for values of the link
 * and {@code @name} for global values.
 */
public sealed interface ComputationDescription {
    /** What sort of computation it is: {@code count}, {@code stateMachine}, {@code transform}; camel case. */
    String kind();

    /**
     * Something about many records at once: {@code count}, {@code sum}, {@code weightedSum}, {@code average}, {@code every},
     * {@code any}.
     *
     * @param kind which
     * @param over what it looks at
     * @param inputs what it looks at of each item
     * @param function whether code makes something of the inputs; if not, they are taken as they are: none, one, or weight and value
     * @param options what else was declared, by name
     */
    record Aggregate(String kind, Items over, List<String> inputs, boolean function, Map<String, Boolean> options)
            implements ComputationDescription {
        public Aggregate {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(over, "over");
            inputs = List.copyOf(inputs);
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /** What an aggregate looks at. */
    sealed interface Items {
        /**
         * Records that are related to the one that has the value.
         *
         * @param attribute relation attribute
         */
        record Related(String attribute) implements Items {
            public Related {
                Objects.requireNonNull(attribute, "attribute");
            }
        }

        /**
         * All records of an entity, relation, view or union.
         *
         * @param record its name
         */
        record All(String record) implements Items {
            public All {
                Objects.requireNonNull(record, "record");
            }
        }
    }

    /**
     * A copy of another value.
     *
     * @param kind {@code lookup} of a related record or {@code globalValue}
     * @param path where that is
     */
    record Copy(String kind, String path) implements ComputationDescription {
        public Copy {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * What code makes of other values of the record.
     *
     * @param inputs which
     */
    record Computed(List<String> inputs) implements ComputationDescription {
        public Computed {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String kind() {
            return "computed";
        }
    }

    /**
     * What code makes of anything it reads, or all records that it makes of that: {@code custom}, {@code realTime}, {@code async}, {@code
     * customRecords}.
     *
     * @param kind which
     * @param select what it reads of the record: paths, and objects where related records are restricted or sorted
     * @param sets what it reads of the whole model
     * @param key what tells records apart that code yields; empty for values
     */
    record Reader(String kind, JsonTree select, List<Set> sets, List<String> key) implements ComputationDescription {
        public Reader {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(select, "select");
            sets = List.copyOf(sets);
            key = List.copyOf(key);
        }
    }

    /**
     * Records that are read.
     *
     * @param name under which code finds them
     * @param record name of the entity, relation, view or union
     * @param query which of them, and what of each
     */
    record Set(String name, String record, JsonTree query) {
        public Set {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(query, "query");
        }
    }

    /**
     * A value that goes from state to state.
     *
     * @param states their names, the first one first
     * @param ends states in which a record is deleted
     * @param function whether the value is something else than the name of the state
     * @param transfers the steps
     */
    record Machine(List<String> states, List<String> ends, boolean function, List<Transfer> transfers)
            implements ComputationDescription {
        public Machine {
            states = List.copyOf(states);
            ends = List.copyOf(ends);
            transfers = List.copyOf(transfers);
        }

        @Override
        public String kind() {
            return "stateMachine";
        }
    }

    /**
     * A step of a machine. Which records take it is decided by code.
     *
     * @param from state before
     * @param to state after
     * @param trigger what brings it about
     */
    record Transfer(String from, String to, TriggerDescription trigger) {
        public Transfer {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(trigger, "trigger");
        }
    }

    /**
     * Numbers, one after the other.
     *
     * @param sequence name of the counters
     * @param scope attributes within whose values numbers are counted
     * @param start the value before the first number
     * @param step how far numbers are apart
     * @param where which records are numbered, as a condition
     * @param manual whether a draft may give the number
     */
    record Numbering(String sequence, List<String> scope, long start, long step, JsonTree where, boolean manual)
            implements ComputationDescription {
        public Numbering {
            Objects.requireNonNull(sequence, "sequence");
            Objects.requireNonNull(where, "where");
            scope = List.copyOf(scope);
        }

        @Override
        public String kind() {
            return "sequence";
        }
    }

    /**
     * Records that code makes, or links that it removes, when something happens.
     *
     * @param kind {@code transform} or {@code removal}
     * @param trigger what it waits for
     */
    record Triggered(String kind, TriggerDescription trigger) implements ComputationDescription {
        public Triggered {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(trigger, "trigger");
        }
    }

    /**
     * Records that code makes of each record of another kind.
     *
     * @param source name of the entity, relation, view or union
     * @param inputs what it looks at of each
     */
    record Projection(String source, List<String> inputs) implements ComputationDescription {
        public Projection {
            Objects.requireNonNull(source, "source");
            inputs = List.copyOf(inputs);
        }

        @Override
        public String kind() {
            return "projection";
        }
    }
}
