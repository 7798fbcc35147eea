package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.Columns.Cell;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which columns of a result make a record, its values and the single records joined to it. */
final class RowPlan {
    private final int idPosition;
    private final List<Value> values = new ArrayList<>();
    private final List<Single> singles = new ArrayList<>();
    private final List<SelectionNode> lists = new ArrayList<>();

    private RowPlan(int idPosition) {
        this.idPosition = idPosition;
    }

    /** Lays out the columns for {@code node} behind those that are there. */
    static RowPlan layOut(SelectionNode node, Scope scope, Columns columns) {
        RowPlan plan = new RowPlan(columns.add(scope.id()));
        for (ValueModel value : node.values()) {
            String column = scope.value(value);
            plan.values.add(new Value(value, new Cell(columns.add(column), scope.type(value))));
        }
        for (SelectionNode child : node.related().values()) {
            String name = child.navigation().name();
            if (child.isList()) {
                plan.lists.add(child);
            } else {
                Edge edge = child.match() instanceof Match.All
                        ? scope.edge(child.navigation())
                        : Edge.from(scope, child.navigation(), child.match());
                plan.singles.add(new Single(name, layOut(child, edge.record(), columns)));
            }
        }
        SelectionNode link = node.link();
        if (link != null) {
            plan.singles.add(new Single(Term.LINK, layOut(link, Paths.linkOf(scope, Term.LINK), columns)));
        }
        return plan;
    }

    /** The record in the current row of a result, or null where a single relation leads nowhere. */
    @Nullable
    Node read(Jdbc.Cells cells, ValueCodec codec) throws SQLException {
        Object id = cells.get(idPosition, ColumnType.ID);
        if (id == null) {
            return null;
        }
        Node result = new Node(RecordId.of((Long) id), values.size() + singles.size() + lists.size());
        for (Value value : values) {
            Object stored = cells.get(value.cell().position(), value.cell().type());
            result.put(value.model().name(), codec.decode(value.model().property(), stored));
        }
        for (Single single : singles) {
            result.put(single.name(), single.plan().read(cells, codec));
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

    /** Whether lists have to be read besides. */
    boolean hasLists() {
        return !lists.isEmpty()
                || singles.stream().anyMatch(single -> single.plan().hasLists());
    }

    /** A value of the record. */
    private record Value(ValueModel model, Cell cell) {}

    /** A single record joined to another under a name. */
    record Single(String name, RowPlan plan) {}
}
