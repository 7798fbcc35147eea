package dev.entail.storage.read;

import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.RowPlan.Single;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.GlobalsTable;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers queries on a connection. Thread-safe. */
public final class QueryRunner {
    private static final int PARENTS_PER_STATEMENT = 1024;

    private final Schema schema;
    private final Dialect dialect;
    private final QueryCompiler compiler;
    private final StoredTypes types;
    private final ValueCodec codec = new ValueCodec();

    /** Answers queries over {@code schema}. */
    public QueryRunner(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
        this.compiler = new QueryCompiler(schema, dialect);
        this.types = new StoredTypes(schema);
    }

    /**
     * All records that a query asks for.
     *
     * @throws dev.entail.core.error.EntailException {@code UNKNOWN_NAME}, {@code QUERY_INVALID} or {@code VALUE_MISMATCH}
     *     before anything is sent
     */
    public List<Row> list(Query query, Jdbc jdbc) {
        SelectionNode selection =
                SelectionNode.of(schema.model(), schema.model().record(query.record()), query.selection());
        QueryCompiler.Compiled compiled = compiler.root(query, selection);
        List<Node> roots = jdbc.query(
                compiled.sql().template(),
                compiled.sql().values(),
                cells -> Objects.requireNonNull(compiled.plan().read(cells, types, codec)));
        loadLists(compiled.plan(), roots, jdbc);
        return roots.stream().map(Node::toRow).toList();
    }

    /** How many records a query asks for, whatever its page. */
    public long count(Query query, Jdbc jdbc) {
        SqlBuilder sql = compiler.count(query);
        return jdbc.query(sql.template(), sql.values(), cells ->
                        (Long) Objects.requireNonNull(cells.get(1, ColumnType.INTEGER)))
                .get(0);
    }

    /** A global value; null if it was set to null or never set. */
    public @Nullable Object global(ValueModel global, Jdbc jdbc) {
        GlobalsTable globals = schema.globals();
        Column column = globals.column(global);
        SqlTemplate select = new SqlTemplate(
                "SELECT " + dialect.quote(column.name()) + " FROM "
                        + dialect.quote(globals.table().name()) + " WHERE "
                        + dialect.quote(globals.table().key().name()) + " = "
                        + dialect.placeholder(globals.table().key().type()),
                List.of(globals.table().key().type()));
        List<Optional<Object>> stored =
                jdbc.query(select, List.of(global.name()), cells -> Optional.ofNullable(cells.get(1, column.type())));
        return codec.decode(global.property(), stored.get(0).orElse(null));
    }

    private void loadLists(RowPlan plan, List<Node> nodes, Jdbc jdbc) {
        if (nodes.isEmpty()) {
            return;
        }
        for (SelectionNode list : plan.lists()) {
            loadList(list, nodes, jdbc);
        }
        for (Single single : plan.singles()) {
            List<Node> related = new ArrayList<>();
            for (Node node : nodes) {
                if (node.get(single.name()) instanceof Node other) {
                    related.add(other);
                }
            }
            loadLists(single.plan(), related, jdbc);
        }
    }

    private void loadList(SelectionNode list, List<Node> parents, Jdbc jdbc) {
        String name = list.navigation().name();
        Map<Long, List<Node>> byId = new LinkedHashMap<>();
        for (Node parent : parents) {
            parent.put(name, new Node.Children());
            byId.computeIfAbsent(parent.id().value(), id -> new ArrayList<>()).add(parent);
        }
        List<Long> ids = List.copyOf(byId.keySet());
        for (int from = 0; from < ids.size(); from += PARENTS_PER_STATEMENT) {
            List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + PARENTS_PER_STATEMENT));
            QueryCompiler.Compiled compiled = compiler.list(list, QueryCompiler.padded(chunk));
            List<Node> children = new ArrayList<>();
            jdbc.query(compiled.sql().template(), compiled.sql().values(), cells -> {
                Long parent = (Long) Objects.requireNonNull(cells.get(1, ColumnType.ID));
                Node child = Objects.requireNonNull(compiled.plan().read(cells, types, codec));
                children.add(child);
                for (Node holder : Objects.requireNonNull(byId.get(parent))) {
                    ((Node.Children) Objects.requireNonNull(holder.get(name)))
                            .nodes()
                            .add(child);
                }
                return child;
            });
            loadLists(compiled.plan(), children, jdbc);
        }
    }
}
