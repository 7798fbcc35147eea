package dev.entail.core.query;

import dev.entail.core.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A part of what a query reads. */
public sealed interface Selection {
    /**
     * A value of the record itself, or {@code *} for all of them.
     *
     * @param name name of the attribute
     */
    record Value(String name) implements Selection {
        public Value {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The related record or records behind a relation attribute.
     *
     * @param name name of the relation attribute
     * @param parts what to read of each; empty reads the id only
     * @param match which of them; for a list only
     * @param order sort keys; for a list only
     * @param page how many for each parent; for a list only
     */
    record Related(String name, List<Selection> parts, Match match, List<Order> order, Page page) implements Selection {
        public Related {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(match, "match");
            Objects.requireNonNull(page, "page");
            parts = List.copyOf(parts);
            order = List.copyOf(order);
        }

        /** The same, restricted. */
        public Related where(Match condition) {
            return new Related(name, parts, condition, order, page);
        }

        /** The same, sorted. */
        public Related orderBy(Order... keys) {
            return new Related(name, parts, match, List.of(keys), page);
        }

        /** The same, with at most this many records for each parent. */
        public Related limit(long limit) {
            return new Related(name, parts, match, order, new Page(limit, page.offset()));
        }
    }

    /** Related records with these values of theirs, given as dotted paths. */
    static Related related(String name, String... paths) {
        List<Selection> parts = new ArrayList<>();
        for (String path : paths) {
            parts.add(path(path));
        }
        return new Related(name, parts, Match.all(), List.of(), Page.ALL);
    }

    /** Related records with these parts. */
    static Related related(String name, Selection... parts) {
        return new Related(name, List.of(parts), Match.all(), List.of(), Page.ALL);
    }

    /**
     * A dotted path: all but its last segment name relations, the last one a value, a relation (its id) or {@code *}.
     * Whether the last segment is a value or a relation is decided by the model.
     */
    static Selection path(String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? new Value(path)
                : new Related(
                        path.substring(0, dot),
                        List.of(path(path.substring(dot + 1))),
                        Match.all(),
                        List.of(),
                        Page.ALL);
    }
}
