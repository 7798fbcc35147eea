package dev.entail.storage.read;

import dev.entail.core.value.Row;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.schema.Table;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Locks the rows of related records and links that a locking read came upon (STO-537, STO-538). */
final class RelatedLocks {
    private static final Comparator<Place> BY_NAME = Comparator.comparing(
                    (Place place) -> place.table().name())
            .thenComparing(place -> place.id().name());

    private final Schema schema;
    private final Dialect dialect;
    private final Jdbc jdbc;
    private final SelectionNode selection;
    private final Map<Place, SortedSet<Long>> locked = new TreeMap<>(BY_NAME);

    /** Locks what {@code selection} leads to. */
    RelatedLocks(Schema schema, Dialect dialect, Jdbc jdbc, SelectionNode selection) {
        this.schema = schema;
        this.dialect = dialect;
        this.jdbc = jdbc;
        this.selection = selection;
    }

    /** Where ids are looked up: those of records in their table, those of links in their own or that of their host. */
    private record Place(Table table, Column id) {}

    /** Whether a selection leads to anything but its own records. */
    static boolean concerns(SelectionNode selection) {
        return !selection.related().isEmpty() || selection.link() != null;
    }

    /** Notes records that are locked already. */
    void know(List<Row> rows) {
        rows.forEach(row -> add(selection, row, locked));
    }

    /**
     * Locks what these rows contain and is not locked yet, in the order of tables and ids.
     *
     * @return whether there was anything; if so, it may have been changed before it was locked
     */
    boolean extend(List<Row> rows) {
        Map<Place, SortedSet<Long>> found = new TreeMap<>(BY_NAME);
        rows.forEach(row -> collect(selection, row, found));
        found.forEach((place, ids) -> ids.removeAll(locked.getOrDefault(place, Collections.emptySortedSet())));
        found.values().removeIf(Set::isEmpty);
        found.forEach((place, ids) -> {
            lock(place, List.copyOf(ids));
            locked.computeIfAbsent(place, any -> new TreeSet<>()).addAll(ids);
        });
        return !found.isEmpty();
    }

    private void add(SelectionNode node, Row row, Map<Place, SortedSet<Long>> found) {
        StoredRecord record = schema.record(node.record().name());
        found.computeIfAbsent(new Place(record.table(), record.id()), place -> new TreeSet<>())
                .add(row.id().value());
    }

    private void collect(SelectionNode node, Row row, Map<Place, SortedSet<Long>> found) {
        node.related().forEach((name, child) -> collect(child, row.values().get(name), found));
        SelectionNode link = node.link();
        if (link != null) {
            collect(link, row.values().get(Term.LINK), found);
        }
        if (node.recursion() != null) {
            collect(node, row.values().get(node.navigation().name()), found);
        }
    }

    private void collect(SelectionNode node, @Nullable Object value, Map<Place, SortedSet<Long>> found) {
        Collection<?> rows = value instanceof Collection<?> many ? many : value == null ? List.of() : List.of(value);
        for (Object each : rows) {
            Row row = (Row) Objects.requireNonNull(each);
            add(node, row, found);
            collect(node, row, found);
        }
    }

    private void lock(Place place, List<Long> ids) {
        String id = dialect.quote(place.id().name());
        for (int from = 0; from < ids.size(); from += ListCompiler.PARENTS) {
            List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + ListCompiler.PARENTS));
            String text = "SELECT " + id + " FROM "
                    + dialect.quote(place.table().name()) + " WHERE " + id + " IN ("
                    + String.join(
                            ", ",
                            Collections.nCopies(
                                    chunk.size(), dialect.placeholder(place.id().type())))
                    + ") ORDER BY " + dialect.quote(place.table().key().name()) + dialect.forUpdate();
            jdbc.query(
                    new SqlTemplate(
                            text, Collections.nCopies(chunk.size(), place.id().type())),
                    chunk,
                    cells -> 1);
        }
    }
}
