package dev.entail.storage.write;

import dev.entail.core.model.Navigation.End;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.LinkPlacement;
import dev.entail.storage.schema.LinkPlacement.InHost;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored link.
 *
 * @param placement where links of its family live
 * @param id the link
 * @param source the record at the first end
 * @param target the record at the second end
 * @param cells columns of its values
 */
record LinkRow(
        LinkPlacement placement,
        RecordId id,
        RecordId source,
        RecordId target,
        Map<Column, ? extends @Nullable Object> cells) {

    /** The link in a row that was read with the columns of {@code placement}; null if a host row holds none. */
    static @Nullable LinkRow of(LinkPlacement placement, Map<Column, ? extends @Nullable Object> row) {
        return placement instanceof InHost host && row.get(host.other()) == null
                ? null
                : new LinkRow(
                        placement,
                        RecordId.of((Long) Objects.requireNonNull(row.get(placement.id()), "id")),
                        end(placement, End.SOURCE, row),
                        end(placement, End.TARGET, row),
                        row);
    }

    private static RecordId end(LinkPlacement placement, End end, Map<Column, ? extends @Nullable Object> row) {
        return RecordId.of((Long) Objects.requireNonNull(row.get(placement.end(end)), end.attribute()));
    }

    /** The record at an end. */
    RecordId end(End end) {
        return end == End.SOURCE ? source : target;
    }

    /** Name of the family of the link. */
    String root() {
        return placement.relation().name();
    }

    /** Name of the relation that it was created as. */
    String name() {
        Column type = placement.type();
        return type == null ? root() : (String) Objects.requireNonNull(cells.get(type));
    }

    /** The row that holds the link. */
    RecordKey holder() {
        return placement instanceof InHost host
                ? new RecordKey(host.hostRecord(), end(host.hostEnd()))
                : new RecordKey(root(), id);
    }
}
