package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the links of a record to what an update says, by difference: links that stay keep their identity and change only
 * in the values that the update gives them (STO-331..335).
 */
final class Relinking {
    private final WriteSession session;
    private final RecordModel record;
    private final RecordId id;

    Relinking(WriteSession session, RecordModel record, RecordId id) {
        this.session = session;
        this.record = record;
        this.id = id;
    }

    /** Refuses what is no record, draft or list where the model has a relation, before anything is read (STO-303). */
    static void check(RecordModel record, Map<String, ? extends @Nullable Object> given) {
        for (Navigation navigation : record.navigations().values()) {
            if (given.containsKey(navigation.name())) {
                RelatedItem.of(record.name(), navigation, given.get(navigation.name()));
            }
        }
    }

    void apply(Map<String, ? extends @Nullable Object> given) {
        for (Navigation navigation : record.navigations().values()) {
            if (given.containsKey(navigation.name()) && !navigation.isEnd()) {
                relink(navigation, RelatedItem.of(record.name(), navigation, given.get(navigation.name())));
            }
        }
    }

    private void relink(Navigation navigation, List<RelatedItem> wanted) {
        Map<RecordId, LinkRow> current = new LinkedHashMap<>();
        for (LinkRow link : session.records().linksOf(navigation, id)) {
            current.put(other(navigation, link), link);
        }
        Set<RecordId> kept = new LinkedHashSet<>();
        wanted.stream().filter(item -> item.id() != null).forEach(item -> kept.add(item.idOrThrow()));
        List<LinkRow> dropped = new ArrayList<>();
        current.forEach((other, link) -> {
            if (!kept.contains(other)) {
                dropped.add(link);
            }
        });
        boolean moved = navigation.from() == End.TARGET && !wanted.isEmpty();
        if (navigation.relation().reliant() && !dropped.isEmpty() && !moved) {
            throw orphaned(navigation);
        }
        session.removeLinks(dropped);
        for (RelatedItem item : wanted) {
            LinkRow link = item.id() == null ? null : current.get(item.id());
            if (link == null) {
                RecordId other = item.draft() == null
                        ? item.idOrThrow()
                        : session.createWithin(navigation.targetRecord(), item.draft());
                session.linkWithin(navigation, id, other, item.link());
            } else if (item.link() != null) {
                session.updateWithin(link.name(), link.id(), item.link());
            }
        }
    }

    private RecordId other(Navigation navigation, LinkRow link) {
        RecordId other = link.end(navigation.from().opposite());
        return navigation.relation().isSymmetric() && other.equals(id) ? link.end(navigation.from()) : other;
    }

    /** A record that depends on its source cannot be without one (STO-362). */
    static EntailException orphaned(Navigation navigation) {
        return new EntailException(
                ErrorCode.RELIANCE_VIOLATION.name(),
                "This would take a dependent record away from its owner by "
                        + navigation.relation().name() + "; delete the dependent, or move it to another owner",
                Map.of("record", navigation.relation().name(), "attribute", navigation.name()),
                null);
    }
}
