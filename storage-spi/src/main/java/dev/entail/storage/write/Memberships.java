package dev.entail.storage.write;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.read.MembershipQuery;
import dev.entail.storage.write.ObservedViews.LinkTrigger;
import dev.entail.storage.write.ObservedViews.Trigger;
import dev.entail.storage.write.ObservedViews.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells who enters and who leaves observed views in the course of one operation (STO-410..417). Before the first change
 * that may matter to a record, the database is asked which views it belongs to; at the end of the operation it is asked
 * again. So there is at most one event for each view and record, and no evaluation of conditions in memory.
 */
final class Memberships {
    static final int IDS_PER_STATEMENT = 1024;

    private final ObservedViews observed;
    private final MembershipQuery query;
    private final WriteSession session;
    private final Map<String, Map<RecordId, Map<String, Boolean>>> before = new LinkedHashMap<>();
    private boolean settling;

    Memberships(ObservedViews observed, MembershipQuery query, WriteSession session) {
        this.observed = observed;
        this.query = query;
        this.session = session;
    }

    /** Values of records are about to change. */
    void beforeValues(String root, Collection<RecordId> ids, Collection<String> values) {
        if (!observed.isEmpty()) {
            for (Trigger trigger : observed.triggeredBy(root, values)) {
                remember(trigger.view(), trigger.prefix(), ids);
            }
        }
    }

    /** A link between two records is about to come or to go. */
    void beforeLink(String root, RecordId source, RecordId target) {
        for (LinkTrigger trigger : observed.triggeredByLink(root)) {
            boolean atSource = trigger.navigation().from() == End.SOURCE;
            List<RecordId> near = trigger.navigation().relation().isSymmetric()
                    ? List.of(source, target)
                    : List.of(atSource ? source : target);
            remember(trigger.view(), trigger.prefix(), near);
        }
    }

    /** Whether observed views depend on links of a family. */
    boolean dependOn(String linkRoot) {
        return !observed.triggeredByLink(linkRoot).isEmpty();
    }

    /** A record has been created as {@code concrete}. */
    void created(String root, String concrete, RecordId id) {
        for (View view : observed.of(root)) {
            if (view.record().concrete().contains(concrete)) {
                requireOneAtATime(view);
                states(root, id).put(view.name(), false);
            }
        }
    }

    /** Records are about to be deleted: what they belong to now they will leave. */
    void beforeDeletion(String root, Collection<RecordId> ids) {
        for (View view : observed.of(root)) {
            remember(view, "", ids);
        }
    }

    /**
     * What a condition looks at in other rows is not locked, and others may change it at the same time without either seeing
     * that the membership changes.
     */
    private void requireOneAtATime(View view) {
        if (view.far()) {
            session.requireSerializable();
        }
    }

    /** Forgets what was noted. */
    void forget() {
        before.clear();
    }

    /** The views that a record leaves because it is deleted; nothing more will be said of it. */
    List<String> leave(String root, RecordId id) {
        Map<RecordId, Map<String, Boolean>> states = before.get(root);
        Map<String, Boolean> state = states == null ? null : states.remove(id);
        return state == null
                ? List.of()
                : observed.of(root).stream()
                        .map(View::name)
                        .filter(name -> state.getOrDefault(name, false))
                        .toList();
    }

    /** Whether the last that was said of a record is that it belongs to a view; empty if the database knows better. */
    Optional<Boolean> announced(String root, RecordId id, String view) {
        Map<RecordId, Map<String, Boolean>> states = before.getOrDefault(root, Map.of());
        return Optional.ofNullable(states.getOrDefault(id, Map.of()).get(view));
    }

    /**
     * Tells what has changed since the records were remembered.
     *
     * @param doomed records that are being deleted and will {@link #leave}
     */
    void settle(Set<RecordKey> doomed) {
        if (settling || before.isEmpty()) {
            return;
        }
        settling = true;
        try {
            List<MutationEvent> events = changes(doomed);
            while (!events.isEmpty()) {
                session.tell(events);
                events = changes(doomed);
            }
        } finally {
            settling = false;
        }
    }

    private List<MutationEvent> changes(Set<RecordKey> doomed) {
        List<MutationEvent> events = new ArrayList<>();
        for (String root : List.copyOf(before.keySet())) {
            Map<RecordId, Map<String, Boolean>> states = before.getOrDefault(root, Map.of());
            Map<RecordId, Map<String, Boolean>> due = new LinkedHashMap<>(states);
            due.keySet().removeIf(id -> doomed.contains(new RecordKey(root, id)));
            states.keySet().removeAll(due.keySet());
            if (states.isEmpty()) {
                before.remove(root);
            }
            if (!due.isEmpty()) {
                compare(root, due, events);
            }
        }
        return events;
    }

    private void compare(String root, Map<RecordId, Map<String, Boolean>> due, List<MutationEvent> events) {
        List<View> views = observed.of(root).stream()
                .filter(view -> due.values().stream().anyMatch(state -> state.containsKey(view.name())))
                .toList();
        Map<RecordId, List<Boolean>> now = askAbout(root, "id", due.keySet(), views);
        Map<RecordId, Map<String, Boolean>> changed = new LinkedHashMap<>();
        due.forEach((id, state) -> {
            for (int i = 0; i < views.size(); i++) {
                boolean member =
                        now.containsKey(id) && now.getOrDefault(id, List.of()).get(i);
                Boolean was = state.get(views.get(i).name());
                if (was != null && was != member && now.containsKey(id)) {
                    changed.computeIfAbsent(id, key -> new LinkedHashMap<>())
                            .put(views.get(i).name(), member);
                }
            }
        });
        Map<RecordId, Map<String, Object>> values =
                changed.isEmpty() ? Map.of() : session.records().stored(root, changed.keySet());
        changed.forEach((id, states) -> states.forEach((view, member) -> {
            Map<String, Object> current = values.getOrDefault(id, Map.of());
            events.add(
                    member
                            ? new MutationEvent.Created(view, id, current)
                            : new MutationEvent.Deleted(view, id, current));
        }));
    }

    /** Notes, for records that a path leads from to {@code ids}, whether they belong to a view, unless it is noted already. */
    private void remember(View view, String prefix, Collection<RecordId> ids) {
        requireOneAtATime(view);
        String root = view.record().root();
        Set<RecordId> unknown = new LinkedHashSet<>(ids);
        if (prefix.isEmpty()) {
            unknown.removeIf(id -> announced(root, id, view.name()).isPresent());
        }
        if (unknown.isEmpty()) {
            return;
        }
        List<View> views = prefix.isEmpty() ? observed.of(root) : List.of(view);
        askAbout(root, prefix.isEmpty() ? "id" : prefix + ".id", unknown, views).forEach((id, members) -> {
            for (int i = 0; i < views.size(); i++) {
                states(root, id).putIfAbsent(views.get(i).name(), members.get(i));
            }
        });
    }

    /** For each record from which a path leads to one of {@code ids} whether it belongs to each of these views. */
    private Map<RecordId, List<Boolean>> askAbout(
            String root, String path, Collection<RecordId> ids, List<View> views) {
        List<RecordId> all = List.copyOf(ids);
        List<Match> conditions = views.stream().map(View::condition).toList();
        Map<RecordId, List<Boolean>> answers = new LinkedHashMap<>();
        for (int from = 0; from < all.size(); from += IDS_PER_STATEMENT) {
            List<RecordId> chunk = all.subList(from, Math.min(all.size(), from + IDS_PER_STATEMENT));
            answers.putAll(session.asking(jdbc -> query.ask(root, Match.in(path, chunk), conditions, jdbc)));
        }
        return answers;
    }

    private Map<String, Boolean> states(String root, RecordId id) {
        return before.computeIfAbsent(root, key -> new LinkedHashMap<>()).computeIfAbsent(id, key -> new HashMap<>());
    }
}
