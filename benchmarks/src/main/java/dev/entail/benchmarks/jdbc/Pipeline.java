package dev.entail.benchmarks.jdbc;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements that travel to the server as one and are a transaction, for PostgreSQL and MySQL. It is committed before the counts of
 * changed rows are known here, so foreign keys must undo what refers to a missing row.
 */
public final class Pipeline {
    private final ByHand database;
    private final List<Step> steps;
    /** Whether the text begins and commits the transaction; else the driver sends everything before the server may commit. */
    private final boolean explicit;

    private final String sql;

    /**
     * One statement.
     *
     * @param sql with placeholders
     * @param rows how many it must change
     */
    public record Step(String sql, int rows) {}

    /** Sets all parameters, those of the first statement first. */
    @FunctionalInterface
    public interface Parameters {
        /** Sets them. */
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Puts statements together for a database that was opened with {@link #config}. */
    public Pipeline(ByHand database, List<Step> steps) {
        this.database = database;
        this.steps = List.copyOf(steps);
        this.explicit = !database.isPostgres();
        String text = steps.stream().map(Step::sql).collect(Collectors.joining("; "));
        this.sql = explicit ? "BEGIN; " + text + "; COMMIT" : text;
    }

    /** Whether statements can travel together at all. In the memory of the process and in a file nothing travels. */
    public static boolean isPossibleOn(DatabaseProduct product) {
        return product == DatabaseProduct.POSTGRES || product == DatabaseProduct.MYSQL;
    }

    /** The same with what the driver needs for this: only a text, not a prepared statement, of MySQL can have several. */
    public static DatabaseConfig config(DatabaseConfig config) {
        return config.url().startsWith("jdbc:mysql:")
                ? config.withProperty("allowMultiQueries", "true").withProperty("useServerPrepStmts", "false")
                : config;
    }

    /** Sends everything. */
    public void run(Parameters parameters) throws SQLException {
        database.onConnection(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.bind(statement);
                boolean done = false;
                try {
                    statement.execute();
                    check(statement);
                    done = true;
                } finally {
                    if (!done && explicit) {
                        try (Statement end = connection.createStatement()) {
                            end.execute("ROLLBACK");
                        }
                    }
                }
            }
        });
    }

    private void check(PreparedStatement statement) throws SQLException {
        if (explicit) {
            statement.getMoreResults();
        }
        for (Step step : steps) {
            ByHand.changed(step.rows(), statement.getUpdateCount());
            statement.getMoreResults();
        }
    }
}
