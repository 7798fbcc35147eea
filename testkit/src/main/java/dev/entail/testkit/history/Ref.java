package dev.entail.testkit.history;

import java.util.Locale;

/**
 * A record by its place among those that there are when it is needed, so that a history means something on any store.
 *
 * @param record name of an entity, relation, view or union
 * @param index which of its records, counted from 0 in the order of creation and around the end
 * @param at whether the record itself is meant, or one of its ends if it is a link
 * @param gone whether a record is meant that there was and is not any more
 */
public record Ref(String record, int index, At at, boolean gone) {
    /** What of a record is meant. */
    public enum At {
        /** The record. */
        RECORD,
        /** The first end of a link. */
        SOURCE,
        /** The second end of a link. */
        TARGET
    }

    /** A record that there is. */
    public static Ref to(String record, int index) {
        return new Ref(record, index, At.RECORD, false);
    }

    /** A record that there was. */
    public static Ref toGone(String record, int index) {
        return new Ref(record, index, At.RECORD, true);
    }

    /** An end of a link that there is. */
    public static Ref toEnd(String relation, int index, At end) {
        return new Ref(relation, index, end, false);
    }

    @Override
    public String toString() {
        return (gone ? "gone " : "") + record + "#" + index
                + (at == At.RECORD ? "" : "." + at.name().toLowerCase(Locale.ROOT));
    }
}
