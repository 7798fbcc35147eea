package dev.entail.builtins.reading;

import dev.entail.builtins.guard.GuardContext;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What callers may read of a kind of records: which of them, what of each, in which order and how many (QRY-02..05). What it
 * does not name cannot be read, and neither filtered nor sorted by, for that would tell; what {@code *} stands for is read, but
 * not named. Immutable.
 *
 * @param rows which records a caller may see; null or an exception refuses
 * @param columns dotted paths that are read, whatever the caller asks for; null if the caller chooses
 * @param filters dotted paths that callers may filter and sort by besides
 * @param order how records are sorted, whatever the caller asks for; empty if the caller chooses
 * @param limit how many records there are in all, or null; callers see no others, on no page
 * @param pageSize how many records are read at once at most, or null for the bound of the store
 */
public record DataPolicy(
        Function<GuardContext, Match> rows,
        @Nullable List<String> columns,
        List<String> filters,
        List<Order> order,
        @Nullable Long limit,
        @Nullable Long pageSize) {
    public DataPolicy {
        Objects.requireNonNull(rows, "rows");
        columns = columns == null ? null : List.copyOf(columns);
        filters = List.copyOf(filters);
        order = List.copyOf(order);
    }

    /** Records that match, with these columns and their ids; only ids without any. */
    public static DataPolicy rows(Function<GuardContext, Match> rows, String... columns) {
        return new DataPolicy(rows, List.of(columns), List.of(), List.of(), null, null);
    }

    /** All records, with these columns and their ids. */
    public static DataPolicy allRows(String... columns) {
        return rows(seen -> Match.all(), columns);
    }

    /**
     * No restriction at all: whoever may ask sees all records, with all values and everything that relations lead to, and
     * filters and sorts by all of it (DEC-08).
     */
    public static DataPolicy unrestricted() {
        return allRows().choosingColumns();
    }

    /** The same, but callers choose what they read, with everything that relations lead to. */
    public DataPolicy choosingColumns() {
        return new DataPolicy(rows, null, filters, order, limit, pageSize);
    }

    /** The same, and callers may filter and sort by these paths, which they do not see. */
    public DataPolicy filteredBy(String... paths) {
        return new DataPolicy(rows, columns, List.of(paths), order, limit, pageSize);
    }

    /**
     * The same, sorted like this whatever callers ask for. A cursor holds what it is sorted by; so if callers may not look at
     * that, they turn pages by offset.
     */
    public DataPolicy sortedBy(Order... keys) {
        return new DataPolicy(rows, columns, filters, List.of(keys), limit, pageSize);
    }

    /** The same with so many records in all; callers cannot turn to others by sorting or turning pages (QRY-04). */
    public DataPolicy limitedTo(long records) {
        return new DataPolicy(rows, columns, filters, order, records, pageSize);
    }

    /** The same with so many records at once. */
    public DataPolicy inPagesOf(long records) {
        return new DataPolicy(rows, columns, filters, order, limit, records);
    }
}
