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
    private final Range range;

    /** How many keys decide: what follows one that is different in each record does not, and would keep an index from use. */
    private final int deciding;

    Sorting(Scope scope, List<Order> order) {
        this(scope, order, Range.ALL);
    }

    Sorting(Scope scope, List<Order> order, Range range) {
        this(scope, order, range, null);
    }

    /** The order of a list. By links of several relations one record may be in it twice, so that the links come last. */
    Sorting(Step step, List<Order> order) {
        this(step.record(), order, Range.ALL, mayRepeat(step.link().model()) ? step.link() : null);
    }

    private Sorting(Scope scope, List<Order> order, Range range, @Nullable Scope links) {
        this.dialect = scope.dialect();
        this.given = order.size();
        this.range = range;
        for (Order key : order) {
            Key each = key(scope, key);
            keys.add(links == null ? each : each.repeated());
        }
        keys.add(new Key(scope.id(), ColumnType.ID, true, false, links == null));
        if (links != null) {
            keys.add(new Key(links.id(), ColumnType.ID, true, false, true));
        }
        if (range == Range.VALUES) {
            keys.set(0, keys.get(0).present());
        }
        this.deciding =
                1 + keys.indexOf(keys.stream().filter(Key::decides).findFirst().orElseThrow());
    }

    private static boolean mayRepeat(RecordModel links) {
        return links.concrete().size() > 1 && links.relation().orElseThrow().cardinality() == Cardinality.MANY_TO_MANY;
    }

    /**
     * A part of an order. Nulls and values of the first key are read apart, because an index has them at the ends that it
     * likes, and "greater, or null" is no range of it.
     */
    enum Range {
        /** All records. */
        ALL,
        /** Those with a value of the first key. */
        VALUES,
        /** Those without. */
        NULLS
    }

    /** The parts of an order that lie behind a place, in their order. */
    static List<Range> ranges(Scope scope, List<Order> order, Cursor place) {
        if (order.isEmpty() || !key(scope, order.get(0)).nullable()) {
            return List.of(Range.ALL);
        }
        boolean begins = place.keys().isEmpty();
        boolean atNull = !begins && place.keys().get(0) == null;
        if (order.get(0).ascending()) {
            return atNull ? List.of(Range.NULLS) : List.of(Range.VALUES, Range.NULLS);
        }
        return begins || atNull ? List.of(Range.NULLS, Range.VALUES) : List.of(Range.VALUES);
    }

    /** Which records belong to the range and come behind a place; empty if all do. */
    SqlBuilder where(@Nullable Cursor place) {
        String first = keys.get(0).sql();
        if (place == null || place.keys().isEmpty()) {
            return switch (range) {
                case ALL -> new SqlBuilder();
                case VALUES -> SqlBuilder.of(first + " IS NOT NULL");
                case NULLS -> SqlBuilder.of(first + " IS NULL");
            };
        }
        requireFit(place);
        boolean atNull = place.keys().get(0) == null;
        return switch (range) {
            case ALL -> after(place);
            case VALUES -> atNull ? SqlBuilder.of(first + " IS NOT NULL") : after(place);
            case NULLS -> atNull ? after(place) : SqlBuilder.of(first + " IS NULL");
        };
    }

    private record Key(String sql, ColumnType type, boolean ascending, boolean nullable, boolean unique) {
        /** The same where it is known not to be null. */
        Key present() {
            return new Key(sql, type, ascending, false, unique);
        }

        /** The same where one record may stand twice. */
        Key repeated() {
            return new Key(sql, type, ascending, nullable, false);
        }

        boolean decides() {
            return unique && !nullable;
        }
    }

    private static Key key(Scope scope, Order order) {
        Paths.Place place = Paths.value(scope, order.path(), "sort by");
        boolean joined = place.scope() != scope;
        if (place.value() == null) {
            return new Key(place.sql(), ColumnType.ID, order.ascending(), joined, !joined);
        }
        Column column = place.scope().valueColumn(place.value());
        if (column.type() == ColumnType.JSON) {
            throw Paths.invalid(order.path(), "sort by", "is a list or JSON value, which has no order");
        }
        return new Key(
                place.sql(),
                column.type(),
                order.ascending(),
                joined || !(column.counter() || column.required()),
                !joined && isUnique(scope, column));
    }

    private static boolean isUnique(Scope scope, Column column) {
        return scope.record().table().indexes().stream()
                .anyMatch(index -> index.unique()
                        && index.condition() == null
                        && index.columns().equals(List.of(column.name())));
    }

    /** The sort keys without their keyword; without the id if the order need not be total, which may be none. */
    String sql(boolean total) {
        List<String> parts = new ArrayList<>();
        for (Key key : keys.subList(range == Range.NULLS ? 1 : 0, Math.min(deciding, total ? keys.size() : given))) {
            parts.add(sql(key, key.sql()));
        }
        return String.join(", ", parts);
    }

    /** The total order where {@link #columns} have other names. */
    String sql(List<String> names) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < deciding; i++) {
            parts.add(sql(keys.get(i), names.get(i)));
        }
        return String.join(", ", parts);
    }

    /** The total order of the records of one parent, written so that an index that begins with the parent is seen to fit. */
    String within(String parent) {
        return parent + (keys.get(0).ascending() ? ", " : " DESC, ") + sql(true);
    }

    private String sql(Key key, String column) {
        return key.nullable() ? dialect.order(column, key.ascending()) : column + (key.ascending() ? "" : " DESC");
    }

    Dialect dialect() {
        return dialect;
    }

    /** The columns of a cursor. */
    List<String> columns() {
        return keys.stream().map(Key::sql).toList();
    }

    /** Types of the columns of a cursor. */
    List<ColumnType> types() {
        return keys.stream().map(Key::type).toList();
    }

    private void requireFit(Cursor place) {
        if (place.keys().size() != keys.size() || place.keys().get(keys.size() - 1) == null) {
            throw new EntailException(
                    ErrorCode.CURSOR_INVALID, "The cursor does not fit the order; use it with the query it came from");
        }
    }

    /**
     * What comes behind a place: greater in the first key, or equal in it and greater in the second, and so on. The first
     * key alone bounds where to start, so that an index on it is used.
     */
    private SqlBuilder after(Cursor place) {
        boolean amongNulls = range == Range.NULLS;
        List<SqlBuilder> ways = new ArrayList<>();
        List<SqlBuilder> equal = new ArrayList<>();
        for (int i = amongNulls ? 1 : 0; i < deciding; i++) {
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
        if (amongNulls) {
            return sql.append(" AND ").append(equal(keys.get(0), null));
        }
        SqlBuilder start = deciding == 1 || place.keys().get(0) == null
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
