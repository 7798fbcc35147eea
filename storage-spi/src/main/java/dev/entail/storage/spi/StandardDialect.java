package dev.entail.storage.spi;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Standard SQL and plain JDBC. A driver extends it and overrides what its database does differently. What a value may
 * be is decided here and cannot be overridden, so that every database takes and refuses the same values.
 */
public abstract class StandardDialect implements Dialect {
    /** Greatest number of UTF-8 bytes, and therefore of ASCII characters, that the strictest database keeps of a name. */
    private static final int PORTABLE_IDENTIFIER_LENGTH = 63;

    /** For subclasses. */
    protected StandardDialect() {}

    @Override
    public String quote(String identifier) {
        return quote(identifier, '"');
    }

    /** The identifier between two quotes of the given kind, which are doubled inside it. */
    protected static String quote(String identifier, char quote) {
        if (identifier.isEmpty() || identifier.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("An identifier must not be empty and must not contain NUL");
        }
        String text = String.valueOf(quote);
        return text + identifier.replace(text, text + text) + text;
    }

    @Override
    public int maxIdentifierLength() {
        return PORTABLE_IDENTIFIER_LENGTH;
    }

    @Override
    public int maxTables() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String columnType(ColumnType type) {
        return switch (type) {
            case ID, INTEGER -> "BIGINT";
            case TEXT, JSON -> "TEXT";
            case KEY_TEXT -> "VARCHAR(255)";
            case DECIMAL -> "NUMERIC(38, 10)";
            case NUMBER -> "DOUBLE PRECISION";
            case BOOLEAN -> "BOOLEAN";
            case TIMESTAMP -> "TIMESTAMP(3) WITH TIME ZONE";
        };
    }

    @Override
    public String primaryKey() {
        return columnType(ColumnType.ID) + " NOT NULL PRIMARY KEY";
    }

    @Override
    public String tableOptions() {
        return "";
    }

    @Override
    public boolean foreignKeysInline() {
        return false;
    }

    @Override
    public boolean foreignKeyChecksBlockUpdates() {
        return false;
    }

    @Override
    public String placeholder(ColumnType type) {
        return "?";
    }

    /**
     * Binds a value after checking that every database can hold it.
     *
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH}, {@code VALUE_TOO_LONG} or
     *     {@code VALUE_OUT_OF_RANGE}; the message does not contain the value
     */
    @Override
    public final void bind(PreparedStatement statement, int index, ColumnType type, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, nullType(type));
            return;
        }
        switch (type) {
            case ID, INTEGER -> statement.setLong(index, ColumnValues.integer(type, value));
            case TEXT -> statement.setString(index, ColumnValues.text(value));
            case KEY_TEXT -> statement.setString(index, ColumnValues.keyText(value));
            case JSON -> statement.setString(index, ColumnValues.json(value));
            case NUMBER -> statement.setDouble(index, ColumnValues.number(value));
            case BOOLEAN -> statement.setBoolean(index, ColumnValues.bool(value));
            case DECIMAL -> bindDecimal(statement, index, ColumnValues.decimal(value));
            case TIMESTAMP -> bindInstant(statement, index, ColumnValues.instant(value));
        }
    }

    /** The type in {@link Types} that a null of this column is bound with. */
    protected int nullType(ColumnType type) {
        return switch (type) {
            case ID, INTEGER -> Types.BIGINT;
            case TEXT, KEY_TEXT, JSON -> Types.VARCHAR;
            case DECIMAL -> Types.NUMERIC;
            case NUMBER -> Types.DOUBLE;
            case BOOLEAN -> Types.BOOLEAN;
            case TIMESTAMP -> Types.TIMESTAMP_WITH_TIMEZONE;
        };
    }

    /** Binds a decimal that is in range and in canonical form. */
    protected void bindDecimal(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        statement.setBigDecimal(index, value);
    }

    /** Binds an instant that is in range and has no more than milliseconds. */
    protected void bindInstant(PreparedStatement statement, int index, Instant value) throws SQLException {
        statement.setObject(index, value.atOffset(ZoneOffset.UTC));
    }

    @Override
    public final @Nullable Object read(ResultSet row, int index, ColumnType type) throws SQLException {
        Object value = switch (type) {
            case ID, INTEGER -> row.getLong(index);
            case TEXT, KEY_TEXT, JSON -> row.getString(index);
            case NUMBER -> row.getDouble(index);
            case BOOLEAN -> row.getBoolean(index);
            case DECIMAL -> readDecimal(row, index);
            case TIMESTAMP -> readInstant(row, index);
        };
        return row.wasNull() ? null : value;
    }

    private @Nullable BigDecimal readDecimal(ResultSet row, int index) throws SQLException {
        // As text, because not every database has a type for exact decimals.
        String value = row.getString(index);
        return value == null ? null : ColumnValues.canonical(new BigDecimal(value));
    }

    /** Reads an instant, or null. */
    protected @Nullable Instant readInstant(ResultSet row, int index) throws SQLException {
        OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    @Override
    public String add(String column, ColumnType type) {
        return column + " + ?";
    }

    @Override
    public Optional<String> updateReturning(String update, List<String> columns) {
        return Optional.empty();
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public String page(@Nullable Long limit, @Nullable Long offset) {
        return (limit == null ? "" : " LIMIT " + limit) + (offset == null ? "" : " OFFSET " + offset);
    }

    @Override
    public String like(String expression, String pattern) {
        return expression + " LIKE " + pattern + " ESCAPE '\\'";
    }

    @Override
    public String order(String expression, boolean ascending) {
        return expression + (ascending ? " ASC NULLS LAST" : " DESC NULLS FIRST");
    }

    @Override
    public String literal(ColumnType type, Object value) {
        return switch (type) {
            case TEXT -> text(ColumnValues.text(value));
            case KEY_TEXT -> text(ColumnValues.keyText(value));
            case INTEGER -> Long.toString(ColumnValues.integer(type, value));
            case DECIMAL -> decimalLiteral(ColumnValues.decimal(value));
            case NUMBER -> Double.toString(ColumnValues.number(value));
            case BOOLEAN -> ColumnValues.bool(value) ? "TRUE" : "FALSE";
            case ID, TIMESTAMP, JSON -> throw new IllegalArgumentException("There are no literals of " + type);
        };
    }

    /** A decimal that is in range and in canonical form, as it stands in a statement. */
    protected String decimalLiteral(BigDecimal value) {
        return value.toPlainString();
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    @Override
    public Optional<String> partialUniqueIndex(String index, String table, List<String> columns, String condition) {
        return Optional.empty();
    }

    @Override
    public String fold(String expression) {
        return "TRANSLATE(" + expression + ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')";
    }

    /**
     * Searches the text of the list, without any JSON function. Between texts their quotes tell where an element begins and
     * ends, once an opening quote differs from a closing one; control characters, which canonical JSON does not contain,
     * make them differ. No other element contains a comma or a bracket.
     */
    @Override
    public String contains(String column, boolean texts) {
        if (!texts) {
            return "POSITION(',' || CAST(? AS VARCHAR) || ',', REPLACE(REPLACE(" + column
                    + ", '[', ','), ']', ',')) > 0";
        }
        return "POSITION(" + marked("CAST(? AS VARCHAR)") + ", " + marked(column) + ") > 0";
    }

    private static String marked(String json) {
        return "REGEXP_REPLACE(" + json + ", '\"((?:[^\"\\\\]|\\\\.)*+)\"', CHAR(1) || '$1' || CHAR(2))";
    }

    @Override
    public Optional<String> inList(String expression, ColumnType type) {
        return Optional.empty();
    }

    @Override
    public String generated(String expression) {
        return " GENERATED ALWAYS AS (" + expression + ")";
    }

    @Override
    public Optional<String> insertUnlessPresent(String insert, List<String> key) {
        return Optional.empty();
    }

    /** A placeholder for a value of each type, in order. */
    protected final String placeholders(List<ColumnType> types) {
        return types.stream().map(this::placeholder).collect(Collectors.joining(", "));
    }

    @Override
    public String upsert(
            String table, List<String> columns, List<ColumnType> types, List<String> key, List<String> assignments) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + placeholders(types) + ") ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                + String.join(", ", assignments);
    }

    @Override
    public String sum(String expression, ColumnType type) {
        return "SUM(" + expression + ")";
    }

    @Override
    public int fetchSize() {
        return 0;
    }

    @Override
    public boolean fetchesInTransactionsOnly() {
        return false;
    }

    @Override
    public boolean recursionIsDistinct() {
        return false;
    }
}
