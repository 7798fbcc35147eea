package dev.entail.storage.read;

import dev.entail.core.value.RecordId;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which columns of a result make a record, its values and the single records joined to it. */
final class RowPlan {
    private final SelectionNode node;
    private final int idPosition;
    private final int firstValuePosition;
    private final List<Single> singles = new ArrayList<>();
    private final List<SelectionNode> lists = new ArrayList<>();

    private RowPlan(SelectionNode node, int idPosition) {
        this.node = node;
        this.idPosition = idPosition;
        this.firstValuePosition = idPosition + 1;
    }

    /** Lays out the columns for {@code node} behind those that are there. */
    static RowPlan layOut(SelectionNode node, Scope scope, List<String> columns) {
        columns.add(scope.id());
        RowPlan plan = new RowPlan(node, columns.size());
        node.values().forEach(value -> columns.add(scope.value(value)));
        for (SelectionNode child : node.related().values()) {
            if (child.navigation().many()) {
                plan.lists.add(child);
            } else {
                plan.singles.add(new Single(
                        child.navigation().name(), layOut(child, scope.single(child.navigation()), columns)));
            }
        }
        return plan;
    }

    /** The record in the current row of a result, or null where a single relation leads nowhere. */
    @Nullable
    Node read(Jdbc.Cells cells, StoredTypes types, ValueCodec codec) throws SQLException {
        Object id = cells.get(idPosition, ColumnType.ID);
        if (id == null) {
            return null;
        }
        Node result = new Node(RecordId.of((Long) id));
        int position = firstValuePosition;
        for (var value : node.values()) {
            Object stored = cells.get(position++, types.of(node.record().name(), value.property()));
            result.put(value.name(), codec.decode(value.property(), stored));
        }
        for (Single single : singles) {
            result.put(single.name(), single.plan().read(cells, types, codec));
        }
        return result;
    }

    /** List relations of this record. */
    List<SelectionNode> lists() {
        return lists;
    }

    /** Single records joined to this one. */
    List<Single> singles() {
        return singles;
    }

    /** A single record joined to another under a name. */
    record Single(String name, RowPlan plan) {}
}
