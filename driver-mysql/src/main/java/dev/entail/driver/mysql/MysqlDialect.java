package dev.entail.driver.mysql;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.LimitedLists;
import dev.entail.storage.spi.StandardDialect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL as MySQL and MariaDB write it. */
final class MysqlDialect extends StandardDialect {
    private static final int MAX_IDENTIFIER_LENGTH = 64;
    private static final int MAX_PARAMETERS = 65_535;
    private static final int MAX_TABLES = 61;
    private static final int FETCH_SIZE = 500;
    private static final String NO_LIMIT = "18446744073709551615";

    private final boolean mariaDb;
    private final boolean manyInOne;

    /** @param manyInOne whether the connections take several statements in one text */
    MysqlDialect(boolean mariaDb, boolean manyInOne) {
        this.mariaDb = mariaDb;
        this.manyInOne = manyInOne;
    }

    @Override
    public String quote(String identifier) {
        return quote(identifier, '`');
    }

    @Override
    public int maxIdentifierLength() {
        return MAX_IDENTIFIER_LENGTH;
    }

    @Override
    public String forShare() {
        // MariaDB does not know FOR SHARE.
        return " LOCK IN SHARE MODE";
    }

    @Override
    public int maxParameters() {
        return MAX_PARAMETERS;
    }

    @Override
    public int maxTables() {
        return MAX_TABLES;
    }

    @Override
    public String columnType(ColumnType type) {
        return switch (type) {
            // A JSON column would round numbers, and take 100 levels only in MySQL, 32 in MariaDB.
            case TEXT, JSON -> "LONGTEXT";
            case DECIMAL -> "DECIMAL(38, 10)";
            case NUMBER -> "DOUBLE";
            case BOOLEAN -> "TINYINT(1)";
            // In UTC. TIMESTAMP would end in 2038 and depend on the time zone of the session.
            case TIMESTAMP -> "DATETIME(3)";
            default -> super.columnType(type);
        };
    }

    @Override
    public String numberedKey() {
        return columnType(ColumnType.ID) + " NOT NULL AUTO_INCREMENT PRIMARY KEY";
    }

    @Override
    public String tableOptions() {
        // Binary collations that do not ignore trailing blanks, as utf8mb4_bin does.
        return " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE "
                + (mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
    }

    /** Whoever locks a row reads what is committed, at every level. */
    @Override
    public boolean locksEscapeSnapshots() {
        return false;
    }

    @Override
    public boolean foreignKeyChecksBlockUpdates() {
        return true;
    }

    /** A statement that fails ends the text, so that the commit at its end is not reached; the transaction stays open. */
    @Override
    public Optional<String> together(List<String> statements) {
        return manyInOne ? Optional.of("BEGIN; " + String.join("; ", statements) + "; COMMIT") : Optional.empty();
    }

    @Override
    protected int nullType(ColumnType type) {
        return type == ColumnType.TIMESTAMP ? Types.TIMESTAMP : super.nullType(type);
    }

    @Override
    protected void bindInstant(PreparedStatement statement, int index, Instant value) throws SQLException {
        // A local time is sent as it is, whatever the time zones of the JVM and the session are.
        statement.setObject(index, LocalDateTime.ofInstant(value, ZoneOffset.UTC));
    }

    @Override
    protected @Nullable Instant readInstant(ResultSet row, int index) throws SQLException {
        LocalDateTime value = row.getObject(index, LocalDateTime.class);
        return value == null ? null : value.toInstant(ZoneOffset.UTC);
    }

    @Override
    public String page(@Nullable Long limit, @Nullable Long offset) {
        // An offset needs a limit.
        return limit == null && offset != null ? " LIMIT " + NO_LIMIT + " OFFSET " + offset : super.page(limit, offset);
    }

    @Override
    public String order(String expression, boolean ascending) {
        String isNull = "(" + expression + " IS NULL)";
        return ascending ? isNull + ", " + expression : isNull + " DESC, " + expression + " DESC";
    }

    @Override
    public String generated(String expression) {
        // Not stored: it exists in its index alone, and the table need not be rewritten for it.
        return super.generated(expression) + " VIRTUAL";
    }

    @Override
    public String upsert(
            String table, List<String> columns, List<ColumnType> types, List<String> key, List<String> assignments) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + placeholders(types)
                + ") ON DUPLICATE KEY UPDATE " + String.join(", ", assignments);
    }

    @Override
    public String fold(String expression) {
        // LOWER would change letters beyond ASCII as well.
        String folded = expression;
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            folded = "REPLACE(" + folded + ", '" + letter + "', '" + Character.toLowerCase(letter) + "')";
        }
        return folded;
    }

    @Override
    public String contains(String column, boolean texts) {
        // Numbers are compared as they are written, not rounded.
        return !texts
                ? "LOCATE(CONCAT(',', ?, ','), REPLACE(REPLACE(" + column + ", '[', ','), ']', ',')) > 0"
                : "JSON_CONTAINS(" + column + ", ?)";
    }

    @Override
    public boolean recursionIsDistinct() {
        return true;
    }

    @Override
    public Optional<String> inList(String expression, ColumnType type) {
        boolean number = type == ColumnType.ID || type == ColumnType.INTEGER;
        String column = number
                ? "BIGINT"
                : "LONGTEXT CHARACTER SET utf8mb4 COLLATE " + (mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
        return Optional.of(expression + " IN (SELECT item.v FROM JSON_TABLE(?, '$[*]' COLUMNS (v " + column
                + " PATH '$')) AS item)");
    }

    @Override
    public int fetchSize() {
        return FETCH_SIZE;
    }

    @Override
    public boolean indexesHoldKey() {
        return true;
    }

    /** MariaDB has no LATERAL and no limit in the operand of IN. */
    @Override
    public LimitedLists limitedLists() {
        return new LimitedLists.Queries();
    }
}
