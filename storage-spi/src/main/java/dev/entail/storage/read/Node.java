package dev.entail.storage.read;

import dev.entail.core.value.Cursor;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record while its lists are still being read. */
final class Node {
    private final RecordId id;
    private final Map<String, @Nullable Object> values;
    private Map<String, Cursor> cursors = Map.of();
    private @Nullable Row row;

    /**
     * A record without values.
     *
     * @param expected how many values it is going to have
     */
    Node(RecordId id, int expected) {
        this.id = id;
        this.values = LinkedHashMap.newLinkedHashMap(expected);
    }

    RecordId id() {
        return id;
    }

    void put(String name, @Nullable Object value) {
        values.put(name, value);
    }

    void goesOn(String list, Cursor cursor) {
        if (cursors.isEmpty()) {
            cursors = new LinkedHashMap<>();
        }
        cursors.put(list, cursor);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** The finished row, with everything below it; from now on nothing may be put into this node. */
    Row toRow() {
        Row finished = row;
        if (finished == null) {
            finish();
            finished = new Row(id, values, cursors);
            row = finished;
        }
        return finished;
    }

    /** The same with some attributes given. */
    Row toRow(Map<String, ? extends @Nullable Object> given) {
        finish();
        Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
        all.putAll(given);
        return new Row(id, all, cursors);
    }

    private void finish() {
        values.replaceAll((name, value) -> finish(value));
    }

    private @Nullable Object finish(@Nullable Object value) {
        return switch (value) {
            case Node node -> node.toRow();
            case Children children -> children.rows();
            case Tree tree -> tree.below(id);
            case null, default -> value;
        };
    }

    /** The records of a list relation. */
    record Children(List<Node> nodes) {
        Children() {
            this(new ArrayList<>());
        }

        List<Row> rows() {
            List<Row> rows = new ArrayList<>(nodes.size());
            for (Node node : nodes) {
                rows.add(node.toRow());
            }
            return Collections.unmodifiableList(rows);
        }
    }
}
