package dev.entail.storage.read;

import dev.entail.core.value.Cursor;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record while its lists are still being read. */
final class Node {
    private final RecordId id;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();

    Node(RecordId id) {
        this.id = id;
    }

    RecordId id() {
        return id;
    }

    void put(String name, @Nullable Object value) {
        values.put(name, value);
    }

    void goesOn(String list, Cursor cursor) {
        cursors.put(list, cursor);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** The finished row, with everything below it. */
    Row toRow() {
        return toRow(Map.of());
    }

    /** The same with some attributes given. */
    Row toRow(Map<String, ? extends @Nullable Object> given) {
        Map<String, @Nullable Object> finished = new LinkedHashMap<>();
        values.forEach((name, value) -> finished.put(name, finish(value)));
        finished.putAll(given);
        return new Row(id, finished, cursors);
    }

    private @Nullable Object finish(@Nullable Object value) {
        return switch (value) {
            case Node node -> node.toRow();
            case Children children -> children.nodes().stream().map(Node::toRow).toList();
            case Tree tree -> tree.below(id);
            case null, default -> value;
        };
    }

    /** The records of a list relation. */
    record Children(List<Node> nodes) {
        Children() {
            this(new ArrayList<>());
        }
    }
}
