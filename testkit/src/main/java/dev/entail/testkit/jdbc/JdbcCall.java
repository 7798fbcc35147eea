package dev.entail.testkit.jdbc;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is asked of the database through JDBC.
 *
 * @param kind what it is
 * @param sql the statement, the statements of a batch, or a description of a control call
 * @param connection the connection as the pool gave it, or null while it is being taken from the pool
 */
public record JdbcCall(
        Kind kind, List<String> sql, @Nullable Connection connection) {
    /** What can be asked. */
    public enum Kind {
        /** A connection is taken from the pool. */
        OPEN,
        /** A connection is returned to the pool. */
        CLOSE,
        /** One statement is executed. */
        STATEMENT,
        /** A batch is executed: one round trip with several statements. */
        BATCH,
        /** The transaction is committed. */
        COMMIT,
        /** The transaction is rolled back. */
        ROLLBACK,
        /** A savepoint is set, released or rolled back to. */
        SAVEPOINT,
        /** Auto-commit mode is switched on or off. */
        AUTO_COMMIT;

        /** Whether SQL is executed. */
        public boolean isExecution() {
            return this == STATEMENT || this == BATCH;
        }

        /** Whether the connection merely leaves or enters the pool. */
        public boolean isPooling() {
            return this == OPEN || this == CLOSE;
        }
    }

    public JdbcCall {
        sql = List.copyOf(sql);
    }
}
