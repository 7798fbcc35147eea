package dev.entail.driver.h2;

import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.StandardErrorClassifier;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;

/** What the error codes of H2 mean. Names stand in the message alone, in a part that is not translated. */
final class H2Errors extends StandardErrorClassifier {
    /** An identifier: in doubled quotes if it needs them, with a prefix if it has characters beyond ASCII. */
    private static final String NAME = "((?:U&)?\"\".+?\"\"|[^\\s\".(]+)";

    private static final String QUALIFIED = "(?:" + NAME + "\\.)?" + NAME;

    /** For example {@code "PUBLIC.u1 ON PUBLIC.""user name""(age NULLS FIRST, name NULLS FIRST) VALUES ...}. */
    private static final Pattern UNIQUE =
            Pattern.compile("\"" + QUALIFIED + "(?: PRIMARY KEY)? ON " + QUALIFIED + "\\(([^)]*)\\)");

    /** For example {@code "fk1: PUBLIC.Child FOREIGN KEY(parent) REFERENCES ...}; the first name is as it is. */
    private static final Pattern FOREIGN_KEY =
            Pattern.compile("\"()([^\"]+): " + QUALIFIED + " FOREIGN KEY\\(([^)]*)\\)");

    private static final Pattern NOT_NULL = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern CHECK = Pattern.compile("\"([^\"]+): ");
    /** What a transaction hears that another one has just chosen as the victim of a deadlock, if it was not waiting any more. */
    private static final String VICTIM = "has status ROLLING_BACK, not OPEN";

    private static final Pattern ESCAPE = Pattern.compile("\\\\+([0-9a-fA-F]{4})");

    @Override
    protected DatabaseError describe(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        ErrorClass found = classOf(error, message);
        return switch (found) {
            case UNIQUE -> located(error, found, UNIQUE.matcher(message));
            case FOREIGN_KEY -> located(error, found, FOREIGN_KEY.matcher(message));
            case NOT_NULL -> {
                Matcher column = NOT_NULL.matcher(message);
                yield error(error, found, null, null, column.find() ? List.of(column.group(1)) : List.of());
            }
            case CHECK -> {
                Matcher name = CHECK.matcher(message);
                yield error(error, found, name.find() ? name.group(1) : null, null, List.of());
            }
            default -> error(error, found);
        };
    }

    private static ErrorClass classOf(SQLException error, String message) {
        if (error.getCause() instanceof ConcurrentModificationException) {
            // The catalogue is read without a lock while somebody else creates tables.
            return ErrorClass.SERIALIZATION;
        }
        if (error.getErrorCode() == ErrorCode.GENERAL_ERROR_1 && message.contains(VICTIM)) {
            return ErrorClass.DEADLOCK;
        }
        return switch (error.getErrorCode()) {
            case ErrorCode.REFERENTIAL_INTEGRITY_VIOLATED_PARENT_MISSING_1 -> ErrorClass.FOREIGN_KEY;
            case ErrorCode.CHECK_CONSTRAINT_VIOLATED_1, ErrorCode.CHECK_CONSTRAINT_INVALID -> ErrorClass.CHECK;
            case ErrorCode.DEADLOCK_1 -> ErrorClass.DEADLOCK;
            case ErrorCode.CONCURRENT_UPDATE_1 -> ErrorClass.SERIALIZATION;
            case ErrorCode.LOCK_TIMEOUT_1 -> ErrorClass.LOCK_TIMEOUT;
            case ErrorCode.STATEMENT_WAS_CANCELED -> ErrorClass.CANCELLED;
            case ErrorCode.DATABASE_IS_READ_ONLY -> ErrorClass.READ_ONLY;
            case ErrorCode.CONNECTION_BROKEN_1,
                    ErrorCode.OBJECT_CLOSED,
                    ErrorCode.DATABASE_IS_CLOSED,
                    ErrorCode.DATABASE_CALLED_AT_SHUTDOWN -> ErrorClass.CONNECTION_LOST;
            case ErrorCode.TABLE_OR_VIEW_ALREADY_EXISTS_1,
                    ErrorCode.INDEX_ALREADY_EXISTS_1,
                    ErrorCode.SEQUENCE_ALREADY_EXISTS_1,
                    ErrorCode.CONSTRAINT_ALREADY_EXISTS_1,
                    ErrorCode.DUPLICATE_COLUMN_NAME_1 -> ErrorClass.ALREADY_EXISTS;
            // H2 has one code for a text that is too long and a number that has too many digits.
            case ErrorCode.VALUE_TOO_LONG_2 ->
                message.contains(" NUMERIC(") ? ErrorClass.OUT_OF_RANGE : ErrorClass.TOO_LONG;
            // Two connections that create the same thing at once; H2 has no code of its own for that.
            case ErrorCode.GENERAL_ERROR_1 ->
                message.contains("object already exists") ? ErrorClass.ALREADY_EXISTS : ErrorClass.OTHER;
            default -> standardClass(error.getSQLState());
        };
    }

    private static DatabaseError located(SQLException error, ErrorClass errorClass, Matcher matcher) {
        if (!matcher.find()) {
            return error(error, errorClass);
        }
        List<String> columns =
                Arrays.stream(matcher.group(5).split(",")).map(H2Errors::column).toList();
        return error(error, errorClass, plain(matcher.group(2)), plain(matcher.group(4)), columns);
    }

    private static String column(String text) {
        return plain(text.strip().replaceFirst("( ASC| DESC)?( NULLS (FIRST|LAST))?$", ""));
    }

    /** The identifier without quotes and escapes. */
    private static String plain(String name) {
        if (!name.startsWith("U&")) {
            return name.replace("\"", "");
        }
        return ESCAPE.matcher(name.substring(2).replace("\"", ""))
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
}
