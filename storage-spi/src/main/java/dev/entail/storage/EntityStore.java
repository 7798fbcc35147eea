package dev.entail.storage;

import dev.entail.core.model.Model;
import dev.entail.storage.atomic.AtomicStore;
import dev.entail.storage.migration.SchemaSetup;
import dev.entail.storage.read.QueryRunner;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.SqlErrors;
import dev.entail.storage.sql.StatementListener;
import dev.entail.storage.task.TaskStore;
import dev.entail.storage.transaction.Transactions;
import dev.entail.storage.write.IdGenerator;
import dev.entail.storage.write.WriteContext;
import java.util.Set;

/** A model that has been opened on a database: its tables exist, its statements are compiled. Thread-safe. */
public final class EntityStore {
    private final Schema schema;
    private final Transactions transactions;
    private final QueryRunner queries;
    private final WriteContext writes;
    private final AtomicStore atomics;
    private final TaskStore tasks;
    private final Dialect dialect;
    private final SchemaSetup setup;
    private final Set<String> unfilled;

    private EntityStore(
            Schema schema,
            Transactions transactions,
            QueryRunner queries,
            WriteContext writes,
            AtomicStore atomics,
            Dialect dialect,
            SchemaSetup setup,
            Set<String> unfilled) {
        this.schema = schema;
        this.transactions = transactions;
        this.queries = queries;
        this.writes = writes;
        this.atomics = atomics;
        this.tasks = new TaskStore(dialect);
        this.dialect = dialect;
        this.setup = setup;
        this.unfilled = Set.copyOf(unfilled);
    }

    /**
     * Opens a model on a database and creates what is missing.
     *
     * @param observed names of the views and unions whose members somebody wants to hear of
     * @param listener hears of every statement
     * @param queryBound greatest number of records that one statement of a query reads unless the query says otherwise
     * @param fills whether the caller computes {@link #unfilled} values before anybody uses the store
     * @throws dev.entail.core.error.EntailException {@code SCHEMA_MISMATCH} if what is stored does not fit
     */
    public static EntityStore open(
            Model model,
            Database database,
            IdGenerator ids,
            Set<String> observed,
            StatementListener listener,
            int queryBound,
            boolean fills) {
        Schema schema = Schema.of(model, database.dialect());
        QueryRunner queries = new QueryRunner(schema, database.dialect(), queryBound);
        new DeclaredQueries(model, queries).check();
        SchemaSetup setup = new SchemaSetup(schema, database, fills);
        Set<String> unfilled = setup.run();
        return new EntityStore(
                schema,
                new Transactions(database, new SqlErrors(database.errors(), schema), listener),
                queries,
                new WriteContext(schema, database, ids, queries, observed),
                new AtomicStore(schema, database.dialect()),
                database.dialect(),
                setup,
                unfilled);
    }

    /** The model. */
    public Model model() {
        return schema.model();
    }

    /** Where everything lives. */
    public Schema schema() {
        return schema;
    }

    /** How SQL is written here. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * The derived values, by {@code Record.value}, that were new when the store was opened and have to be computed for what was
     * there already.
     */
    public Set<String> unfilled() {
        return unfilled;
    }

    /** Remembers in the database that one of the {@link #unfilled} values is computed. */
    public void filled(String path) {
        setup.filled(path);
    }

    /** Begins and ends transactions. */
    public Transactions transactions() {
        return transactions;
    }

    /** Answers queries. */
    public QueryRunner queries() {
        return queries;
    }

    /** Changes single values past all events. */
    public AtomicStore atomics() {
        return atomics;
    }

    /** What others are to work out. */
    public TaskStore tasks() {
        return tasks;
    }

    /** Begins write sessions. */
    public WriteContext writes() {
        return writes;
    }
}
