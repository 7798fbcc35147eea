package dev.entail.storage.schema;

import dev.entail.core.match.Match;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.spi.Dialect;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on the values of one row as it stands in a statement that defines an index: without parameters, over plain
 * columns. A comparison with a value that is null does not hold, so such a row is not in the index (STO-702).
 */
final class RowCondition {
    private final RecordModel record;
    private final Map<String, Column> attributes;
    private final Dialect dialect;
    private final Set<String> columns = new LinkedHashSet<>();

    RowCondition(RecordModel record, Map<String, Column> attributes, Dialect dialect) {
        this.record = record;
        this.attributes = attributes;
        this.dialect = dialect;
    }

    /** The columns that the conditions made so far look at. */
    List<String> columns() {
        return List.copyOf(columns);
    }

    String of(Match match) {
        return switch (match) {
            case Match.And and -> join(and.parts(), " AND ");
            case Match.Or or -> join(or.parts(), " OR ");
            case Match.Comparison comparison -> comparison(comparison);
            case Match.All all -> throw refused();
            case Match.Not not -> throw refused();
            case Match.Exists exists -> throw refused();
        };
    }

    private String join(List<Match> parts, String operator) {
        return parts.stream().map(this::of).collect(Collectors.joining(operator, "(", ")"));
    }

    private String comparison(Match.Comparison comparison) {
        Column column = Objects.requireNonNull(attributes.get(comparison.path()), comparison.path());
        ValueModel value = Objects.requireNonNull(record.values().get(comparison.path()), comparison.path());
        columns.add(column.name());
        String quoted = dialect.quote(column.name());
        return switch (comparison.operator()) {
            case IS_NULL -> quoted + " IS NULL";
            case IS_NOT_NULL -> quoted + " IS NOT NULL";
            case EQ -> quoted + " = " + literal(column, value, comparison.operand());
            case NE -> quoted + " <> " + literal(column, value, comparison.operand());
            case IN -> quoted + " IN (" + literals(column, value, comparison.operand()) + ")";
            case NOT_IN -> quoted + " NOT IN (" + literals(column, value, comparison.operand()) + ")";
            case GT, GE, LT, LE, BETWEEN, LIKE, ILIKE, CONTAINS -> throw refused();
        };
    }

    private String literals(Column column, ValueModel value, @org.jspecify.annotations.Nullable Object operands) {
        return ((List<?>) Objects.requireNonNull(operands))
                .stream().map(operand -> literal(column, value, operand)).collect(Collectors.joining(", "));
    }

    private String literal(Column column, ValueModel value, @org.jspecify.annotations.Nullable Object operand) {
        Object normal = value.property().type().normalize(Objects.requireNonNull(operand), value.name());
        return dialect.literal(column.type(), normal);
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("The model check refuses this");
    }
}
