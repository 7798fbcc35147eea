package dev.entail.storage.write;

import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.read.MembershipQuery;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What records and links are, as the writes of a session have left them, sent or not. Everything that is read here stays
 * locked until the end of the transaction. Not thread-safe.
 */
public final class LockedRecords {
    private final WriteSession session;
    private final Schema schema;
    private final RowAccess rows;
    private final PendingInserts inserts;
    private final LinkStore links;
    private final RecordValues values;
    private final Memberships memberships;
    private final MembershipQuery membershipQuery;

    LockedRecords(
            WriteSession session,
            Schema schema,
            RowAccess rows,
            PendingInserts inserts,
            LinkStore links,
            RecordValues values,
            Memberships memberships,
            MembershipQuery membershipQuery) {
        this.session = session;
        this.schema = schema;
        this.rows = rows;
        this.inserts = inserts;
        this.links = links;
        this.values = values;
        this.memberships = memberships;
        this.membershipQuery = membershipQuery;
    }

    /** The values of a record, as things stand, by name; null if there is no such record. Locks the row. */
    public @Nullable Map<String, @Nullable Object> values(String record, RecordId id, Collection<String> names) {
        StoredRecord stored = schema.record(record);
        Map<Column, @Nullable Object> row = rows.read(stored, id, columns(stored, names));
        return row == null ? null : values.decode(stored, row);
    }

    /** Values of several records, locked; those that do not exist, or are something else of the same family, are left out. */
    public Map<RecordId, Map<String, @Nullable Object>> values(
            String record, Collection<RecordId> ids, Collection<String> names) {
        return values(record, ids, names, rows::readAll);
    }

    /**
     * The values of a record, as {@link #values(String, RecordId, Collection)} tells them, that something else is going to follow
     * from although it does not change. A lock alone would do among transactions at READ COMMITTED; here those at SERIALIZABLE
     * take notice as well.
     */
    public @Nullable Map<String, @Nullable Object> valuesReliedOn(
            String record, RecordId id, Collection<String> names) {
        StoredRecord stored = schema.record(record);
        Map<Column, @Nullable Object> row =
                rows.relyOn(stored, List.of(id), columns(stored, names)).get(id);
        return row == null ? null : values.decode(stored, row);
    }

    /** The same for several records, of which those that do not exist, or are something else, are left out. */
    public Map<RecordId, Map<String, @Nullable Object>> valuesReliedOn(
            String record, Collection<RecordId> ids, Collection<String> names) {
        return values(record, ids, names, rows::relyOn);
    }

    private Map<RecordId, Map<String, @Nullable Object>> values(
            String record, Collection<RecordId> ids, Collection<String> names, Reading reading) {
        StoredRecord stored = schema.record(record);
        Set<Column> columns = new LinkedHashSet<>(columns(stored, names));
        Column type = stored.type();
        if (type != null) {
            columns.add(type);
        }
        Map<RecordId, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
        reading.rows(stored, ids, columns).forEach((id, row) -> {
            if (type == null || stored.model().concrete().contains(row.get(type))) {
                found.put(id, values.decode(stored, row));
            }
        });
        return found;
    }

    /**
     * Records that have one of these ids as a value, with some of their values, locked.
     *
     * @param value name of an integer value
     */
    public Map<RecordId, Map<String, @Nullable Object>> havingIds(
            String record, String value, Collection<RecordId> ids, Collection<String> names) {
        StoredRecord stored = schema.record(record);
        inserts.flush(rows.jdbc());
        List<Column> columns = new ArrayList<>(List.of(stored.id()));
        columns.addAll(columns(stored, names));
        Column condition = Objects.requireNonNull(stored.values().get(value), value);
        Map<RecordId, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
        rows.select(stored.table(), columns, condition, ids)
                .forEach(row -> found.put(
                        RecordId.of((Long) Objects.requireNonNull(row.get(stored.id()))), values.decode(stored, row)));
        return found;
    }

    /** The records behind a relation attribute of a record, as things stand; of a view, as listeners have been told. */
    public List<RecordId> related(Navigation navigation, RecordId id) {
        List<RecordId> related = new ArrayList<>();
        for (LinkRow link : linksOf(navigation, id)) {
            RecordId other = link.end(navigation.from().opposite());
            related.add(navigation.relation().isSymmetric() && other.equals(id) ? link.end(navigation.from()) : other);
        }
        return related;
    }

    /** The links behind a relation attribute of a record, with their values, as {@link #related} sees them. */
    public List<StoredLink> links(Navigation navigation, RecordId id) {
        return linksOf(navigation, id).stream().map(this::described).toList();
    }

    /** A link by its id; null if there is none. */
    public @Nullable StoredLink link(String relation, RecordId id) {
        List<LinkRow> found = links.withIds(schema.rootLink(relation), List.of(id));
        return found.isEmpty() ? null : described(found.get(0));
    }

    /** The ids of the links between two records. */
    public List<RecordId> linksBetween(Relation relation, RecordId source, RecordId target) {
        RecordModel named = schema.model().record(relation.name());
        return links.between(relation, source, target).stream()
                .filter(link -> named.concrete().contains(link.name()))
                .map(LinkRow::id)
                .toList();
    }

    /** The links, by their ids, that have a record at an end. */
    public List<RecordId> linksAt(Relation relation, End end, RecordId id) {
        return links.at(schema.rootLink(relation.name()), end, List.of(id)).stream()
                .map(LinkRow::id)
                .toList();
    }

    /** For each of these records the one that a single relation attribute leads to, if there is one. */
    public Map<RecordId, RecordId> targets(Navigation navigation, Collection<RecordId> ids) {
        LinkPlacement placement = schema.rootLink(navigation.relation().name());
        Map<RecordId, RecordId> targets = new LinkedHashMap<>();
        if (navigation.isEnd()) {
            links.withIds(placement, ids).forEach(link -> targets.put(link.id(), link.end(navigation.from())));
            return targets;
        }
        RecordModel named = schema.model().record(navigation.relation().name());
        for (End from : navigation.relation().isSymmetric() ? List.of(End.values()) : List.of(navigation.from())) {
            List<LinkRow> found = new ArrayList<>(links.at(placement, from, ids));
            found.removeIf(link -> !named.concrete().contains(link.name()));
            membersOf(named, found).forEach(link -> targets.put(link.end(from), link.end(from.opposite())));
        }
        return targets;
    }

    /** Whether a record belongs to an entity, view or union, as listeners have been told. */
    public boolean isMember(String record, RecordId id) {
        RecordModel named = schema.model().record(record);
        return memberships
                .announced(named.root(), id, record)
                .orElseGet(() -> members(record, List.of(id)).contains(id));
    }

    /** All that is stored of records, without nulls; of links with their ends. */
    Map<RecordId, Map<String, Object>> stored(String root, Collection<RecordId> wanted) {
        StoredRecord record = schema.root(root);
        Set<Column> columns = new LinkedHashSet<>(record.values().values());
        boolean isLink = record.model().relation().isPresent();
        if (isLink) {
            columns.addAll(LinkStore.columns(schema.rootLink(root)));
        }
        Map<RecordId, Map<String, Object>> all = new LinkedHashMap<>();
        rows.readAll(record, wanted, columns).forEach((id, row) -> {
            LinkRow link = isLink ? LinkRow.of(schema.rootLink(root), row) : null;
            Map<String, Object> present =
                    link == null ? new LinkedHashMap<>() : WriteSession.ends(link.source(), link.target());
            present.putAll(values.present(schema.record(WriteSession.concrete(record, row)), row));
            all.put(id, present);
        });
        return all;
    }

    /** The links behind a relation attribute of a record. */
    List<LinkRow> linksOf(Navigation navigation, RecordId id) {
        LinkPlacement placement = schema.rootLink(navigation.relation().name());
        List<LinkRow> found = new ArrayList<>(links.at(placement, navigation.from(), List.of(id)));
        if (navigation.relation().isSymmetric()) {
            links.at(placement, navigation.from().opposite(), List.of(id)).stream()
                    .filter(link -> !link.source().equals(link.target()))
                    .forEach(found::add);
        }
        RecordModel named = schema.model().record(navigation.relation().name());
        return membersOf(
                named,
                found.stream()
                        .filter(link -> named.concrete().contains(link.name()))
                        .toList());
    }

    /** Those of the records that belong to a view; all of them for anything else. */
    Collection<RecordId> members(String record, Collection<RecordId> ids) {
        RecordModel named = schema.model().record(record);
        if (ids.isEmpty() || named.membership() instanceof Match.All) {
            return ids;
        }
        return session.asking(jdbc -> membershipQuery.ask(
                        named.root(), Match.and(Match.in("id", ids), named.membership()), List.of(), jdbc))
                .keySet();
    }

    List<LinkRow> membersOf(RecordModel named, List<LinkRow> found) {
        if (found.isEmpty() || named.membership() instanceof Match.All) {
            return found;
        }
        List<LinkRow> members = new ArrayList<>();
        List<RecordId> unknown = new ArrayList<>();
        for (LinkRow link : found) {
            Optional<Boolean> announced = memberships.announced(link.root(), link.id(), named.name());
            if (announced.isEmpty()) {
                unknown.add(link.id());
            }
        }
        Collection<RecordId> known = members(named.name(), unknown);
        for (LinkRow link : found) {
            if (memberships.announced(link.root(), link.id(), named.name()).orElse(known.contains(link.id()))) {
                members.add(link);
            }
        }
        return members;
    }

    /** The records from which a path over relations leads to some records. */
    public Set<RecordId> leadingTo(String record, String path, Collection<RecordId> ids) {
        String root = schema.model().record(record).root();
        List<RecordId> all = List.copyOf(ids);
        Set<RecordId> found = new LinkedHashSet<>();
        for (int from = 0; from < all.size(); from += Memberships.IDS_PER_STATEMENT) {
            List<RecordId> some = all.subList(from, Math.min(all.size(), from + Memberships.IDS_PER_STATEMENT));
            found.addAll(session.asking(
                            jdbc -> membershipQuery.ask(root, Match.in(path + ".id", some), List.of(), jdbc))
                    .keySet());
        }
        return found;
    }

    /** Whether some of these records satisfy a condition. */
    public boolean any(String record, Collection<RecordId> ids, Match match) {
        String root = schema.model().record(record).root();
        return !session.asking(
                        jdbc -> membershipQuery.ask(root, Match.and(Match.in("id", ids), match), List.of(), jdbc))
                .isEmpty();
    }

    private StoredLink described(LinkRow link) {
        StoredRecord stored = schema.record(link.name());
        return new StoredLink(link.id(), link.source(), link.target(), values.decode(stored, link.cells()));
    }

    private static List<Column> columns(StoredRecord record, Collection<String> names) {
        return names.stream()
                .map(name -> Objects.requireNonNull(
                        record.values().get(name), () -> record.model().name() + "." + name))
                .toList();
    }

    /** How rows are read. */
    @FunctionalInterface
    private interface Reading {
        Map<RecordId, Map<Column, @Nullable Object>> rows(
                StoredRecord record, Collection<RecordId> ids, Collection<Column> columns);
    }
}
