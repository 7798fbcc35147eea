package dev.entail.core.query;

import dev.entail.core.match.Match;
import dev.entail.core.value.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A question: which records of one entity or relation, and what of them. Immutable; every method returns a new query.
 *
 * @param record name of the entity or relation
 * @param selection what to read of each record; empty reads the id only
 * @param match which records
 * @param order sort keys, most important first
 * @param page how many
 */
public record Query(String record, List<Selection> selection, Match match, List<Order> order, Page page) {
    public Query {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(page, "page");
        selection = List.copyOf(selection);
        order = List.copyOf(order);
    }

    /** All records of {@code record}, ids only. */
    public static Query of(String record) {
        return new Query(record, List.of(), Match.all(), List.of(), Page.ALL);
    }

    /** Also reads these dotted paths: {@code "title", "author.name", "*"}. */
    public Query select(String... paths) {
        Selection[] parts = new Selection[paths.length];
        for (int i = 0; i < paths.length; i++) {
            parts[i] = Selection.path(paths[i]);
        }
        return select(parts);
    }

    /** Also reads these parts. */
    public Query select(Selection... parts) {
        List<Selection> all = new ArrayList<>(selection);
        all.addAll(List.of(parts));
        return new Query(record, all, match, order, page);
    }

    /** Restricts further. */
    public Query where(Match condition) {
        Match both = match instanceof Match.All ? condition : Match.and(match, condition);
        return new Query(record, selection, both, order, page);
    }

    /** Adds less important sort keys. */
    public Query orderBy(Order... keys) {
        List<Order> all = new ArrayList<>(order);
        all.addAll(List.of(keys));
        return new Query(record, selection, match, all, page);
    }

    /** Reads at most this many records. */
    public Query limit(long limit) {
        return paged(page.withLimit(limit));
    }

    /** Leaves out this many records first. */
    public Query offset(long offset) {
        return paged(page.withOffset(offset));
    }

    /** Reads the records behind a cursor only. */
    public Query after(Cursor cursor) {
        return paged(page.startingAfter(cursor));
    }

    /** Reads at most this many records and tells where the next page begins. */
    public Query page(long size) {
        return paged(page.ofSize(size));
    }

    /** Reads all records, however many, in lists as well: the bound of the store does not hold. */
    public Query unbounded() {
        return paged(page.withoutBound());
    }

    /** The same question for another page. */
    public Query paged(Page other) {
        return new Query(record, selection, match, order, other);
    }
}
