package dev.entail.driver.sqlite;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.LimitedLists;
import dev.entail.storage.spi.StandardDialect;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL as SQLite writes it. */
final class SqliteDialect extends StandardDialect {
    private static final int MAX_PARAMETERS = 32_766;
    private static final int MAX_TABLES = 64;

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
            case ID, INTEGER, BOOLEAN, TIMESTAMP -> "INTEGER";
            case TEXT, KEY_TEXT, JSON -> "TEXT";
            case NUMBER -> "REAL";
            case DECIMAL -> "TEXT COLLATE " + Decimals.COLLATION;
        };
    }

    @Override
    public String primaryKey() {
        return "INTEGER PRIMARY KEY";
    }

    @Override
    public String numberedKey() {
        return "INTEGER PRIMARY KEY AUTOINCREMENT";
    }

    @Override
    public String tableOptions() {
        // Without it a sum beyond 64 bits would silently become a floating-point number.
        return " STRICT";
    }

    /** There is one writer, whose snapshot is the newest state. */
    @Override
    public boolean locksEscapeSnapshots() {
        return false;
    }

    @Override
    public boolean foreignKeysInline() {
        return true;
    }

    @Override
    protected int nullType(ColumnType type) {
        return Types.NULL;
    }

    @Override
    protected void bindDecimal(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        statement.setString(index, Decimals.canonical(value));
    }

    @Override
    protected void bindInstant(PreparedStatement statement, int index, Instant value) throws SQLException {
        statement.setLong(index, value.toEpochMilli());
    }

    @Override
    protected @Nullable Instant readInstant(ResultSet row, int index) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(index));
    }

    @Override
    public String add(String column, ColumnType type) {
        return type == ColumnType.DECIMAL ? Decimals.ADD + "(" + column + ", ?)" : super.add(column, type);
    }

    /** An expression has no collation of its own. */
    @Override
    public String plus(String left, String right, ColumnType type) {
        return type == ColumnType.DECIMAL
                ? "(" + Decimals.ADD + "(" + left + ", " + right + ") COLLATE " + Decimals.COLLATION + ")"
                : super.plus(left, right, type);
    }

    @Override
    public Optional<String> updateReturning(String update, List<String> columns) {
        return Optional.of(update + " RETURNING " + String.join(", ", columns));
    }

    @Override
    public String forUpdate() {
        // The transaction has locked the whole database already.
        return "";
    }

    @Override
    public String page(@Nullable Long limit, @Nullable Long offset) {
        // An offset needs a limit, and a negative one is none.
        return limit == null && offset != null ? " LIMIT -1 OFFSET " + offset : super.page(limit, offset);
    }

    @Override
    protected String decimalLiteral(BigDecimal value) {
        return "'" + Decimals.canonical(value) + "'";
    }

    /** Of an index of expressions an error tells the name, of one of plain columns only the columns. */
    @Override
    public Optional<String> partialUniqueIndex(String index, String table, List<String> columns, String condition) {
        return Optional.of("CREATE UNIQUE INDEX " + index + " ON " + table + " (+" + String.join(", +", columns)
                + ") WHERE " + condition);
    }

    @Override
    public Optional<String> insertUnlessPresent(String insert, List<String> key) {
        return Optional.of(insert + " ON CONFLICT (" + String.join(", ", key) + ") DO NOTHING");
    }

    @Override
    public String fold(String expression) {
        // Without ICU it knows the letters of ASCII only.
        return "lower(" + expression + ")";
    }

    @Override
    public String contains(String column, boolean texts) {
        // The arrow gives the element as it stands in the list; the value of a row would be rounded.
        return "EXISTS (SELECT 1 FROM json_each(" + column + ") AS item WHERE (" + column + " -> item.key) = ?)";
    }

    @Override
    public boolean recursionIsDistinct() {
        return true;
    }

    @Override
    public Optional<String> inList(String expression, ColumnType type) {
        return Optional.of(expression + " IN (SELECT value FROM json_each(?))");
    }

    @Override
    public String sum(String expression, ColumnType type) {
        return type == ColumnType.DECIMAL ? Decimals.SUM + "(" + expression + ")" : super.sum(expression, type);
    }

    @Override
    public boolean indexesHoldKey() {
        return true;
    }

    @Override
    public LimitedLists limitedLists() {
        return new LimitedLists.Keys(parents -> "(SELECT value AS id FROM json_each(?))");
    }
}
