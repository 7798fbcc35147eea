package dev.entail.core.query;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.value.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of what a query reads. */
public sealed interface Selection {
    /** How the link over which a related record was reached is called, in paths and in rows. */
    String LINK = "&";

    /** How deep a recursion goes if nothing else is said; going deeper is then an error. */
    int DEFAULT_DEPTH = 100;

    /** How deep a recursion can go at most. */
    int MAX_DEPTH = 900;

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
     * The link over which the record was reached, as a row named {@code &}. Allowed in related records only.
     *
     * @param parts what to read of the link; empty reads the id only
     */
    record Link(List<Selection> parts) implements Selection {
        public Link {
            parts = List.copyOf(parts);
        }
    }

    /**
     * How a relation is followed again from what it leads to.
     *
     * @param depth how many times it is followed at most
     * @param strict whether it is an error if there is more below that depth
     * @param until records that are read but not followed further
     */
    record Recursion(int depth, boolean strict, Match until) {
        public Recursion {
            if (depth < 1 || depth > MAX_DEPTH) {
                throw new EntailException(
                        ErrorCode.QUERY_INVALID,
                        "The depth of a recursion lies between 1 and " + MAX_DEPTH + ", was " + depth);
            }
        }
    }

    /**
     * The related record or records behind a relation attribute.
     *
     * @param name name of the relation attribute
     * @param parts what to read of each; empty reads the id only
     * @param match which of them; a single record that does not satisfy it reads as null
     * @param order sort keys; for a list only
     * @param page how many for each parent; for a list only
     * @param recursion how it is followed again from there, or null if it is not
     */
    record Related(
            String name,
            List<Selection> parts,
            Match match,
            List<Order> order,
            Page page,
            @Nullable Recursion recursion)
            implements Selection {
        public Related {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(match, "match");
            Objects.requireNonNull(page, "page");
            parts = List.copyOf(parts);
            order = List.copyOf(order);
        }

        /** The same, restricted; a single record that does not satisfy the condition reads as null. */
        public Related where(Match condition) {
            return new Related(name, parts, condition, order, page, recursion);
        }

        /** The same, sorted. */
        public Related orderBy(Order... keys) {
            return new Related(name, parts, match, List.of(keys), page, recursion);
        }

        /** The same, with at most this many records for each parent. */
        public Related limit(long limit) {
            return paged(page.withLimit(limit));
        }

        /** The same without this many first records of each parent. */
        public Related offset(long offset) {
            return paged(page.withOffset(offset));
        }

        /**
         * The same, with at most this many records for each parent; {@link dev.entail.core.value.Row#next} of the parent
         * tells where its next page begins.
         */
        public Related page(long size) {
            return paged(page.ofSize(size));
        }

        /** The same, with the records behind a cursor only. */
        public Related after(Cursor cursor) {
            return paged(page.startingAfter(cursor));
        }

        /** The same without the bound of the store. */
        public Related unbounded() {
            return paged(page.withoutBound());
        }

        /** The same recursion, cut off silently when the relation has been followed this many times. */
        public Related depth(int depth) {
            return new Related(
                    name,
                    parts,
                    match,
                    order,
                    page,
                    new Recursion(depth, false, recursive().until()));
        }

        /** The same recursion, which does not go on from records that satisfy a condition. */
        public Related until(Match condition) {
            return new Related(
                    name,
                    parts,
                    match,
                    order,
                    page,
                    new Recursion(recursive().depth(), recursive().strict(), condition));
        }

        private Recursion recursive() {
            if (recursion == null) {
                throw new EntailException(
                        ErrorCode.QUERY_INVALID,
                        "'" + name + "' is not followed recursively; begin with Selection.recursive");
            }
            return recursion;
        }

        private Related paged(Page other) {
            return new Related(name, parts, match, order, other, recursion);
        }
    }

    /** Related records with nothing but their ids. */
    static Related related(String name) {
        return related(name, new Selection[0]);
    }

    /** Related records with these values of theirs, given as dotted paths. */
    static Related related(String name, String... paths) {
        return new Related(name, paths(paths), Match.all(), List.of(), Page.ALL, null);
    }

    /** Related records with these parts. */
    static Related related(String name, Selection... parts) {
        return new Related(name, List.of(parts), Match.all(), List.of(), Page.ALL, null);
    }

    /**
     * Related records, those related to them over the same relation, and so on: the answers to a comment with all answers to
     * those. Condition, order and page hold at every level (STO-172). A record that is met again on the way down to it is
     * read but not followed again, so circles end (STO-171). Deeper than {@link #DEFAULT_DEPTH} is an error; {@link
     * Related#depth} cuts off instead.
     */
    static Related recursive(String name, String... paths) {
        return recursive(name, paths(paths).toArray(Selection[]::new));
    }

    /** The same with nothing but ids. */
    static Related recursive(String name) {
        return recursive(name, new Selection[0]);
    }

    /** The same with any parts. */
    static Related recursive(String name, Selection... parts) {
        return new Related(
                name, List.of(parts), Match.all(), List.of(), Page.ALL, new Recursion(DEFAULT_DEPTH, true, Match.or()));
    }

    /** The link over which a related record was reached, with nothing but its id. */
    static Link link() {
        return new Link(List.of());
    }

    /** The link over which a related record was reached, with these values given as dotted paths. */
    static Link link(String... paths) {
        return new Link(paths(paths));
    }

    /** The same with any parts. */
    static Link link(Selection... parts) {
        return new Link(List.of(parts));
    }

    /**
     * A dotted path: all but its last segment name relations, or the link ({@code &}) of the relation before; the last one
     * a value, a relation (its id), {@code &} or {@code *}. Whether the last segment is a value or a relation is decided by
     * the model.
     */
    static Selection path(String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        List<Selection> rest = dot < 0 ? List.of() : List.of(path(path.substring(dot + 1)));
        if (head.equals(LINK)) {
            return new Link(rest);
        }
        return dot < 0 ? new Value(path) : new Related(head, rest, Match.all(), List.of(), Page.ALL, null);
    }

    private static List<Selection> paths(String... paths) {
        List<Selection> parts = new ArrayList<>();
        for (String path : paths) {
            parts.add(path(path));
        }
        return parts;
    }
}
