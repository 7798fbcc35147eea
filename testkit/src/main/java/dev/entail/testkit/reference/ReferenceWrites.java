package dev.entail.testkit.reference;

import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Change;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creating and changing records of the reference, with what their drafts hang on them. */
final class ReferenceWrites {
    private final ReferenceStore store;
    private final DraftValues values;
    private final ReferenceLinks links;

    ReferenceWrites(ReferenceStore store) {
        this.store = store;
        this.values = new DraftValues(store);
        this.links = new ReferenceLinks(store);
    }

    ReferenceLinks links() {
        return links;
    }

    boolean isSound(String record, Draft draft) {
        return values.isSound(record, draft);
    }

    /** Creates a record of an entity: first what it points to, then itself, then the others (STO-320, STO-321). */
    ReferenceId create(String record, Draft draft) {
        Map<Navigation, List<Item>> pointedTo = new LinkedHashMap<>();
        Map<Navigation, List<Item>> others = new LinkedHashMap<>();
        for (Navigation navigation : store.model().record(record).navigations().values()) {
            if (draft.values().containsKey(navigation.name())) {
                List<Item> items = items(draft.values().get(navigation.name()));
                if (isHost(navigation)) {
                    pointedTo.put(
                            navigation,
                            items.stream().map(item -> stored(navigation, item)).toList());
                } else {
                    others.put(navigation, items);
                }
            }
        }
        ReferenceId id = store.nextId(record);
        store.insert(
                new ReferenceRecord(id, values.forNew(record, RecordId.of(id.number()), draft.values()), null, null));
        pointedTo.forEach((navigation, items) -> items.forEach(item -> link(navigation, id, item)));
        others.forEach((navigation, items) -> items.forEach(item -> link(navigation, id, stored(navigation, item))));
        return id;
    }

    private static boolean isHost(Navigation navigation) {
        return !navigation.many() && End.host(navigation.relation()) == navigation.from();
    }

    private Item stored(Navigation navigation, Item item) {
        Draft draft = item.draft();
        if (draft == null) {
            return item;
        }
        String record =
                store.model().record(navigation.targetRecord()).creates().orElseThrow();
        return new Item(create(record, draft), null, item.link());
    }

    private void link(Navigation navigation, ReferenceId id, Item item) {
        ReferenceId other = Objects.requireNonNull(item.id());
        Map<String, @Nullable Object> linkValues =
                item.link() == null ? Map.of() : item.link().values();
        boolean isSource = navigation.from() == End.SOURCE;
        links.link(relation(navigation), isSource ? id : other, isSource ? other : id, linkValues);
    }

    private Relation relation(Navigation navigation) {
        return (Relation) store.model().record(navigation.relation().name()).definition();
    }

    /** Changes the values and relations of a record; what is not mentioned stays (STO-331). */
    void update(ReferenceRecord record, Draft changes) {
        ReferenceRecord current = store.get(record.id());
        if (current == null) {
            return;
        }
        if (!hasAll(record.record(), changes)) {
            return;
        }
        change(current, changes.values());
        for (Navigation navigation :
                store.model().record(record.record()).navigations().values()) {
            if (!navigation.isEnd() && changes.values().containsKey(navigation.name())) {
                relink(navigation, record.id(), items(changes.values().get(navigation.name())));
            }
        }
    }

    /** What only other members of a union have cannot be written (STO-435). */
    private boolean hasAll(String record, Draft changes) {
        RecordModel known = store.model().record(record);
        boolean all = changes.values().keySet().stream()
                .allMatch(name ->
                        known.values().containsKey(name) || known.navigations().containsKey(name) || name.equals("id"));
        if (!all) {
            store.refuse(ErrorCode.UNKNOWN_NAME);
        }
        return all;
    }

    private void change(ReferenceRecord record, Map<String, ? extends @Nullable Object> given) {
        Map<String, Object> after = new LinkedHashMap<>(record.values());
        Map<String, Change.Replaced> changed = new LinkedHashMap<>();
        Map<String, @Nullable Object> newValues = new LinkedHashMap<>();
        values.forUpdate(record.record(), given).forEach((name, value) -> {
            Object before = record.values().get(name);
            if (!Objects.equals(before, value)) {
                changed.put(name, new Change.Replaced(before, value));
                newValues.put(name, value);
                if (value == null) {
                    after.remove(name);
                } else {
                    after.put(name, value);
                }
            }
        });
        values.requireValues(store.model().record(record.record()), newValues, false);
        requireScopes(record, changed.keySet());
        if (!changed.isEmpty()) {
            store.replace(record.with(after), new ReferenceEvent.Updated(record.id(), changed));
        }
    }

    /** A record stays in the scope in which it has been numbered (MOD-116). */
    private void requireScopes(ReferenceRecord record, Set<String> changed) {
        for (ValueModel value : store.model().record(record.record()).values().values()) {
            if (value.computation() instanceof Sequence sequence
                    && record.values().get(value.name()) != null
                    && sequence.scope().stream().anyMatch(changed::contains)) {
                store.refuse(ErrorCode.SEQUENCE_SCOPE_IMMUTABLE);
            }
        }
    }

    /** By difference: links that stay keep their identity (STO-332). */
    private void relink(Navigation navigation, ReferenceId id, List<Item> wanted) {
        List<ReferenceId> kept = new ArrayList<>();
        for (ReferenceRecord link : current(navigation, id)) {
            ReferenceId other = other(navigation, id, link);
            Item item = wanted.stream()
                    .filter(each -> other.equals(each.id()))
                    .findFirst()
                    .orElse(null);
            if (item != null) {
                kept.add(other);
                if (item.link() != null) {
                    change(link, item.link().values());
                }
            } else if (!isMove(navigation, wanted)) {
                links.deleteByName(link);
            }
        }
        for (Item item : wanted) {
            if (item.id() == null || !kept.contains(item.id())) {
                link(navigation, id, stored(navigation, item));
            }
        }
    }

    /** A dependent that names another owner moves to it (STO-363). */
    private boolean isMove(Navigation navigation, List<Item> wanted) {
        return relation(navigation).reliant() && navigation.from() == End.TARGET && !wanted.isEmpty();
    }

    private List<ReferenceRecord> current(Navigation navigation, ReferenceId id) {
        boolean symmetric = navigation.relation().isSymmetric();
        return store.linksIn(navigation.relation().name()).stream()
                .filter(link -> symmetric
                        ? link.touches(id)
                        : id.equals(navigation.from() == End.SOURCE ? link.source() : link.target()))
                .toList();
    }

    private static ReferenceId other(Navigation navigation, ReferenceId id, ReferenceRecord link) {
        boolean wantsTarget =
                navigation.relation().isSymmetric() ? id.equals(link.source()) : navigation.from() == End.SOURCE;
        return Objects.requireNonNull(wantsTarget ? link.target() : link.source());
    }

    /** What a draft says of one relation attribute, each existing record once (STO-305). */
    private static List<Item> items(@Nullable Object given) {
        Collection<?> all = given instanceof Collection<?> list ? list : given == null ? List.of() : List.of(given);
        List<Item> items = new ArrayList<>();
        for (Object item : all) {
            ReferenceId named = item instanceof ReferenceId id
                    ? id
                    : ((Draft) item).values().get("id") instanceof ReferenceId id ? id : null;
            if (named != null && items.stream().anyMatch(each -> named.equals(each.id()))) {
                continue;
            }
            if (item instanceof Draft draft) {
                Draft link = draft.values().get(DraftValues.LINK) instanceof Draft data ? data : null;
                boolean existing = draft.values().get("id") instanceof ReferenceId;
                items.add(
                        existing
                                ? new Item((ReferenceId) draft.values().get("id"), null, link)
                                : new Item(null, draft, link));
            } else {
                items.add(new Item((ReferenceId) item, null, null));
            }
        }
        return List.copyOf(items);
    }

    /** An existing or new related record, with values for the link to it. */
    private record Item(
            @Nullable ReferenceId id,
            @Nullable Draft draft,
            @Nullable Draft link) {}
}
