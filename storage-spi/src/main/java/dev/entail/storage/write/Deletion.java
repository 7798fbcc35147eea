package dev.entail.storage.write;

import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes records or links with everything that cannot be without them: the links of each, the links of those links, and
 * dependents with theirs (STO-345..349, STO-360). Links go first, then what hangs on others from the end of each chain
 * towards its beginning. A reaction to the end of a link still finds the records at its ends.
 */
final class Deletion {
    private final WriteSession session;
    private final Departures departures;
    private final LinkStore links;
    private final RowAccess rows;
    private final RecordGraph graph;
    private final DeletionPlan plan;

    Deletion(WriteSession session, Departures departures, LinkStore links, RowAccess rows, RecordGraph graph) {
        this.session = session;
        this.departures = departures;
        this.links = links;
        this.rows = rows;
        this.graph = graph;
        this.plan = new DeletionPlan(links, rows, graph);
    }

    /** Deletes the records of one family that exist; tells which did. */
    List<RecordId> records(StoredRecord root, Collection<RecordId> ids) {
        List<RecordId> found = plan.addRecords(root, ids);
        removeLinks();
        // Whoever leaves or enters a view because of the links does so before the records go.
        departures.settle();
        removeRecords();
        return found;
    }

    /** Removes links. */
    void links(List<LinkRow> removed) {
        plan.addLinks(removed);
        removeLinks();
        removeRecords();
    }

    private void removeLinks() {
        departures.begin(plan);
        links.erase(plan.plainLinks().stream().filter(this::mustBeErased).toList());
        session.tell(plan.plainLinks().stream()
                .flatMap(link -> departures.of(link).stream())
                .toList());
        plan.linkSteps().forEach(this::remove);
    }

    private void removeRecords() {
        plan.recordSteps().forEach(this::remove);
    }

    /** A link in a row that goes as well goes with it, unless something may still look at it or refer to it before. */
    private boolean mustBeErased(LinkRow link) {
        Doomed holder = plan.get(link.holder());
        if (holder == null
                || !(link.placement() instanceof InHost host)
                || graph.isWatched(host.hostRecord())
                || departures.isObservedLink(link.root())) {
            return true;
        }
        End other = host.hostEnd().opposite();
        return plan.get(new RecordKey(graph.endRoot(host, other), link.end(other))) != null;
    }

    private void remove(List<Doomed> step) {
        List<LinkRow> toOwners = new ArrayList<>();
        Map<String, List<RecordId>> byRoot = new LinkedHashMap<>();
        for (Doomed each : step) {
            LinkRow link = each.link();
            if (link != null && !each.isLink() && !(link.placement() instanceof InHost)) {
                toOwners.add(link);
            }
            byRoot.computeIfAbsent(each.root().root(), root -> new ArrayList<>())
                    .add(each.id());
        }
        links.erase(toOwners);
        for (Doomed each : step) {
            if (each.link() != null) {
                session.tell(departures.of(each.link()));
            }
            if (!each.isLink()) {
                session.tell(departures.of(each));
            }
        }
        byRoot.forEach((root, ids) -> rows.deleteAll(graph.root(root), ids));
    }
}
