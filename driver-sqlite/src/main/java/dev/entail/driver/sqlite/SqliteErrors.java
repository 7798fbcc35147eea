package dev.entail.driver.sqlite;

import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.StandardErrorClassifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the extended result codes of SQLite mean. Table and columns stand in the message alone. */
final class SqliteErrors extends StandardErrorClassifier {
    /** What the JDBC driver itself says of a connection that has been closed; it has no code for that. */
    private static final String CLOSED = "database connection closed";

    private static final Pattern COLUMNS = Pattern.compile("constraint failed: ([^()]+)\\)?$");
    private static final Pattern INDEX = Pattern.compile("^index '(.+)'$");
    private static final Pattern DATATYPE = Pattern.compile("cannot store (\\w+) value in (\\w+) column (.+?)\\)?$");

    @Override
    protected DatabaseError describe(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return error(
                    error,
                    CLOSED.equals(error.getMessage())
                            ? ErrorClass.CONNECTION_LOST
                            : standardClass(error.getSQLState()));
        }
        String message = error.getMessage() == null ? "" : error.getMessage();
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
                located(sqlite, ErrorClass.UNIQUE, find(COLUMNS, message));
            case SQLITE_CONSTRAINT_NOTNULL -> located(sqlite, ErrorClass.NOT_NULL, find(COLUMNS, message));
            case SQLITE_CONSTRAINT_CHECK -> named(sqlite, ErrorClass.CHECK, find(COLUMNS, message));
            case SQLITE_CONSTRAINT_DATATYPE -> datatype(sqlite, DATATYPE.matcher(message));
            default -> result(sqlite, classOf(code, message), null, null, List.of());
        };
    }

    private static ErrorClass classOf(SQLiteErrorCode code, String message) {
        return switch (code) {
            case SQLITE_CONSTRAINT_FOREIGNKEY -> ErrorClass.FOREIGN_KEY;
            case SQLITE_BUSY_SNAPSHOT -> ErrorClass.SERIALIZATION;
            case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_TIMEOUT -> ErrorClass.BUSY;
            case SQLITE_LOCKED, SQLITE_LOCKED_SHAREDCACHE -> ErrorClass.LOCK_TIMEOUT;
            case SQLITE_INTERRUPT -> ErrorClass.CANCELLED;
            case SQLITE_TOOBIG -> ErrorClass.TOO_LONG;
            case SQLITE_MISMATCH, SQLITE_RANGE -> ErrorClass.BAD_VALUE;
            case SQLITE_ERROR -> generic(message);
            // The primary code is the lowest byte of an extended one.
            default ->
                (code.code & 0xff) == SQLiteErrorCode.SQLITE_READONLY.code ? ErrorClass.READ_ONLY : ErrorClass.OTHER;
        };
    }

    private static ErrorClass generic(String message) {
        if (message.endsWith(" already exists)") || message.contains("(duplicate column name: ")) {
            return ErrorClass.ALREADY_EXISTS;
        }
        boolean outOfRange = message.contains(Decimals.OUT_OF_RANGE) || message.contains("(integer overflow)");
        return outOfRange ? ErrorClass.OUT_OF_RANGE : ErrorClass.OTHER;
    }

    /** An integer sum beyond 64 bits becomes a floating-point number, which the column then refuses. */
    private static DatabaseError datatype(SQLiteException error, Matcher matcher) {
        if (!matcher.find()) {
            return result(error, ErrorClass.BAD_VALUE, null, null, List.of());
        }
        boolean overflow = matcher.group(1).equals("REAL") && matcher.group(2).equals("INTEGER");
        return located(error, overflow ? ErrorClass.OUT_OF_RANGE : ErrorClass.BAD_VALUE, matcher.group(3));
    }

    /** Takes {@code table.column, table.column} apart; an index on an expression is named instead. */
    private static DatabaseError located(SQLiteException error, ErrorClass errorClass, @Nullable String text) {
        if (text == null) {
            return result(error, errorClass, null, null, List.of());
        }
        String index = find(INDEX, text);
        if (index != null) {
            return named(error, errorClass, index);
        }
        String table = null;
        List<String> columns = new ArrayList<>();
        for (String part : text.split(", ", -1)) {
            int dot = part.lastIndexOf('.');
            table = dot < 0 ? table : part.substring(0, dot);
            columns.add(part.substring(dot + 1));
        }
        return result(error, errorClass, null, table, columns);
    }

    private static DatabaseError named(SQLiteException error, ErrorClass errorClass, @Nullable String constraint) {
        return result(error, errorClass, constraint, null, List.of());
    }

    private static DatabaseError result(
            SQLiteException error,
            ErrorClass errorClass,
            @Nullable String constraint,
            @Nullable String table,
            List<String> columns) {
        return new DatabaseError(
                errorClass, constraint, table, columns, error.getSQLState(), error.getResultCode().code);
    }

    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
