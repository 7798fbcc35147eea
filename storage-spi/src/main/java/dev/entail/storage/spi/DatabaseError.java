package dev.entail.storage.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database error in the words of Entail.
 *
 * @param errorClass what it means
 * @param constraint physical name of the constraint or index, or null if the database does not tell
 * @param table physical name of the table, or null
 * @param columns physical names of the columns, empty if the database does not tell
 * @param sqlState SQLSTATE, or null
 * @param vendorCode code of the product (for SQLite the extended result code)
 */
public record DatabaseError(
        ErrorClass errorClass,
        @Nullable String constraint,
        @Nullable String table,
        List<String> columns,
        @Nullable String sqlState,
        int vendorCode) {

    public DatabaseError {
        columns = List.copyOf(columns);
    }
}
