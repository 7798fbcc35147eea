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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final MutationListener listener;
    private final Map<String, Map<RecordId, Remembered>> before = new LinkedHashMap<>();
    private boolean settling;

    Memberships(ObservedViews observed, MembershipQuery query, WriteSession session, MutationListener listener) {
        this.observed = observed;
        this.query = query;
        this.session = session;
        this.listener = listener;
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
                remembered(root, id).states.put(view.name(), false);
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
        Map<RecordId, Remembered> records = before.get(root);
        Remembered remembered = records == null ? null : records.remove(id);
        return remembered == null
                ? List.of()
                : observed.of(root).stream()
                        .map(View::name)
                        .filter(name -> remembered.states.getOrDefault(name, false))
                        .toList();
    }

    /** Whether the last that was said of a record is that it belongs to a view; empty if the database knows better. */
    Optional<Boolean> announced(String root, RecordId id, String view) {
        Remembered remembered = before.getOrDefault(root, Map.of()).get(id);
        return remembered == null ? Optional.empty() : Optional.ofNullable(remembered.states.get(view));
    }

    /**
     * Tells what has changed since the records were remembered. Of views about which values still wait nothing is said yet.
     *
     * @param doomed records that are being deleted and will {@link #leave}
     */
    void settle(Set<RecordKey> doomed) {
        if (settling || before.isEmpty()) {
            return;
        }
        settling = true;
        try {
            Changes changes = changes(doomed);
            while (!changes.events.isEmpty()) {
                listener.onMemberships(changes.events, changes.causes);
                changes = changes(doomed);
            }
        } finally {
            settling = false;
        }
    }

    private Changes changes(Set<RecordKey> doomed) {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>());
        for (String root : List.copyOf(before.keySet())) {
            Set<String> decided = new HashSet<>();
            observed.of(root).stream()
                    .map(View::name)
                    .filter(view -> !listener.isUndecided(view))
                    .forEach(decided::add);
            Map<RecordId, Remembered> due = takeOut(root, doomed, decided);
            if (!due.isEmpty()) {
                compare(root, due, changes);
            }
        }
        return changes;
    }

    /** What is remembered of decided views, and is not remembered any more from now on. */
    private Map<RecordId, Remembered> takeOut(String root, Set<RecordKey> doomed, Set<String> decided) {
        Map<RecordId, Remembered> records = before.getOrDefault(root, Map.of());
        Map<RecordId, Remembered> due = new LinkedHashMap<>();
        records.forEach((id, remembered) -> {
            if (!doomed.contains(new RecordKey(root, id))) {
                Map<String, Boolean> states = new HashMap<>(remembered.states);
                states.keySet().retainAll(decided);
                remembered.states.keySet().removeAll(decided);
                if (!states.isEmpty()) {
                    due.put(id, new Remembered(remembered.cause, states));
                }
            }
        });
        records.values().removeIf(remembered -> remembered.states.isEmpty());
        if (records.isEmpty()) {
            before.remove(root);
        }
        return due;
    }

    private void compare(String root, Map<RecordId, Remembered> due, Changes changes) {
        List<View> views = observed.of(root).stream()
                .filter(view -> due.values().stream().anyMatch(each -> each.states.containsKey(view.name())))
                .toList();
        Map<RecordId, List<Boolean>> now = askAbout(root, "id", due.keySet(), views);
        Map<RecordId, Map<String, Boolean>> changed = new LinkedHashMap<>();
        due.forEach((id, remembered) -> {
            for (int i = 0; i < views.size(); i++) {
                boolean member =
                        now.containsKey(id) && now.getOrDefault(id, List.of()).get(i);
                Boolean was = remembered.states.get(views.get(i).name());
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
            changes.events.add(
                    member
                            ? new MutationEvent.Created(view, id, current)
                            : new MutationEvent.Deleted(view, id, current));
            changes.causes.add(Objects.requireNonNull(due.get(id)).cause);
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
                remembered(root, id).states.putIfAbsent(views.get(i).name(), members.get(i));
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

    private Remembered remembered(String root, RecordId id) {
        return before.computeIfAbsent(root, key -> new LinkedHashMap<>())
                .computeIfAbsent(id, key -> new Remembered(listener.cause(), new HashMap<>()));
    }

    /**
     * What is remembered of a record.
     *
     * @param cause of the first change since
     * @param states by view whether the record belonged to it
     */
    private record Remembered(OptionalInt cause, Map<String, Boolean> states) {}

    /** Who has entered or left a view, and for each why. */
    private record Changes(List<MutationEvent> events, List<OptionalInt> causes) {}
}
