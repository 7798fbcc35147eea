package dev.entail.storage.spi;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every error in the graph of causes and next exceptions and knows the classes of the SQL standard. A driver
 * extends it, says in {@link #describe} what is particular to its database, and leaves the rest to this class.
 */
public abstract class StandardErrorClassifier implements ErrorClassifier {
    private static final int MAX_ERRORS = 256;

    /** For subclasses. */
    protected StandardErrorClassifier() {}

    @Override
    public final DatabaseError classify(SQLException error) {
        if (error instanceof SQLTransientConnectionException || isPoolClosed(error)) {
            return error(error, ErrorClass.NO_CONNECTION);
        }
        DatabaseError best = null;
        for (SQLException candidate : graph(error)) {
            DatabaseError found = describe(candidate);
            if (found.errorClass() == ErrorClass.OTHER) {
                continue;
            }
            // A batch error repeats the state of its first cause, but only the cause names the constraint.
            if (best == null || (best.errorClass() == found.errorClass() && !isLocated(best) && isLocated(found))) {
                best = found;
            }
        }
        return best == null ? error(error, ErrorClass.OTHER) : best;
    }

    /** What one error means, without looking at others; {@link ErrorClass#OTHER} if it says nothing. Must not throw. */
    protected abstract DatabaseError describe(SQLException error);

    /** A result that names nothing. */
    protected static DatabaseError error(SQLException error, ErrorClass errorClass) {
        return error(error, errorClass, null, null, List.of());
    }

    /** A result that names what it can: constraint, table and columns are physical names without quotes. */
    protected static DatabaseError error(
            SQLException error,
            ErrorClass errorClass,
            @Nullable String constraint,
            @Nullable String table,
            List<String> columns) {
        return new DatabaseError(errorClass, constraint, table, columns, error.getSQLState(), error.getErrorCode());
    }

    /** The meaning of an SQLSTATE that all databases share; {@link ErrorClass#OTHER} for null and the unknown. */
    protected static ErrorClass standardClass(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() < 2) {
            return ErrorClass.OTHER;
        }
        return switch (sqlState) {
            case "23505" -> ErrorClass.UNIQUE;
            case "23502" -> ErrorClass.NOT_NULL;
            case "23503" -> ErrorClass.FOREIGN_KEY;
            case "40001" -> ErrorClass.SERIALIZATION;
            case "22001" -> ErrorClass.TOO_LONG;
            case "22003", "22008" -> ErrorClass.OUT_OF_RANGE;
            case "25006" -> ErrorClass.READ_ONLY;
            default ->
                switch (sqlState.substring(0, 2)) {
                    case "08" -> ErrorClass.CONNECTION_LOST;
                    case "22" -> ErrorClass.BAD_VALUE;
                    default -> ErrorClass.OTHER;
                };
        };
    }

    /** The pool has no code for having been closed. */
    private static boolean isPoolClosed(SQLException error) {
        String message = error.getMessage();
        return error.getSQLState() == null && message != null && message.startsWith("HikariDataSource ");
    }

    private static boolean isLocated(DatabaseError error) {
        return error.constraint() != null
                || error.table() != null
                || !error.columns().isEmpty();
    }

    private static List<SQLException> graph(SQLException root) {
        List<SQLException> errors = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty() && seen.size() < MAX_ERRORS) {
            Throwable current = open.remove();
            if (!seen.add(current)) {
                continue;
            }
            if (current.getCause() != null) {
                open.add(current.getCause());
            }
            if (current instanceof SQLException error) {
                errors.add(error);
                if (error.getNextException() != null) {
                    open.add(error.getNextException());
                }
            }
        }
        return errors;
    }
}
