package dev.entail.driver.postgres;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.LimitedLists;
import dev.entail.storage.spi.StandardDialect;
import java.util.List;
import java.util.Optional;

/** SQL as PostgreSQL writes it. */
final class PostgresDialect extends StandardDialect {
    /** Ids come as one list of JSON. */
    private static final String PARENTS =
            "(SELECT CAST(e AS bigint) AS id FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS x(e))";

    private static final int MAX_PARAMETERS = 65_535;
    private static final int FETCH_SIZE = 500;

    @Override
    public int maxParameters() {
        return MAX_PARAMETERS;
    }

    @Override
    public String columnType(ColumnType type) {
        return switch (type) {
            // The collation of the database would compare by language, this one compares by code point.
            case TEXT -> "TEXT COLLATE \"C\"";
            case KEY_TEXT -> "VARCHAR(255) COLLATE \"C\"";
            case JSON -> "JSONB";
            default -> super.columnType(type);
        };
    }

    @Override
    public String placeholder(ColumnType type) {
        return type == ColumnType.JSON ? "CAST(? AS jsonb)" : super.placeholder(type);
    }

    @Override
    public Optional<String> updateReturning(String update, List<String> columns) {
        return Optional.of(update + " RETURNING " + String.join(", ", columns));
    }

    /** An update of a column in a unique index does wait for those who refer to the row; counters are in none. */
    @Override
    public boolean foreignKeyChecksBlockUpdates() {
        return false;
    }

    @Override
    public String forUpdate() {
        // The lock that an update takes. A plain FOR UPDATE would also keep others from referring to the rows.
        return " FOR NO KEY UPDATE";
    }

    @Override
    public String forDelete() {
        return " FOR UPDATE";
    }

    @Override
    public String forShare() {
        return " FOR SHARE";
    }

    @Override
    public Optional<String> partialUniqueIndex(String index, String table, List<String> columns, String condition) {
        return Optional.of("CREATE UNIQUE INDEX " + index + " ON " + table + " (" + String.join(", ", columns)
                + ") WHERE " + condition);
    }

    @Override
    public Optional<String> insertUnlessPresent(String insert, List<String> key) {
        return Optional.of(insert + " ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING");
    }

    @Override
    public String contains(String column, boolean texts) {
        return column + " @> CAST(? AS jsonb)";
    }

    @Override
    public boolean recursionIsDistinct() {
        return true;
    }

    @Override
    public Optional<String> inList(String expression, ColumnType type) {
        String element = type == ColumnType.ID || type == ColumnType.INTEGER ? "CAST(e AS bigint)" : "e";
        return Optional.of(
                expression + " IN (SELECT " + element + " FROM jsonb_array_elements_text(CAST(? AS jsonb)) AS x(e))");
    }

    /**
     * One statement that does it all, which takes less of the server than several in one message. Each part sees the rows as
     * they were before, so none may change a row that another one inserts or changes.
     */
    @Override
    public Optional<String> together(List<String> statements) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < statements.size() - 1; i++) {
            text.append(i == 0 ? "WITH " : ", ")
                    .append("w" + i + " AS (")
                    .append(statements.get(i))
                    .append(")");
        }
        return Optional.of(text.append(" ").append(statements.getLast()).toString());
    }

    @Override
    public int fetchSize() {
        return FETCH_SIZE;
    }

    @Override
    public boolean fetchesInTransactionsOnly() {
        return true;
    }

    @Override
    public LimitedLists limitedLists() {
        return new LimitedLists.Lateral(parents -> PARENTS);
    }
}
