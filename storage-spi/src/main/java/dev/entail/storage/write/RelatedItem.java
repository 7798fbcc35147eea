package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record that a draft names under a relation attribute, and what it says of the link to it (STO-304, STO-305).
 *
 * @param id the existing record, or null
 * @param draft the record to be created, or null
 * @param link values and relations of the link; null if the draft says nothing of it
 */
record RelatedItem(
        @Nullable RecordId id,
        @Nullable Draft draft,
        @Nullable Draft link) {
    private static final String ID = "id";
    private static final String LINK = "&";

    /** What a draft says of a relation attribute; each existing record once, nobody for null. */
    static List<RelatedItem> of(String record, Navigation navigation, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            if (navigation.many()) {
                throw invalid(record, navigation, "takes a list of records");
            }
            return List.of(item(record, navigation, value));
        }
        if (!navigation.many()) {
            throw invalid(record, navigation, "takes one record, was given a list");
        }
        Map<RecordId, RelatedItem> existing = new LinkedHashMap<>();
        List<RelatedItem> items = new ArrayList<>();
        for (Object each : list) {
            RelatedItem item = item(record, navigation, each);
            RelatedItem same = item.id == null ? null : existing.putIfAbsent(item.id, item);
            if (same == null) {
                items.add(item);
            } else if (!Objects.equals(data(same), data(item))) {
                throw invalid(record, navigation, "names record " + item.id + " twice with different link values");
            }
        }
        return items;
    }

    /** The existing record. */
    RecordId idOrThrow() {
        return Objects.requireNonNull(id);
    }

    private static @Nullable Object data(RelatedItem item) {
        return item.link == null ? null : item.link.values();
    }

    private static RelatedItem item(String record, Navigation navigation, @Nullable Object item) {
        return switch (item) {
            case RecordId id -> new RelatedItem(id, null, null);
            case Row row -> new RelatedItem(row.id(), null, null);
            case Draft draft -> ofDraft(record, navigation, draft);
            case null -> throw invalid(record, navigation, "takes a RecordId or a Draft, was given null");
            default ->
                throw invalid(
                        record,
                        navigation,
                        "takes a RecordId or a Draft of " + navigation.targetRecord() + ", was given a value of type "
                                + item.getClass().getSimpleName());
        };
    }

    private static RelatedItem ofDraft(String record, Navigation navigation, Draft draft) {
        Object link = draft.values().get(LINK);
        if (link != null && !(link instanceof Draft)) {
            throw invalid(record, navigation, "takes a Draft of the link under '&'");
        }
        if (draft.values().get(ID) instanceof RecordId id) {
            return new RelatedItem(id, null, (Draft) link);
        }
        Map<String, @Nullable Object> own = new LinkedHashMap<>(draft.values());
        own.remove(LINK);
        return new RelatedItem(null, Draft.of(own), (Draft) link);
    }

    private static EntailException invalid(String record, Navigation navigation, String what) {
        return new EntailException(
                ErrorCode.VALUE_MISMATCH.name(),
                record + "." + navigation.name() + " " + what,
                Map.of("record", record, "attribute", navigation.name()),
                null);
    }
}
