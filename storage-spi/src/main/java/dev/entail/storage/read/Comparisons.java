package dev.entail.storage.read;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One comparison as SQL (STO-111..117). Every operand becomes a parameter. */
final class Comparisons {
    private final Scope root;
    private final Dialect dialect;
    private final Match.Comparison comparison;
    private final boolean positive;

    Comparisons(Scope root, Term.Atom atom) {
        this.root = root;
        this.dialect = root.dialect();
        this.comparison = atom.comparison();
        this.positive = atom.positive();
    }

    /**
     * What is compared.
     *
     * @param sql the column
     * @param property the value, or null for the id of a record
     * @param isRelation whether the path ends at a relation, which stands for the id of the record behind it
     */
    record Subject(String sql, ColumnType type, @Nullable Property<?> property, boolean isRelation) {
        static Subject id(String sql) {
            return new Subject(sql, ColumnType.ID, null, false);
        }

        static Subject relation(String sql) {
            return new Subject(sql, ColumnType.ID, null, true);
        }

        static Subject value(Scope scope, ValueModel value) {
            return new Subject(scope.value(value), scope.type(value), value.property(), false);
        }

        boolean isStructured() {
            return type == ColumnType.JSON;
        }

        boolean isText() {
            return type == ColumnType.TEXT || type == ColumnType.KEY_TEXT;
        }
    }

    SqlBuilder compare(Subject subject) {
        requireFitting(subject);
        Operand operand = new Operand(comparison, subject);
        if (comparison.operator() == Operator.CONTAINS) {
            return contains(subject, operand);
        }
        SqlBuilder sql = plain(subject, operand);
        return positive ? sql : SqlBuilder.of("NOT (").append(sql).append(")");
    }

    private SqlBuilder plain(Subject subject, Operand operand) {
        String column = subject.sql();
        return switch (comparison.operator()) {
            case EQ -> binary(subject, column + " = ", operand);
            case NE -> binary(subject, column + " <> ", operand);
            case GT -> binary(subject, column + " > ", operand);
            case GE -> binary(subject, column + " >= ", operand);
            case LT -> binary(subject, column + " < ", operand);
            case LE -> binary(subject, column + " <= ", operand);
            case LIKE -> like(subject, operand);
            case ILIKE -> ilike(subject, operand);
            case BETWEEN -> {
                List<?> bounds = (List<?>) java.util.Objects.requireNonNull(comparison.operand());
                yield SqlBuilder.of(column + " BETWEEN ")
                        .append(side(subject, bounds.get(0), operand))
                        .append(" AND ")
                        .append(side(subject, bounds.get(1), operand));
            }
            case IN -> in(subject, operand);
            case NOT_IN ->
                slot().size() == 0
                        ? SqlBuilder.of("1 = 1")
                        : SqlBuilder.of("NOT (").append(in(subject, operand)).append(")");
            case IS_NULL -> SqlBuilder.of(column + " IS NULL");
            case IS_NOT_NULL -> SqlBuilder.of(column + " IS NOT NULL");
            case CONTAINS -> throw new IllegalStateException("Compiled apart from the others");
        };
    }

    private SqlBuilder binary(Subject subject, String start, Operand operand) {
        return SqlBuilder.of(start)
                .append(side(subject, java.util.Objects.requireNonNull(comparison.operand()), operand));
    }

    /** The other side of a comparison: a value or another field. */
    private SqlBuilder side(Subject subject, Object given, Operand operand) {
        if (given instanceof Match.Field field) {
            return SqlBuilder.of(field(subject, field));
        }
        return new SqlBuilder()
                .parameter(dialect.placeholder(subject.type()), subject.type(), operand.source((Slot) given));
    }

    private SqlBuilder like(Subject subject, Operand operand) {
        if (comparison.operand() instanceof Match.Field field) {
            return SqlBuilder.of(dialect.like(subject.sql(), field(subject, field)));
        }
        return new SqlBuilder()
                .parameter(
                        dialect.like(subject.sql(), dialect.placeholder(ColumnType.TEXT)),
                        ColumnType.TEXT,
                        operand.source(slot()));
    }

    private SqlBuilder ilike(Subject subject, Operand operand) {
        return new SqlBuilder()
                .parameter(
                        dialect.like(dialect.fold(subject.sql()), dialect.placeholder(ColumnType.TEXT)),
                        ColumnType.TEXT,
                        operand.folded(slot()));
    }

    private SqlBuilder contains(Subject subject, Operand operand) {
        Property<?> property = java.util.Objects.requireNonNull(subject.property());
        String test = dialect.contains(subject.sql(), isText(property.type()));
        return SqlBuilder.of("(" + subject.sql() + " IS NOT NULL AND " + (positive ? "" : "NOT "))
                .parameter(test, ColumnType.TEXT, operand.element(slot()))
                .append(")");
    }

    private static boolean isText(ValueType type) {
        return type == ValueType.TEXT || type == ValueType.TIMESTAMP;
    }

    private SqlBuilder in(Subject subject, Operand operand) {
        Slot slot = slot();
        if (slot.size() == 0) {
            return SqlBuilder.of("1 = 0");
        }
        Optional<String> list = slot.size() > QueryShape.PADDED && !subject.isStructured() && operand.fitsList()
                ? dialect.inList(subject.sql(), subject.type())
                : Optional.empty();
        if (list.isPresent()) {
            return new SqlBuilder().parameter(list.get(), ColumnType.TEXT, operand.list(slot));
        }
        requireFewEnough(slot.size());
        SqlBuilder sql = SqlBuilder.of(subject.sql() + " IN (");
        for (int i = 0; i < slot.size(); i++) {
            sql.append(i == 0 ? "" : ", ")
                    .parameter(dialect.placeholder(subject.type()), subject.type(), operand.item(slot, i));
        }
        return sql.append(")");
    }

    private void requireFewEnough(int size) {
        if (size > dialect.maxParameters()) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE.name(),
                    "The list for '" + comparison.path() + "' has " + size + " values and the database takes "
                            + dialect.maxParameters() + "; ask for fewer at a time",
                    Map.of("path", comparison.path(), "size", size, "limit", dialect.maxParameters()));
        }
    }

    private Slot slot() {
        return (Slot) java.util.Objects.requireNonNull(comparison.operand());
    }

    /** Another value of the record asked for, over single relations (STO-130..133). */
    private String field(Subject subject, Match.Field field) {
        Paths.Place place = Paths.value(root, field.path(), "compare with");
        ColumnType type = place.value() == null ? ColumnType.ID : place.scope().type(place.value());
        if (plainType(type) != plainType(subject.type())) {
            throw Paths.invalid(
                    field.path(),
                    "compare '" + comparison.path() + "' with",
                    "has another type, "
                            + (place.value() == null ? "an id" : place.value().property()));
        }
        return place.sql();
    }

    /** Texts are texts, however they are stored. */
    private static ColumnType plainType(ColumnType type) {
        return type == ColumnType.KEY_TEXT ? ColumnType.TEXT : type;
    }

    private void requireFitting(Subject subject) {
        Operator operator = comparison.operator();
        if (operator.isNullTest()) {
            return;
        }
        boolean equality = switch (operator) {
            case EQ, NE, IN, NOT_IN -> true;
            case GT, GE, LT, LE, BETWEEN, LIKE, ILIKE, CONTAINS, IS_NULL, IS_NOT_NULL -> false;
        };
        Property<?> property = subject.property();
        if (operator == Operator.CONTAINS) {
            if (property == null || !property.isList() || property.type() == ValueType.JSON) {
                throw invalid("is not a list of texts, numbers, truth values or timestamps, so nothing can be"
                        + " contained in it");
            }
        } else if (subject.isStructured() && !equality) {
            throw invalid("is a list or JSON value, which can be compared for equality only");
        } else if (subject.isRelation() && !equality) {
            throw invalid("is a relation, which can be compared with a record id or null only; ask with exists, or go"
                    + " on to a value");
        } else if ((operator == Operator.LIKE || operator == Operator.ILIKE) && !subject.isText()) {
            throw invalid("is not a text, and only texts can be matched with a pattern");
        }
        boolean takesField = operator != Operator.ILIKE
                && operator != Operator.CONTAINS
                && !subject.isStructured()
                && !subject.isRelation();
        if (comparison.operand() instanceof Match.Field && !takesField) {
            throw invalid("cannot be compared with another field in this way");
        }
    }

    private EntailException invalid(String why) {
        return new EntailException(
                ErrorCode.QUERY_INVALID,
                "'" + comparison.path() + "' " + why + "; the operator was " + comparison.operator());
    }
}
