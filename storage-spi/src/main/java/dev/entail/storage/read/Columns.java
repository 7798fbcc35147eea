package dev.entail.storage.read;

import dev.entail.storage.spi.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns of a SELECT in the making. */
final class Columns {
    private final List<SqlBuilder> columns = new ArrayList<>();
    private final Map<String, Integer> known = new HashMap<>();

    /** Adds a column and tells its position, from 1. */
    int add(String column) {
        int position = add(SqlBuilder.of(column));
        known.putIfAbsent(column, position);
        return position;
    }

    int add(SqlBuilder column) {
        columns.add(column);
        return columns.size();
    }

    /** Columns of these types, added unless they are there already. */
    List<Cell> addAll(List<String> sql, List<ColumnType> types) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < sql.size(); i++) {
            Integer position = known.get(sql.get(i));
            cells.add(new Cell(position == null ? add(sql.get(i)) : position, types.get(i)));
        }
        return cells;
    }

    /** All columns. */
    SqlBuilder sql() {
        return SqlBuilder.join(", ", columns);
    }

    /** All columns, named {@code c1}, {@code c2} and so on. */
    SqlBuilder named() {
        List<SqlBuilder> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(new SqlBuilder().append(columns.get(i)).append(" AS " + name("", i + 1)));
        }
        return SqlBuilder.join(", ", named);
    }

    /** The names of all columns, with an alias in front. */
    String names(String alias) {
        return IntStream.rangeClosed(1, columns.size())
                .mapToObj(position -> name(alias, position))
                .collect(Collectors.joining(", "));
    }

    /** The name of a column, with an alias in front. */
    static String name(String alias, int position) {
        return alias + "c" + position;
    }

    /** A column of a result. */
    record Cell(int position, ColumnType type) {}
}
