package dev.entail.core.query;

import dev.entail.core.match.Match;
import dev.entail.core.value.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What somebody asks to read of what they may see: a query without a record, for whoever answers knows which one.
 * Immutable; every method returns a new request.
 *
 * @param columns dotted paths to read; who answers may read others instead
 * @param match restricts what they may see further
 * @param order sort keys, most important first
 * @param page how many
 * @param counting whether only the number of records is asked for
 */
public record ReadRequest(List<String> columns, Match match, List<Order> order, Page page, boolean counting) {
    /** Everything that may be seen. */
    public static final ReadRequest ALL = new ReadRequest(List.of(), Match.all(), List.of(), Page.ALL, false);

    public ReadRequest {
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(page, "page");
        columns = List.copyOf(columns);
        order = List.copyOf(order);
    }

    /** Also reads these dotted paths. */
    public ReadRequest select(String... paths) {
        List<String> all = new ArrayList<>(columns);
        all.addAll(List.of(paths));
        return new ReadRequest(all, match, order, page, counting);
    }

    /** Restricts further. */
    public ReadRequest where(Match condition) {
        Match both = match instanceof Match.All ? condition : Match.and(match, condition);
        return new ReadRequest(columns, both, order, page, counting);
    }

    /** Adds less important sort keys. */
    public ReadRequest orderBy(Order... keys) {
        List<Order> all = new ArrayList<>(order);
        all.addAll(List.of(keys));
        return new ReadRequest(columns, match, all, page, counting);
    }

    /** Reads at most this many records. */
    public ReadRequest limit(long limit) {
        return paged(page.withLimit(limit));
    }

    /** Leaves out this many records first. */
    public ReadRequest offset(long offset) {
        return paged(page.withOffset(offset));
    }

    /** Reads at most this many records and tells where the next page begins. */
    public ReadRequest page(long size) {
        return paged(page.ofSize(size));
    }

    /** Reads the records behind a cursor only. */
    public ReadRequest after(Cursor cursor) {
        return paged(page.startingAfter(cursor));
    }

    /** Asks how many records there are instead of for the records. */
    public ReadRequest count() {
        return new ReadRequest(columns, match, order, page, true);
    }

    /** The same request for another page. */
    public ReadRequest paged(Page other) {
        return new ReadRequest(columns, match, order, other, counting);
    }
}
