package dev.entail.driver.h2;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.LimitedLists;
import dev.entail.storage.spi.StandardDialect;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** SQL as H2 writes it. */
final class H2Dialect extends StandardDialect {
    private static final int MAX_PARAMETERS = 100_000;

    @Override
    public int maxParameters() {
        return MAX_PARAMETERS;
    }

    @Override
    public String columnType(ColumnType type) {
        return switch (type) {
            // Not CLOB, which cannot be indexed. JSON as text keeps numbers exactly as they were written. The length of
            // a key counts UTF-16 units here, of which a character can have two; the SPI has checked it already.
            case TEXT, KEY_TEXT, JSON -> "VARCHAR";
            default -> super.columnType(type);
        };
    }

    @Override
    public Optional<String> updateReturning(String update, List<String> columns) {
        return Optional.of("SELECT " + String.join(", ", columns) + " FROM FINAL TABLE (" + update + ")");
    }

    /**
     * A row that is set to what it is goes unnoticed as well, so this would not help. It need not: serializable transactions
     * write alone.
     */
    @Override
    public boolean locksEscapeSnapshots() {
        return false;
    }

    /** A sum of floating-point numbers is an exact decimal, which would round in another way. */
    @Override
    public String plus(String left, String right, ColumnType type) {
        return type == ColumnType.NUMBER
                ? super.plus(left, "CAST(" + right + " AS " + columnType(type) + ")", type)
                : super.plus(left, right, type);
    }

    /** The values stand where no column tells their types. */
    private String typed(List<ColumnType> types) {
        return types.stream()
                .map(type -> "CAST(" + placeholder(type) + " AS " + columnType(type) + ")")
                .collect(Collectors.joining(", "));
    }

    @Override
    public String upsert(
            String table, List<String> columns, List<ColumnType> types, List<String> key, List<String> assignments) {
        String given = quote("given");
        return "MERGE INTO " + table + " USING (VALUES (" + typed(types) + ")) AS " + given + " ("
                + String.join(", ", columns) + ") ON "
                + key.stream()
                        .map(column -> table + "." + column + " = " + given + "." + column)
                        .collect(Collectors.joining(" AND "))
                + " WHEN MATCHED THEN UPDATE SET " + String.join(", ", assignments)
                + " WHEN NOT MATCHED THEN INSERT (" + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(column -> given + "." + column).collect(Collectors.joining(", ")) + ")";
    }

    /** The operand of IN would be read again for each row that it finds. */
    @Override
    public LimitedLists limitedLists() {
        return new LimitedLists.Arrays(this::parents);
    }

    private String parents(int count) {
        String row = "(" + typed(List.of(ColumnType.ID)) + ")";
        return "(SELECT c1 AS id FROM (VALUES " + String.join(", ", Collections.nCopies(count, row)) + "))";
    }
}
