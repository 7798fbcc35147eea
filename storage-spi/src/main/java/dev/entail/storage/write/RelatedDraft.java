package dev.entail.storage.write;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Navigation;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a draft says of one relation attribute: existing records, new ones, or nobody (STO-304, STO-305). */
final class RelatedDraft {
    private RelatedDraft() {}

    /** The ids and drafts in a value, each id once. */
    static List<Object> items(String record, Navigation navigation, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            if (!navigation.many()) {
                throw invalid(record, navigation, "takes one record, was given a list");
            }
            Set<Object> items = new LinkedHashSet<>();
            for (Object item : list) {
                items.add(item(record, navigation, item));
            }
            return new ArrayList<>(items);
        }
        if (navigation.many()) {
            throw invalid(record, navigation, "takes a list of records");
        }
        return List.of(item(record, navigation, value));
    }

    private static Object item(String record, Navigation navigation, @Nullable Object item) {
        if (item instanceof RecordId || item instanceof Draft) {
            return item;
        }
        throw invalid(
                record,
                navigation,
                "takes a RecordId or a Draft of " + navigation.targetRecord() + ", was given "
                        + (item == null
                                ? "null"
                                : "a value of type " + item.getClass().getSimpleName()));
    }

    private static EntailException invalid(String record, Navigation navigation, String what) {
        return new EntailException(
                ErrorCode.VALUE_MISMATCH.name(),
                record + "." + navigation.name() + " " + what,
                Map.of("record", record, "attribute", navigation.name()),
                null);
    }
}
