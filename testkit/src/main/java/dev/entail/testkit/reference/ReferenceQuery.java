package dev.entail.testkit.reference;

import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.ReferenceView.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers queries from what the reference holds. */
public final class ReferenceQuery {
    private static final String LINK = "&";

    private final ReferenceView view;
    private final Function<ReferenceId, RecordId> ids;

    /** Queries over a moment; {@code ids} tells the ids of the store, by which rows of equal rank are sorted. */
    public ReferenceQuery(ReferenceView view, Function<ReferenceId, RecordId> ids) {
        this.view = view;
        this.ids = ids;
    }

    /** How many records are asked for, whatever the page. */
    public long count(Query query) {
        return found(query).size();
    }

    /** The records asked for. */
    public List<Row> list(Query query) {
        return sorted(found(query), query.record(), query.order(), query.page()).stream()
                .map(edge -> row(query.record(), edge, "", query.selection()))
                .toList();
    }

    /** What a query would read of one record. */
    Row row(ReferenceRecord record, List<Selection> parts) {
        return row(record.record(), new Edge(record, record), "", parts);
    }

    /** Numbers about the records asked for, whatever the page. */
    public List<@Nullable Object> aggregate(Query query, List<Aggregate> aggregates) {
        List<Edge> found = found(query);
        List<@Nullable Object> results = new ArrayList<>();
        for (Aggregate aggregate : aggregates) {
            List<Object> values = new ArrayList<>();
            for (Edge edge : found) {
                boolean itself = aggregate.path().isEmpty();
                Object value = itself ? edge : sortValue(query.record(), edge.other(), aggregate.path());
                if (value != null) {
                    values.add(value);
                }
            }
            results.add(Totals.of(aggregate.function(), values));
        }
        return results;
    }

    private List<Edge> found(Query query) {
        return view.members(query.record()).stream()
                .filter(record -> view.matches(query.record(), record, query.match()))
                .map(record -> new Edge(record, record))
                .toList();
    }

    private List<Edge> sorted(List<Edge> edges, String type, List<Order> order, Page page) {
        Comparator<Edge> comparator = (left, right) -> 0;
        for (Order key : order) {
            Comparator<Edge> next = (left, right) -> Comparing.nullsLast()
                    .compare(sortValue(type, left.other(), key.path()), sortValue(type, right.other(), key.path()));
            comparator = comparator.thenComparing(key.ascending() ? next : next.reversed());
        }
        // Over a union of relations one record may be in a list twice.
        comparator = comparator
                .thenComparing(edge -> ids.apply(edge.other().id()))
                .thenComparing(edge -> ids.apply(edge.link().id()));
        List<Edge> all = new ArrayList<>(edges);
        all.sort(comparator);
        long from = Math.min(page.offset(), all.size());
        long limit = page.limit() == null ? all.size() : page.limit();
        return all.subList((int) from, (int) Math.min(all.size(), from + limit));
    }

    private @Nullable Object sortValue(String type, @Nullable ReferenceRecord record, String path) {
        if (record == null) {
            return null;
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            // Ids are sorted as the store has given them.
            return path.equals("id") ? (Object) ids.apply(record.id()).value() : view.value(record, path);
        }
        Navigation navigation = navigation(type, path.substring(0, dot));
        ReferenceRecord next = view.edges(record, navigation).stream()
                .map(Edge::other)
                .findFirst()
                .orElse(null);
        return sortValue(navigation.targetRecord(), next, path.substring(dot + 1));
    }

    private Row row(String type, Edge edge, String linkType, List<Selection> parts) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Selection part : parts) {
            switch (part) {
                case Selection.Value value -> addValue(type, edge.other(), value.name(), values);
                case Selection.Related related -> values.put(related.name(), related(type, edge.other(), related));
                case Selection.Link link ->
                    values.put(LINK, row(linkType, new Edge(edge.link(), edge.link()), "", link.parts()));
            }
        }
        return new Row(ids.apply(edge.other().id()), values);
    }

    private void addValue(String type, ReferenceRecord record, String name, Map<String, @Nullable Object> values) {
        RecordModel known = view.model().record(type);
        if (name.equals("*")) {
            known.values().values().stream()
                    .filter(value -> !value.isHidden())
                    .forEach(value -> values.put(value.name(), view.value(record, value.name())));
        } else if (known.navigations().containsKey(name)) {
            values.put(name, related(type, record, Selection.related(name)));
        } else if (!name.equals("id")) {
            values.put(name, view.value(record, name));
        }
    }

    private @Nullable Object related(String type, ReferenceRecord record, Selection.Related related) {
        Navigation navigation = navigation(type, related.name());
        String other = navigation.targetRecord();
        String link = navigation.relation().name();
        List<Edge> edges = view.edges(record, navigation).stream()
                .filter(edge -> new Matching(view, other, link, edge).holds(related.match()))
                .toList();
        if (!navigation.many()) {
            return edges.isEmpty() ? null : row(other, edges.get(0), link, related.parts());
        }
        return sorted(edges, other, related.order(), related.page()).stream()
                .map(edge -> row(other, edge, link, related.parts()))
                .toList();
    }

    private Navigation navigation(String type, String name) {
        Navigation navigation = view.model().record(type).navigations().get(name);
        if (navigation == null) {
            throw new IllegalArgumentException(type + " has no relation '" + name + "'");
        }
        return navigation;
    }
}
