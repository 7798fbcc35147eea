package dev.entail.runtime.computation;

import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.write.StoredLink;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who gains or loses whom by a link, as seen through a relation attribute.
 *
 * @param holder the record that has the attribute
 * @param item the record that it leads to
 */
record LinkEnds(RecordId holder, RecordId item) {
    /** One pair, or both directions of a symmetric link between two different records. */
    static List<LinkEnds> of(MutationEvent event, Navigation navigation) {
        Map<String, Object> values = switch (event) {
            case MutationEvent.Created created -> created.values();
            case MutationEvent.Deleted deleted -> deleted.values();
            case MutationEvent.Updated updated -> throw new IllegalArgumentException("Ends never change");
        };
        return of(end(values, End.SOURCE), end(values, End.TARGET), navigation);
    }

    /** The same for a link that stays. */
    static List<LinkEnds> of(StoredLink link, Navigation navigation) {
        return of(link.source(), link.target(), navigation);
    }

    private static List<LinkEnds> of(RecordId source, RecordId target, Navigation navigation) {
        LinkEnds seen = navigation.from() == End.SOURCE ? new LinkEnds(source, target) : new LinkEnds(target, source);
        boolean both = navigation.relation().isSymmetric() && !source.equals(target);
        return both ? List.of(seen, new LinkEnds(seen.item, seen.holder)) : List.of(seen);
    }

    private static RecordId end(Map<String, Object> values, End end) {
        return (RecordId) Objects.requireNonNull(values.get(end.attribute()));
    }
}
