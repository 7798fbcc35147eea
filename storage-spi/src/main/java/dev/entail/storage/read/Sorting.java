package dev.entail.storage.read;

import dev.entail.core.definition.Cardinality;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Order;
import dev.entail.core.value.Cursor;
import dev.entail.storage.schema.Column;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of a statement, and what stands behind a place in it. The id always comes last, so the order is total. */
final class Sorting {
    private final Dialect dialect;
    private final List<Key> keys = new ArrayList<>();
    private final int given;

    Sorting(Scope scope, List<Order> order) {
        this.dialect = scope.dialect();
        this.given = order.size();
        for (Order key : order) {
            keys.add(key(scope, key));
        }
        keys.add(new Key(scope.id(), ColumnType.ID, true, false));
    }

    /** The order of a list. By links of several relations one record may be in it twice, so that the links come last. */
    Sorting(Step step, List<Order> order) {
        this(step.record(), order);
        RecordModel links = step.link().model();
        if (links.concrete().size() > 1 && links.relation().orElseThrow().cardinality() == Cardinality.MANY_TO_MANY) {
            keys.add(new Key(step.link().id(), ColumnType.ID, true, false));
        }
    }

    private record Key(String sql, ColumnType type, boolean ascending, boolean nullable) {}

    private static Key key(Scope scope, Order order) {
        Paths.Place place = Paths.value(scope, order.path(), "sort by");
        boolean joined = place.scope() != scope;
        if (place.value() == null) {
            return new Key(place.sql(), ColumnType.ID, order.ascending(), joined);
        }
        Column column = place.scope().valueColumn(place.value());
        if (column.type() == ColumnType.JSON) {
            throw Paths.invalid(order.path(), "sort by", "is a list or JSON value, which has no order");
        }
        return new Key(
                place.sql(), column.type(), order.ascending(), joined || !(column.counter() || column.required()));
    }

    /** The sort keys without their keyword; without the id if the order need not be total, which may be none. */
    String sql(boolean total) {
        List<String> parts = new ArrayList<>();
        for (Key key : keys.subList(0, total ? keys.size() : given)) {
            parts.add(
                    key.nullable()
                            ? dialect.order(key.sql(), key.ascending())
                            : key.sql() + (key.ascending() ? "" : " DESC"));
        }
        return String.join(", ", parts);
    }

    /** The columns of a cursor. */
    List<String> columns() {
        return keys.stream().map(Key::sql).toList();
    }

    /** Types of the columns of a cursor. */
    List<ColumnType> types() {
        return keys.stream().map(Key::type).toList();
    }

    /**
     * What comes behind a place: greater in the first key, or equal in it and greater in the second, and so on. The first
     * key alone bounds where to start, so that an index on it is used.
     */
    SqlBuilder after(Cursor place) {
        if (place.keys().size() != keys.size() || place.keys().get(keys.size() - 1) == null) {
            throw new EntailException(
                    ErrorCode.CURSOR_INVALID, "The cursor does not fit the order; use it with the query it came from");
        }
        List<SqlBuilder> ways = new ArrayList<>();
        List<SqlBuilder> equal = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Slot slot = (Slot) place.keys().get(i);
            SqlBuilder beyond = beyond(keys.get(i), slot, "");
            if (!beyond.isEmpty()) {
                List<SqlBuilder> all = new ArrayList<>(equal);
                all.add(beyond);
                ways.add(SqlBuilder.join(" AND ", all));
            }
            equal.add(equal(keys.get(i), slot));
        }
        SqlBuilder sql =
                SqlBuilder.of("(").append(SqlBuilder.join(" OR ", ways)).append(")");
        SqlBuilder start = keys.size() == 1 || place.keys().get(0) == null
                ? new SqlBuilder()
                : beyond(keys.get(0), (Slot) place.keys().get(0), "=");
        return start.isEmpty() ? sql : sql.append(" AND ").append(start);
    }

    private SqlBuilder equal(Key key, @Nullable Slot slot) {
        return slot == null
                ? SqlBuilder.of(key.sql() + " IS NULL")
                : parameter(SqlBuilder.of(key.sql() + " = "), key, slot);
    }

    /** Nulls are last when ascending and first when descending. */
    private SqlBuilder beyond(Key key, @Nullable Slot slot, String orEqual) {
        if (slot == null) {
            return SqlBuilder.of(key.ascending() ? "" : key.sql() + " IS NOT NULL");
        }
        if (!key.ascending()) {
            return parameter(SqlBuilder.of(key.sql() + " <" + orEqual + " "), key, slot);
        }
        SqlBuilder greater = parameter(SqlBuilder.of(key.sql() + " >" + orEqual + " "), key, slot);
        return key.nullable() ? SqlBuilder.of("(").append(greater).append(" OR " + key.sql() + " IS NULL)") : greater;
    }

    private SqlBuilder parameter(SqlBuilder sql, Key key, Slot slot) {
        return sql.parameter(dialect.placeholder(key.type()), key.type(), inputs -> slot.value(inputs));
    }
}
