package dev.entail.benchmarks.jdbc;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Statements that travel to the server as one and are a transaction, for PostgreSQL and MySQL. It is committed before the counts of
 * changed rows are known here, so foreign keys must undo what refers to a missing row.
 */
public final class Pipeline {
    private final ByHand database;
    private final List<Step> steps;
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
        this.sql = database.isPostgres() ? withClause(steps) : text(steps);
    }

    /** One statement for the server, which was measured to be faster than several in one. */
    private static String withClause(List<Step> steps) {
        int last = steps.size() - 1;
        return IntStream.range(0, last)
                .mapToObj(i -> "s" + i + " AS (" + steps.get(i).sql() + ")")
                .collect(Collectors.joining(", ", "WITH ", " " + steps.get(last).sql()));
    }

    /** The text begins and commits the transaction, which was measured to be faster than settings of the connection. */
    private static String text(List<Step> steps) {
        return steps.stream().map(Step::sql).collect(Collectors.joining("; ", "BEGIN; ", "; COMMIT"));
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
                if (database.isPostgres()) {
                    // It tells of the last statement alone.
                    ByHand.changed(steps.getLast().rows(), statement.executeUpdate());
                } else {
                    runText(connection, statement);
                }
            }
        });
    }

    private void runText(Connection connection, PreparedStatement statement) throws SQLException {
        boolean done = false;
        try {
            statement.execute();
            for (Step step : steps) {
                statement.getMoreResults();
                ByHand.changed(step.rows(), statement.getUpdateCount());
            }
            done = true;
        } finally {
            if (!done) {
                try (Statement end = connection.createStatement()) {
                    end.execute("ROLLBACK");
                }
            }
        }
    }
}
