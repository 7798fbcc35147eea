package dev.entail.testkit.history;

import dev.entail.core.value.RecordId;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store has told of records that follow from others with what has become of them. In between they may have come
 * and gone; what is told must add up to the difference.
 */
final class EntailedComparison {
    private final Map<String, Map<String, @Nullable Object>> before;
    private final Map<ReferenceId, RecordId> idsBefore;

    /** Remembers how things stand before a transaction. */
    EntailedComparison(ReferenceView view, Map<ReferenceId, RecordId> ids) {
        this.before = rows(view, ids);
        this.idsBefore = ids;
    }

    /**
     * Compares.
     *
     * @param ids what the records are in the store now
     * @param keepsIds whether who was there and is there must have been there all the time
     */
    void compare(ReferenceView view, Map<ReferenceId, RecordId> ids, List<Told> told, boolean keepsIds) {
        Map<String, Map<String, @Nullable Object>> after = rows(view, ids);
        Map<String, Map<String, @Nullable Object>> played = new TreeMap<>();
        before.forEach((key, facts) -> played.put(key, new TreeMap<>(facts)));
        for (Told each : told) {
            if (view.entailed().names().contains(each.record())) {
                play(each, played);
            }
        }
        if (!played.equals(after)) {
            List<String> lines = new ArrayList<>();
            told.forEach(each -> lines.add(each.toString()));
            throw new DifferenceFound(
                    "entailed",
                    "what was told leads to " + Text.of(played) + "\n  it has become " + Text.of(after)
                            + "\n  told was " + String.join("\n    ", lines));
        }
        ids.forEach((reference, id) -> {
            RecordId was = idsBefore.get(reference);
            if (keepsIds && was != null && !was.equals(id)) {
                throw new DifferenceFound(
                        "identity", view.entailed().mark(reference) + " was #" + was + " and is #" + id);
            }
        });
    }

    private static void play(Told told, Map<String, Map<String, @Nullable Object>> rows) {
        String key = told.record() + " #" + told.id();
        switch (told.kind()) {
            case Told.CREATED -> {
                if (rows.put(key, new TreeMap<>(withoutEnds(told.values()))) != null) {
                    throw new DifferenceFound("entailed", key + " was created, and was there already");
                }
            }
            case Told.DELETED -> {
                if (rows.remove(key) == null) {
                    throw new DifferenceFound("entailed", key + " was deleted, and was not there");
                }
            }
            default -> {
                Map<String, @Nullable Object> row = rows.get(key);
                if (row == null) {
                    throw new DifferenceFound("entailed", key + " was changed, and was not there");
                }
                told.values().forEach((name, change) -> change(key, row, name, (List<?>) change));
            }
        }
    }

    private static void change(String key, Map<String, @Nullable Object> row, String name, List<?> change) {
        if (!Objects.equals(row.get(name), change.get(0))) {
            throw new DifferenceFound(
                    "entailed", key + "." + name + " was told to change " + change + ", and was " + row.get(name));
        }
        if (change.get(1) == null) {
            row.remove(name);
        } else {
            row.put(name, change.get(1));
        }
    }

    private static Map<String, Object> withoutEnds(Map<String, Object> values) {
        Map<String, Object> facts = new LinkedHashMap<>(values);
        facts.remove("source");
        facts.remove("target");
        return facts;
    }

    private static Map<String, Map<String, @Nullable Object>> rows(ReferenceView view, Map<ReferenceId, RecordId> ids) {
        Map<String, Map<String, @Nullable Object>> rows = new TreeMap<>();
        ids.forEach((reference, id) -> {
            ReferenceRecord record = view.record(reference);
            if (record != null) {
                rows.put(record.record() + " #" + id, new TreeMap<>(record.values()));
            }
        });
        return rows;
    }
}
