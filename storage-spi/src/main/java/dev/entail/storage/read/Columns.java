package dev.entail.storage.read;

import dev.entail.storage.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** The columns of a SELECT in the making. */
final class Columns {
    private final List<SqlBuilder> columns = new ArrayList<>();

    /** Adds a column and tells its position, from 1. */
    int add(String column) {
        return add(SqlBuilder.of(column));
    }

    int add(SqlBuilder column) {
        columns.add(column);
        return columns.size();
    }

    /** Adds columns of these types. */
    List<Cell> addAll(List<String> sql, List<ColumnType> types) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < sql.size(); i++) {
            cells.add(new Cell(add(sql.get(i)), types.get(i)));
        }
        return cells;
    }

    int size() {
        return columns.size();
    }

    /** All columns. */
    SqlBuilder sql() {
        return SqlBuilder.join(", ", columns);
    }

    /** All columns, named {@code c1}, {@code c2} and so on. */
    SqlBuilder named() {
        List<SqlBuilder> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(new SqlBuilder().append(columns.get(i)).append(" AS c" + (i + 1)));
        }
        return SqlBuilder.join(", ", named);
    }

    /** A column of a result. */
    record Cell(int position, ColumnType type) {}
}
