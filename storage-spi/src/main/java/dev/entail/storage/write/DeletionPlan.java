package dev.entail.storage.write;

import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement.InHost;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.write.RecordGraph.Attachment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes when records or links are deleted, found set by set, one level after the other, so that neither depth
 * nor number of records is bounded by the stack.
 */
final class DeletionPlan {
    private final LinkStore links;
    private final RowAccess rows;
    private final RecordGraph graph;
    private final Map<RecordKey, Doomed> doomed = new LinkedHashMap<>();
    private final Set<RecordKey> seenLinks = new HashSet<>();
    private final List<LinkRow> plainLinks = new ArrayList<>();

    DeletionPlan(LinkStore links, RowAccess rows, RecordGraph graph) {
        this.links = links;
        this.rows = rows;
        this.graph = graph;
    }

    /** Records of one family; tells which of them exist. */
    List<RecordId> addRecords(StoredRecord root, Collection<RecordId> ids) {
        Map<RecordId, Map<Column, @Nullable Object>> found = rows.readToDelete(root, ids, graph.columns(root.root()));
        List<Doomed> start = new ArrayList<>();
        found.forEach((id, row) -> start.add(new Doomed(root, id, row, null)));
        start.forEach(each -> doomed.put(each.key(), each));
        complete(start);
        return List.copyOf(found.keySet());
    }

    void addLinks(List<LinkRow> removed) {
        complete(addFresh(fresh(removed)));
    }

    /** Links on which nothing hangs. */
    List<LinkRow> plainLinks() {
        return plainLinks;
    }

    /** All links that go. */
    List<LinkRow> links() {
        List<LinkRow> all = new ArrayList<>(plainLinks);
        for (Doomed each : doomed.values()) {
            if (each.link() != null) {
                all.add(each.link());
            }
        }
        return all;
    }

    /** Records, and links on which others hang. */
    Collection<Doomed> doomed() {
        return doomed.values();
    }

    /** Whether a record goes as well. */
    @Nullable
    Doomed get(RecordKey key) {
        return doomed.get(key);
    }

    /** Links on which others hang, in the order in which they can go: what hangs on others first. */
    List<List<Doomed>> linkSteps() {
        return steps(true);
    }

    /** Records in the order in which they can go when all links are gone: what hangs on others first. */
    List<List<Doomed>> recordSteps() {
        return steps(false);
    }

    private List<List<Doomed>> steps(boolean isLink) {
        Map<RecordKey, Integer> depths = depths();
        Map<Integer, List<Doomed>> byDepth = new TreeMap<>();
        for (Doomed each : doomed.values()) {
            if (each.isLink() == isLink) {
                byDepth.computeIfAbsent(-depths.getOrDefault(each.key(), 0), depth -> new ArrayList<>())
                        .add(each);
            }
        }
        return List.copyOf(byDepth.values());
    }

    private void complete(List<Doomed> start) {
        List<Doomed> level = start;
        while (!level.isEmpty()) {
            Map<String, List<RecordId>> byRoot = new LinkedHashMap<>();
            level.forEach(each -> byRoot.computeIfAbsent(each.root().root(), root -> new ArrayList<>())
                    .add(each.id()));
            List<Doomed> next = new ArrayList<>();
            byRoot.forEach((root, ids) -> graph.attachments(root).forEach(attachment -> reach(attachment, ids, next)));
            level = next;
        }
    }

    private void reach(Attachment attachment, List<RecordId> ids, List<Doomed> next) {
        List<LinkRow> fresh = fresh(attached(attachment, ids));
        boolean owns = attachment.placement().relation().reliant() && attachment.end() == End.SOURCE;
        if (owns) {
            addDependents(attachment, fresh, next);
        } else {
            next.addAll(addFresh(fresh));
        }
    }

    private void addDependents(Attachment attachment, List<LinkRow> fresh, List<Doomed> next) {
        if (fresh.isEmpty()) {
            return;
        }
        StoredRecord dependents = graph.root(attachment.otherRoot());
        Map<RecordId, LinkRow> owners = new LinkedHashMap<>();
        fresh.forEach(link -> owners.put(link.target(), link));
        if (graph.isLink(dependents.root())) {
            next.addAll(addFresh(fresh(links.withIds(graph.link(dependents.root()), owners.keySet()))));
            next.addAll(addFresh(fresh));
            return;
        }
        // An owner that is a link must go before its ends, of which the dependent may be one.
        boolean separate = graph.hasAttachments(attachment.placement()) || graph.isLink(attachment.root());
        List<LinkRow> ownLinks = new ArrayList<>();
        rows.readToDelete(dependents, owners.keySet(), graph.columns(dependents.root()))
                .forEach((id, row) -> {
                    LinkRow owner = Objects.requireNonNull(owners.get(id));
                    Doomed dependent = new Doomed(dependents, id, row, separate ? null : owner);
                    boolean known = doomed.putIfAbsent(dependent.key(), dependent) != null;
                    if (!known) {
                        next.add(dependent);
                    }
                    if (known || separate) {
                        // The link that closes a circle of dependents, or one that others hang on, goes on its own.
                        ownLinks.add(owner);
                    }
                });
        next.addAll(addFresh(ownLinks));
    }

    private List<LinkRow> attached(Attachment attachment, List<RecordId> ids) {
        if (attachment.placement() instanceof InHost host && host.hostEnd() == attachment.end()) {
            List<LinkRow> held = new ArrayList<>();
            for (RecordId id : ids) {
                Doomed holder = Objects.requireNonNull(doomed.get(new RecordKey(host.hostRecord(), id)));
                LinkRow link = LinkRow.of(attachment.placement(), holder.row());
                if (link != null) {
                    held.add(link);
                }
            }
            return held;
        }
        return links.at(attachment.placement(), attachment.end(), ids);
    }

    private List<LinkRow> fresh(List<LinkRow> found) {
        return found.stream()
                .filter(link -> seenLinks.add(new RecordKey(link.root(), link.id())))
                .toList();
    }

    /** Adds links; those on which others hang are looked at further. */
    private List<Doomed> addFresh(List<LinkRow> fresh) {
        Map<String, Map<RecordId, LinkRow>> hanging = new LinkedHashMap<>();
        for (LinkRow link : fresh) {
            if (graph.hasAttachments(link.placement())) {
                hanging.computeIfAbsent(link.root(), root -> new LinkedHashMap<>())
                        .put(link.id(), link);
            } else {
                plainLinks.add(link);
            }
        }
        List<Doomed> added = new ArrayList<>();
        hanging.forEach((root, byId) -> rows.readToDelete(graph.root(root), byId.keySet(), graph.columns(root))
                .forEach((id, row) -> {
                    Doomed link = new Doomed(graph.root(root), id, row, Objects.requireNonNull(byId.get(id)));
                    doomed.put(link.key(), link);
                    added.add(link);
                }));
        return added;
    }

    /** How far each is from what nothing of the plan hangs on; members of a circle count from where it was entered. */
    private Map<RecordKey, Integer> depths() {
        Map<RecordKey, Integer> waiting = new HashMap<>();
        Map<RecordKey, List<RecordKey>> hanging = new HashMap<>();
        for (Doomed each : doomed.values()) {
            for (RecordKey holder : holders(each)) {
                if (doomed.containsKey(holder)) {
                    waiting.merge(each.key(), 1, Integer::sum);
                    hanging.computeIfAbsent(holder, key -> new ArrayList<>()).add(each.key());
                }
            }
        }
        Map<RecordKey, Integer> depths = new LinkedHashMap<>();
        Deque<RecordKey> ready = new ArrayDeque<>();
        for (RecordKey key : doomed.keySet()) {
            if (!waiting.containsKey(key)) {
                depths.put(key, 0);
                ready.add(key);
            }
        }
        while (depths.size() < doomed.size() || !ready.isEmpty()) {
            if (ready.isEmpty()) {
                // Only circles are left; they are entered at the member that was found first.
                RecordKey first = doomed.keySet().stream()
                        .filter(key -> !depths.containsKey(key))
                        .findFirst()
                        .orElseThrow();
                depths.put(first, 0);
                ready.add(first);
            }
            RecordKey holder = ready.remove();
            int depth = depths.getOrDefault(holder, 0) + 1;
            for (RecordKey key : hanging.getOrDefault(holder, List.of())) {
                int left = waiting.merge(key, -1, Integer::sum);
                if (left == 0 && !depths.containsKey(key)) {
                    depths.put(key, depth);
                    ready.add(key);
                }
            }
        }
        return depths;
    }

    /** The records that cannot go before this one. */
    private List<RecordKey> holders(Doomed each) {
        LinkRow link = each.link();
        if (link == null) {
            return List.of();
        }
        RecordKey source = new RecordKey(graph.endRoot(link.placement(), End.SOURCE), link.source());
        RecordKey target = new RecordKey(graph.endRoot(link.placement(), End.TARGET), link.target());
        return each.isLink() ? List.of(source, target) : List.of(source);
    }
}
