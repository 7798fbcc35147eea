package dev.entail.driver.postgres;

import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.StandardErrorClassifier;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the SQLSTATEs of PostgreSQL mean. The server names constraint, table and column in fields of their own. */
final class PostgresErrors extends StandardErrorClassifier {
    private static final String CATALOG = "pg_catalog";

    @Override
    protected DatabaseError describe(SQLException error) {
        ErrorClass found = classOf(error.getSQLState());
        ServerErrorMessage server = error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return error(error, found);
        }
        if (found == ErrorClass.UNIQUE && CATALOG.equals(server.getSchema())) {
            // Two sessions created the same object at once, and the later one hit an index of the catalog.
            return error(error, ErrorClass.ALREADY_EXISTS);
        }
        String column = server.getColumn();
        return error(
                error, found, server.getConstraint(), server.getTable(), column == null ? List.of() : List.of(column));
    }

    private static ErrorClass classOf(@Nullable String sqlState) {
        return switch (sqlState == null ? "" : sqlState) {
            case "23514" -> ErrorClass.CHECK;
            case "40P01" -> ErrorClass.DEADLOCK;
            case "55P03" -> ErrorClass.LOCK_TIMEOUT;
            case "57014" -> ErrorClass.CANCELLED;
            // Shutdown, crash, start-up; a session that was idle for too long.
            case "57P01", "57P02", "57P03", "57P05", "25P03" -> ErrorClass.CONNECTION_LOST;
            case "42P07", "42710", "42701" -> ErrorClass.ALREADY_EXISTS;
            default -> standardClass(sqlState);
        };
    }
}
