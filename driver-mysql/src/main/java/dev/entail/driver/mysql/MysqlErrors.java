package dev.entail.driver.mysql;

import com.mysql.cj.jdbc.exceptions.MySQLStatementCancelledException;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.StandardErrorClassifier;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the error numbers of MySQL and MariaDB mean. Names stand in the message alone. */
final class MysqlErrors extends StandardErrorClassifier {
    /** MySQL writes {@code table.index}, MariaDB the index alone. The value before it is free text, so the last counts. */
    private static final Pattern KEY = Pattern.compile("(?s)^.* for key '(?:([^'.]+)\\.)?([^']+)'$");

    private static final String READ_ONLY = "Connection is read-only";

    private static final Pattern FOREIGN_KEY = Pattern.compile(
            "constraint fails \\((?:`[^`]+`\\.)?`([^`]+)`, CONSTRAINT `([^`]+)` FOREIGN KEY \\(`([^)]+)`\\)");
    private static final Pattern CHECK = Pattern.compile("(?i)constraint [`']([^`']+)[`'] (?:is violated|failed)");
    private static final Pattern COLUMN = Pattern.compile("(?:[Cc]olumn|Field) [`'](?:[^`']+[`']\\.[`'])*([^`']+)[`']");

    @Override
    protected DatabaseError describe(SQLException error) {
        ErrorClass found = classOf(error);
        String message = error.getMessage() == null ? "" : error.getMessage();
        return switch (found) {
            case UNIQUE -> {
                Matcher key = KEY.matcher(message);
                yield key.find() ? error(error, found, key.group(2), key.group(1), List.of()) : error(error, found);
            }
            case FOREIGN_KEY -> {
                Matcher key = FOREIGN_KEY.matcher(message);
                yield key.find()
                        ? error(
                                error,
                                found,
                                key.group(2),
                                key.group(1),
                                List.of(key.group(3).split("`, *`", -1)))
                        : error(error, found);
            }
            case CHECK -> error(error, found, find(CHECK, message), null, List.of());
            case NOT_NULL, TOO_LONG, OUT_OF_RANGE -> {
                String column = find(COLUMN, message);
                yield error(error, found, null, null, column == null ? List.of() : List.of(column));
            }
            default -> error(error, found);
        };
    }

    private static ErrorClass classOf(SQLException error) {
        return switch (error.getErrorCode()) {
            case 1062, 1586 -> ErrorClass.UNIQUE;
            case 1048, 1364 -> ErrorClass.NOT_NULL;
            case 1216, 1217, 1451, 1452 -> ErrorClass.FOREIGN_KEY;
            case 3819, 4025 -> ErrorClass.CHECK;
            case 1020 -> ErrorClass.SERIALIZATION;
            case 1213 -> ErrorClass.DEADLOCK;
            case 1205, 3572 -> ErrorClass.LOCK_TIMEOUT;
            case 1317, 1969, 3024 -> ErrorClass.CANCELLED;
            // Shutdown, gone away, lost during a query, killed, idle for too long.
            case 1053, 2006, 2013, 1927, 4031 -> ErrorClass.CONNECTION_LOST;
            case 1290, 1792, 1836 -> ErrorClass.READ_ONLY;
            case 1153, 1406 -> ErrorClass.TOO_LONG;
            case 1264, 1690 -> ErrorClass.OUT_OF_RANGE;
            case 1265, 1292, 1366, 3140 -> ErrorClass.BAD_VALUE;
            case 1050, 1060, 1061, 1826 -> ErrorClass.ALREADY_EXISTS;
            // Connector/J reports its own time limit, a statement that was cancelled, and one that a read-only
            // connection does not send, without any code.
            default -> {
                if (error instanceof SQLTimeoutException || error instanceof MySQLStatementCancelledException) {
                    yield ErrorClass.CANCELLED;
                }
                String message = error.getMessage();
                yield message != null && message.startsWith(READ_ONLY)
                        ? ErrorClass.READ_ONLY
                        : standardClass(error.getSQLState());
            }
        };
    }

    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
