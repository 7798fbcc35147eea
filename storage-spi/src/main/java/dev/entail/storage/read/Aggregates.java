package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Aggregate.Function;
import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.sql.Jdbc;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How aggregates are computed by the database and read (STO-181). */
final class Aggregates {
    private static final int SCALE = 10;

    private Aggregates() {}

    /** The columns of an aggregate: one, or a sum and a count for a mean. */
    static List<String> columns(Scope scope, Aggregate aggregate) {
        if (aggregate.path().isEmpty()) {
            if (aggregate.function() != Function.COUNT) {
                throw new EntailException(ErrorCode.QUERY_INVALID, aggregate.function() + " takes the path of a value");
            }
            return List.of("COUNT(*)");
        }
        Paths.Place place = place(scope, aggregate);
        String column = place.sql();
        ColumnType type = type(place);
        return switch (aggregate.function()) {
            case COUNT -> List.of("COUNT(" + column + ")");
            case SUM -> List.of(scope.dialect().sum(column, type));
            case MIN -> List.of("MIN(" + column + ")");
            case MAX -> List.of("MAX(" + column + ")");
            case AVG -> List.of(scope.dialect().sum(column, type), "COUNT(" + column + ")");
        };
    }

    private static Paths.Place place(Scope scope, Aggregate aggregate) {
        String purpose = "compute the " + aggregate.function() + " of";
        Paths.Place place = Paths.value(scope, aggregate.path(), purpose);
        ValueType type = place.value() == null
                ? ValueType.INTEGER
                : place.value().property().type();
        boolean list = place.value() != null && place.value().property().isList();
        boolean fits = switch (aggregate.function()) {
            case COUNT -> true;
            case SUM, AVG -> place.value() != null && !list && type.isNumeric();
            case MIN, MAX -> !list && type != ValueType.JSON && type != ValueType.BOOLEAN;
        };
        if (!fits) {
            throw Paths.invalid(
                    aggregate.path(),
                    purpose,
                    "is " + (place.value() == null ? "an id" : place.value().property()));
        }
        return place;
    }

    private static ColumnType type(Paths.Place place) {
        return place.value() == null ? ColumnType.ID : place.scope().type(place.value());
    }

    /** Reads the results of aggregates from the only row of their statement. */
    static List<@Nullable Object> read(Scope scope, List<Aggregate> aggregates, Jdbc.Cells cells) throws SQLException {
        List<@Nullable Object> results = new ArrayList<>();
        int position = 1;
        for (Aggregate aggregate : aggregates) {
            if (aggregate.function() == Function.COUNT) {
                results.add(cells.get(position++, ColumnType.INTEGER));
                continue;
            }
            ColumnType type = type(place(scope, aggregate));
            switch (aggregate.function()) {
                case MIN, MAX -> results.add(cells.get(position++, type));
                case SUM -> results.add(sum(aggregate, cells, position++, type));
                case AVG -> {
                    results.add(mean(cells, position, type));
                    position += 2;
                }
                case COUNT -> throw new IllegalStateException("Read already");
            }
        }
        return results;
    }

    private static @Nullable Object sum(Aggregate aggregate, Jdbc.Cells cells, int position, ColumnType type)
            throws SQLException {
        if (type == ColumnType.NUMBER) {
            return cells.get(position, type);
        }
        BigDecimal sum = (BigDecimal) cells.get(position, ColumnType.DECIMAL);
        if (sum == null || type == ColumnType.DECIMAL) {
            return sum;
        }
        try {
            return sum.longValueExact();
        } catch (ArithmeticException e) {
            throw new EntailException(
                    ErrorCode.VALUE_OUT_OF_RANGE.name(),
                    "The sum of '" + aggregate.path() + "' exceeds the range of 64-bit integers",
                    Map.of("path", aggregate.path()),
                    e);
        }
    }

    private static @Nullable Object mean(Jdbc.Cells cells, int position, ColumnType type) throws SQLException {
        Object count = cells.get(position + 1, ColumnType.INTEGER);
        if (count == null || (Long) count == 0) {
            return null;
        }
        if (type == ColumnType.NUMBER) {
            Object sum = cells.get(position, type);
            return sum == null ? null : (Double) sum / (Long) count;
        }
        BigDecimal sum = (BigDecimal) cells.get(position, ColumnType.DECIMAL);
        if (sum == null) {
            return null;
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf((Long) count), SCALE, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return mean.scale() < 0 ? mean.setScale(0) : mean;
    }
}
