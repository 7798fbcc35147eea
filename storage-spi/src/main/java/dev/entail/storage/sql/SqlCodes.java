package dev.entail.storage.sql;

import dev.entail.core.error.ErrorChain;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for codes of the database, also in failures of JDBC that somebody else wrapped (ERR-09). A state is a text and an
 * error number is a number; neither is found by the other.
 */
public final class SqlCodes {
    private SqlCodes() {}

    /** Whether a failure or one that it carries has an SQLSTATE. */
    public static boolean has(@Nullable Throwable failure, String sqlState) {
        return ErrorChain.find(failure, sqlState) != null
                || any(failure, error -> sqlState.equals(error.getSQLState()));
    }

    /** Whether a failure or one that it carries has an error number of the database. */
    public static boolean has(@Nullable Throwable failure, int vendorCode) {
        return ErrorChain.find(failure, vendorCode) != null
                || any(failure, error -> error.getErrorCode() == vendorCode);
    }

    private static boolean any(@Nullable Throwable failure, Predicate<SQLException> condition) {
        return ErrorChain.of(failure).stream()
                .anyMatch(each -> each instanceof SQLException error && condition.test(error));
    }
}
