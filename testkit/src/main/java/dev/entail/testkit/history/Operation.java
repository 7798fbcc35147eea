package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a history, as a value. Drafts and matches name existing records by {@link Ref}; a related record with
 * values for the link to it is a draft with {@code id} and {@code &}.
 */
public sealed interface Operation {
    /** Creates a record under the name of an entity or view. */
    record Create(String record, Draft draft) implements Operation {
        @Override
        public String toString() {
            return "create " + record + " " + Text.of(draft);
        }
    }

    /** Creates several records at once. */
    record CreateAll(String record, List<Draft> drafts) implements Operation {
        public CreateAll {
            drafts = List.copyOf(drafts);
        }

        @Override
        public String toString() {
            return "createAll " + record + " " + Text.of(drafts);
        }
    }

    /** Links two records; the ends are refs, or ids once they are known. */
    record Connect(String relation, Object source, Object target, Draft values) implements Operation {
        @Override
        public String toString() {
            return "link " + relation + " " + source + " -> " + target + " " + Text.of(values);
        }
    }

    /** Removes the link between two records. */
    record Disconnect(String relation, Object source, Object target) implements Operation {
        @Override
        public String toString() {
            return "unlink " + relation + " " + source + " -> " + target;
        }
    }

    /** Changes a record, seen under any name. */
    record Update(String record, Object id, Draft changes) implements Operation {
        @Override
        public String toString() {
            return "update " + record + " " + id + " " + Text.of(changes);
        }
    }

    /** Changes all records that satisfy a condition. */
    record UpdateAll(String record, Match match, Draft changes) implements Operation {
        public UpdateAll {
            Objects.requireNonNull(match, "match");
        }

        @Override
        public String toString() {
            return "updateAll " + record + " where " + Text.of(match) + " " + Text.of(changes);
        }
    }

    /** Deletes a record or link, seen under any name. */
    record Delete(String record, Object id) implements Operation {
        @Override
        public String toString() {
            return "delete " + record + " " + id;
        }
    }

    /** Deletes all records that satisfy a condition. */
    record DeleteAll(String record, Match match) implements Operation {
        public DeleteAll {
            Objects.requireNonNull(match, "match");
        }

        @Override
        public String toString() {
            return "deleteAll " + record + " where " + Text.of(match);
        }
    }

    /** Sets a global value. */
    record SetGlobal(String global, @Nullable Object value) implements Operation {
        @Override
        public String toString() {
            return "set " + global + " to " + Text.of(value);
        }
    }

    /** Counts records inside the transaction, which makes the store send what it has kept back. */
    record CountAll(String record, Match match) implements Operation {
        public CountAll {
            Objects.requireNonNull(match, "match");
        }

        @Override
        public String toString() {
            return "count " + record + " where " + Text.of(match);
        }
    }
}
