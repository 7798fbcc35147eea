package dev.entail.storage.write;

import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record, or a link on which others hang, that will be deleted.
 *
 * @param root where its family lives
 * @param id the record
 * @param row its columns
 * @param link the link itself if this is one; for a dependent the link to its owner, which goes with it
 */
record Doomed(
        StoredRecord root,
        RecordId id,
        Map<Column, ? extends @Nullable Object> row,
        @Nullable LinkRow link) {
    RecordKey key() {
        return new RecordKey(root.root(), id);
    }

    boolean isLink() {
        return link != null && link.root().equals(root.root()) && link.id().equals(id);
    }
}
