package dev.entail.storage.atomic;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import dev.entail.storage.schema.Column;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition on the values of one row, for a statement that changes the row. Every operand becomes a parameter. */
final class RowMatch {
    private final StoredRecord record;
    private final Dialect dialect;
    private final List<ColumnType> types = new ArrayList<>();
    private final List<@Nullable Object> values = new ArrayList<>();

    RowMatch(StoredRecord record, Dialect dialect) {
        this.record = record;
        this.dialect = dialect;
    }

    /** Types of the parameters of what has been compiled, in order. */
    List<ColumnType> types() {
        return types;
    }

    /** Values of the parameters. */
    List<@Nullable Object> values() {
        return values;
    }

    String compile(Match match) {
        return switch (match) {
            case Match.All all -> "1 = 1";
            case Match.And and -> join(and.parts(), " AND ", "1 = 1");
            case Match.Or or -> join(or.parts(), " OR ", "1 = 0");
            case Match.Not not -> "NOT (" + compile(not.part()) + ")";
            case Match.Comparison comparison -> comparison(comparison);
            case Match.Exists exists -> throw invalid(exists.path(), "asks for other records");
        };
    }

    private String join(List<Match> parts, String operator, String ifEmpty) {
        return parts.isEmpty()
                ? ifEmpty
                : parts.stream().map(this::compile).collect(Collectors.joining(operator, "(", ")"));
    }

    private String comparison(Match.Comparison comparison) {
        String path = comparison.path();
        ValueModel value = record.model().values().get(path);
        Column column = record.values().get(path);
        if (value == null || column == null) {
            throw invalid(path, "is no value of " + record.name() + " itself");
        }
        boolean structured = value.property().isList() || value.property().type() == ValueType.JSON;
        if (structured && !comparison.operator().isNullTest()) {
            throw invalid(path, "is a list or JSON value, which can only be asked for null");
        }
        if (record.table().isHot(column)) {
            throw invalid(path, "is hot and not part of the row; compare another value");
        }
        String quoted = dialect.quote(column.name());
        return switch (comparison.operator()) {
            case IS_NULL -> quoted + " IS NULL";
            case IS_NOT_NULL -> quoted + " IS NOT NULL";
            case EQ -> quoted + " = " + parameter(value, column, comparison.operand());
            case NE -> quoted + " <> " + parameter(value, column, comparison.operand());
            case GT -> quoted + " > " + parameter(value, column, comparison.operand());
            case GE -> quoted + " >= " + parameter(value, column, comparison.operand());
            case LT -> quoted + " < " + parameter(value, column, comparison.operand());
            case LE -> quoted + " <= " + parameter(value, column, comparison.operand());
            case BETWEEN -> quoted + " BETWEEN " + parameters(value, column, comparison.operand(), " AND ");
            case IN -> quoted + " IN (" + parameters(value, column, comparison.operand(), ", ") + ")";
            case NOT_IN -> quoted + " NOT IN (" + parameters(value, column, comparison.operand(), ", ") + ")";
            case LIKE, ILIKE, CONTAINS -> throw invalid(path, "can only be compared here, not searched");
        };
    }

    private String parameters(ValueModel value, Column column, @Nullable Object operands, String separator) {
        return ((List<?>) Objects.requireNonNull(operands))
                .stream().map(operand -> parameter(value, column, operand)).collect(Collectors.joining(separator));
    }

    private String parameter(ValueModel value, Column column, @Nullable Object operand) {
        if (operand instanceof Match.Field field) {
            throw invalid(field.path(), "is another field, and the condition compares with given values only");
        }
        types.add(column.type());
        values.add(value.property()
                .type()
                .normalize(Objects.requireNonNull(operand), "The operand for '" + value.name() + "'"));
        return dialect.placeholder(column.type());
    }

    private static EntailException invalid(String path, String why) {
        return new EntailException(
                ErrorCode.QUERY_INVALID, "'" + path + "' " + why + ", in the condition of an atomic operation");
    }
}
