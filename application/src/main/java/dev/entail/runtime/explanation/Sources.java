package dev.entail.runtime.explanation;

import dev.entail.core.computation.GlobalValue;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the records that rows are made of, each once. Not thread-safe. */
final class Sources {
    private final Model model;
    private final Map<Key, Map<String, @Nullable Object>> found = new LinkedHashMap<>();
    private boolean complete = true;

    Sources(Model model) {
        this.model = model;
    }

    List<Source> all() {
        return found.entrySet().stream()
                .map(entry -> new Source(entry.getKey().record(), entry.getKey().id(), entry.getValue()))
                .toList();
    }

    boolean isComplete() {
        return complete;
    }

    /** Rows of a set or of a relation attribute; one more than is told means that there are more. */
    void addAll(RecordModel record, List<Row> rows, @Nullable Navigation via) {
        if (rows.size() > ValueExplanation.LIMIT) {
            complete = false;
        }
        rows.stream().limit(ValueExplanation.LIMIT).forEach(row -> {
            values(record.name(), row.id());
            add(record, row, via);
        });
    }

    /**
     * The records of a row: the one that it is about, if values of it are looked at, and those related to it.
     *
     * @param via the relation attribute over which it was reached, or null
     */
    void add(RecordModel record, Row row, @Nullable Navigation via) {
        row.values().forEach((name, value) -> {
            Navigation navigation = record.navigations().get(name);
            if (navigation != null && value instanceof List<?> list) {
                addAll(target(navigation), list.stream().map(Row.class::cast).toList(), navigation);
            } else if (navigation != null && value instanceof Row related) {
                addAll(target(navigation), List.of(related), navigation);
            } else if (via != null && value instanceof Row link) {
                addAll(model.record(via.relation().name()), List.of(link), null);
            } else if (GlobalValue.isNamedBy(name)) {
                values(Model.GLOBALS, Model.GLOBALS_ID).put(GlobalValue.nameIn(name), value);
            } else if (isVisible(record, name)) {
                values(record.name(), row.id()).put(name, value);
            }
        });
    }

    private RecordModel target(Navigation navigation) {
        return model.record(navigation.targetRecord());
    }

    private Map<String, @Nullable Object> values(String record, RecordId id) {
        return found.computeIfAbsent(new Key(record, id), key -> new LinkedHashMap<>());
    }

    private static boolean isVisible(RecordModel record, String name) {
        ValueModel value = record.values().get(name);
        return value != null && !value.isHidden();
    }

    private record Key(String record, RecordId id) {}
}
