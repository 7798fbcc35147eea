package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueCodec;
import dev.entail.storage.read.SqlBuilder.Statement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries on a connection. Names, operands and pages are checked before anything is sent: {@code UNKNOWN_NAME},
 * {@code QUERY_INVALID}, {@code VALUE_MISMATCH} or {@code CURSOR_INVALID}. Thread-safe.
 */
public final class QueryRunner {
    /** How many records a query without a page of its own may yield, unless the store is opened with another number. */
    public static final int DEFAULT_BOUND = 10_000;

    private static final int STREAMED_TOGETHER = 256;
    private static final int LOCK_ROUNDS = 5;

    private final Schema schema;
    private final Dialect dialect;
    private final long bound;
    private final QueryCompiler queries;
    private final ListCompiler lists;
    private final PlanCache plans = new PlanCache();
    private final ValueCodec codec = new ValueCodec();
    private final GlobalReader globals;

    /**
     * Answers queries over {@code schema}.
     *
     * @param bound how many records one statement may yield where the query does not say
     */
    public QueryRunner(Schema schema, Dialect dialect, long bound) {
        this.schema = schema;
        this.dialect = dialect;
        this.bound = bound;
        this.queries = new QueryCompiler(schema, dialect);
        this.lists = new ListCompiler(schema, dialect);
        this.globals = new GlobalReader(schema, dialect);
    }

    /** A query, made ready. */
    private record Ready(Query query, Plan plan, Inputs inputs) {}

    private Ready ready(Query query) {
        QueryShape.Shaped shaped = QueryShape.of(query);
        Plan plan = plans.get(
                shaped.shape(),
                shape -> new Plan(
                        shape,
                        SelectionNode.of(schema.model(), schema.model().record(shape.record()), shape.selection()),
                        queries,
                        lists));
        long most = query.page().unbounded() ? Long.MAX_VALUE : bound;
        return new Ready(query, plan, new Inputs(shaped.operands(), List.of(), most));
    }

    /**
     * Makes sure that a query can be asked, without asking it: its conditions are compiled, its operands checked.
     *
     * @throws EntailException as asking it would
     */
    public void check(Query query) {
        Ready ready = ready(query);
        QueryCompiler.Compiled rows = ready.plan().rows().get(0);
        rows.statement().values(ready.inputs());
        ready.plan().check(rows.plan(), ready.inputs());
    }

    /**
     * All records that a query asks for.
     *
     * @throws EntailException {@code QUERY_TOO_LARGE} if there are more than one read may have
     */
    public List<Row> list(Query query, Jdbc jdbc) {
        return slice(query, jdbc).rows();
    }

    /** One page of a query. */
    public Slice slice(Query query, Jdbc jdbc) {
        Ready ready = ready(query);
        return read(ready, ready.plan().rows(), jdbc);
    }

    /** Reads the parts of an order one after the other, until there are enough records. */
    private Slice read(Ready ready, List<QueryCompiler.Compiled> parts, Jdbc jdbc) {
        Inputs inputs = ready.inputs();
        RowPlan rows = parts.get(0).plan();
        parts.get(0).statement().values(inputs);
        ready.plan().check(rows, inputs);
        Page page = ready.query().page();
        Long limit = page.limit();
        List<Node> roots = new ArrayList<>();
        List<List<@Nullable Object>> cursors = new ArrayList<>();
        for (QueryCompiler.Compiled part : parts) {
            if (limit != null && roots.size() > limit) {
                break;
            }
            Inputs rest = roots.isEmpty() ? inputs : inputs.less(limitPosition(ready), roots.size());
            jdbc.query(part.statement().template(), part.statement().values(rest), cells -> {
                roots.add(Objects.requireNonNull(part.plan().read(cells, codec)));
                return cursors.add(ListLoader.keys(part.cursor(), cells));
            });
        }
        if (limit == null) {
            inputs.requireWithinBound(
                    roots.size(), "The query over " + ready.query().record());
        }
        Cursor next = null;
        if (page.keyset() && limit != null && roots.size() > limit) {
            roots.remove(roots.size() - 1);
            next = ListLoader.cursor(ready.plan().page(), inputs, cursors.get(roots.size() - 1));
        }
        new ListLoader(ready.plan(), inputs, jdbc, codec).load(rows, roots);
        return new Slice(roots.stream().map(Node::toRow).toList(), Optional.ofNullable(next));
    }

    /** Where among the operands the limit of the root stands. */
    private static int limitPosition(Ready ready) {
        return Objects.requireNonNull(ready.plan().page().limit()).intValue();
    }

    /**
     * Passes on each record that a query asks for, while others are still to come. Lists are read for some records together
     * and have no bound.
     */
    public void forEach(Query query, Jdbc jdbc, Consumer<Row> consumer) {
        Ready ready = ready(query);
        QueryCompiler.Compiled compiled = ready.plan().stream();
        Inputs inputs = new Inputs(ready.inputs().operands(), List.of(), Long.MAX_VALUE);
        List<@Nullable Object> values = compiled.statement().values(inputs);
        ready.plan().check(compiled.plan(), inputs);
        ListLoader loader = new ListLoader(ready.plan(), inputs, jdbc, codec);
        List<Node> together = new ArrayList<>();
        jdbc.forEach(compiled.statement().template(), values, cells -> {
            together.add(Objects.requireNonNull(compiled.plan().read(cells, codec)));
            if (together.size() == STREAMED_TOGETHER) {
                passOn(loader, compiled.plan(), together, consumer);
            }
        });
        passOn(loader, compiled.plan(), together, consumer);
    }

    private static void passOn(ListLoader loader, RowPlan rows, List<Node> nodes, Consumer<Row> consumer) {
        loader.load(rows, nodes);
        nodes.forEach(node -> consumer.accept(node.toRow()));
        nodes.clear();
    }

    /**
     * The records that a query asks for, with their rows and those of everything that it selects of related records and links
     * locked until the end of the transaction, each in the order of their ids. Where there are no row locks this is a plain
     * read (STO-537, STO-538).
     *
     * @throws EntailException {@code CONCURRENCY_CONFLICT} if others relate more and more to the records meanwhile
     */
    public List<Row> lock(Query query, Jdbc jdbc) {
        Ready ready = ready(query);
        if (dialect.forUpdate().isEmpty()) {
            return read(ready, ready.plan().rows(), jdbc).rows();
        }
        List<Row> rows = lockRecords(query, ready, jdbc);
        SelectionNode selection = ready.plan().selection();
        if (rows.isEmpty() || !RelatedLocks.concerns(selection)) {
            return rows;
        }
        Query again = again(query, rows.stream().map(Row::id).toList());
        RelatedLocks related = new RelatedLocks(schema, dialect, jdbc, selection);
        related.know(rows);
        for (int round = 0; round < LOCK_ROUNDS; round++) {
            if (!related.extend(rows)) {
                return rows;
            }
            rows = list(again, jdbc);
        }
        throw new EntailException(
                ErrorCode.CONCURRENCY_CONFLICT,
                "What is related to the records of " + query.record() + " changed again and again while it was being"
                        + " locked; run the transaction again, or select less of it");
    }

    /** The same records asked for behind locks: somebody may have changed them while we waited. */
    private static Query again(Query query, List<RecordId> ids) {
        return query.where(Match.in("id", ids)).paged(Page.ALL.withoutBound());
    }

    private List<Row> lockRecords(Query query, Ready ready, Jdbc jdbc) {
        Optional<QueryCompiler.Compiled> once = ready.plan().lockedRows();
        if (once.isPresent()) {
            return read(ready, List.of(once.get()), jdbc).rows();
        }
        QueryCompiler.Compiled rows = ready.plan().rows().get(0);
        rows.statement().values(ready.inputs());
        ready.plan().check(rows.plan(), ready.inputs());
        Statement statement = ready.plan().lockedIds();
        List<RecordId> ids = jdbc.query(
                statement.template(),
                statement.values(ready.inputs()),
                cells -> RecordId.of((Long) Objects.requireNonNull(cells.get(1, ColumnType.ID))));
        if (query.page().limit() == null) {
            ready.inputs().requireWithinBound(ids.size(), "The query over " + query.record());
        }
        return list(again(query, ids), jdbc);
    }

    /** How many records a query asks for, whatever its page. */
    public long count(Query query, Jdbc jdbc) {
        Ready ready = ready(query);
        Statement statement = ready.plan().count();
        return jdbc.query(statement.template(), statement.values(ready.inputs()), cells ->
                        (Long) Objects.requireNonNull(cells.get(1, ColumnType.INTEGER)))
                .get(0);
    }

    /** Whether there is any record that a query asks for, whatever its page. */
    public boolean exists(Query query, Jdbc jdbc) {
        Ready ready = ready(query);
        Statement statement = ready.plan().exists();
        return !jdbc.query(statement.template(), statement.values(ready.inputs()), cells -> 1)
                .isEmpty();
    }

    /** Numbers about all records that a query asks for, whatever its page; one result for each aggregate. */
    public List<@Nullable Object> aggregate(Query query, List<Aggregate> aggregates, Jdbc jdbc) {
        Ready ready = ready(query);
        Statement statement = ready.plan().aggregate(aggregates);
        Scope scope = Scope.root(new From.Context(schema, dialect), schema.record(query.record()));
        return jdbc.query(
                        statement.template(),
                        statement.values(ready.inputs()),
                        cells -> Aggregates.read(scope, aggregates, cells))
                .get(0);
    }

    /**
     * The shortest way from one record to another over a relation; only records that satisfy the condition of the query are
     * entered (STO-174).
     *
     * @return the records on the way with what the query selects, both ends included; empty if there is no way
     */
    public Optional<List<Row>> path(Query query, String relation, RecordId start, RecordId end, Jdbc jdbc) {
        Ready ready = ready(Query.of(query.record())
                .select(Selection.recursive(relation).where(query.match()).unbounded()));
        Ready bounded = new Ready(query, ready.plan(), new Inputs(ready.inputs().operands(), List.of(), bound));
        SelectionNode node =
                Objects.requireNonNull(ready.plan().selection().related().get(relation));
        List<Long> way =
                new ListLoader(ready.plan(), bounded.inputs(), jdbc, codec).way(node, start.value(), end.value());
        if (way.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, Row> rows = new HashMap<>();
        Query records = new Query(query.record(), query.selection(), Match.in("id", way), List.of(), query.page());
        list(records.paged(Page.ALL.withoutBound()), jdbc)
                .forEach(row -> rows.put(row.id().value(), row));
        List<Row> found = new ArrayList<>();
        for (Long id : way) {
            Row row = rows.get(id);
            if (row == null) {
                return Optional.empty();
            }
            found.add(row);
        }
        return Optional.of(found);
    }

    /**
     * What the items of many records add up to, computed by the database: how many there are, how many of them have a true
     * value, or the sum of a value. Records without items are missing; nulls add nothing.
     *
     * @param navigation leads to the items
     * @param input name of a number or truth value of the items, {@code &.} in front if it is one of the link; null to count
     *     all items
     */
    public Map<RecordId, Number> totals(
            Navigation navigation, @Nullable String input, Collection<RecordId> holders, Jdbc jdbc) {
        List<Long> parents = holders.stream().map(RecordId::value).toList();
        return new ItemTotals(schema, lists).of(navigation, input, parents, jdbc);
    }

    /** A global value; null if it was set to null or never set. What it is computed from is read at one moment. */
    public @Nullable Object global(ValueModel global, Jdbc jdbc) {
        return globals.read(global, jdbc);
    }
}
