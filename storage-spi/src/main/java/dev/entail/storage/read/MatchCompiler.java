package dev.entail.storage.read;

import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.ValueType;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a match into a condition on a scope. Every value becomes a parameter. */
final class MatchCompiler {
    /** The record that the whole question is about, at which paths to other fields start. */
    private final Scope root;

    private MatchCompiler(Scope root) {
        this.root = root;
    }

    static SqlBuilder compile(Scope root, Match match) {
        return new MatchCompiler(root).condition(root, match);
    }

    private SqlBuilder condition(Scope scope, Match match) {
        return switch (match) {
            case Match.All all -> new SqlBuilder().append("1 = 1");
            case Match.And and -> join(scope, and.parts(), " AND ", "1 = 1");
            case Match.Or or -> join(scope, or.parts(), " OR ", "1 = 0");
            case Match.Not not ->
                new SqlBuilder()
                        .append("NOT (")
                        .append(condition(scope, not.part()))
                        .append(")");
            case Match.Comparison comparison -> comparison(scope, comparison, comparison.path());
            case Match.Exists exists -> exists(scope, exists, exists.path());
        };
    }

    private SqlBuilder join(Scope scope, List<Match> parts, String operator, String ifEmpty) {
        SqlBuilder sql = new SqlBuilder();
        for (Match part : parts) {
            sql.append(sql.isEmpty() ? "(" : operator).append(condition(scope, part));
        }
        return sql.isEmpty() ? sql.append(ifEmpty) : sql.append(")");
    }

    /** Follows the path: single relations are joined, a list relation opens a sub-select. */
    private SqlBuilder comparison(Scope scope, Match.Comparison comparison, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        String tail = dot < 0 ? "id" : path.substring(dot + 1);
        Navigation navigation = scope.model().navigations().get(head);
        if (navigation == null) {
            if (dot >= 0) {
                throw notARelation(scope, head, comparison.path());
            }
            return atom(scope, comparison, path);
        }
        if (navigation.many()) {
            return within(scope, navigation, inner -> comparison(inner, comparison, tail));
        }
        String direct = tail.equals("id") ? scope.idWithoutJoin(navigation) : null;
        return direct != null
                ? compare(scope.dialect(), direct, ColumnType.ID, null, comparison)
                : comparison(scope.single(navigation), comparison, tail);
    }

    private SqlBuilder exists(Scope scope, Match.Exists exists, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        Navigation navigation = scope.model().navigations().get(head);
        if (navigation == null) {
            throw notARelation(scope, head, exists.path());
        }
        if (!navigation.many()) {
            Scope single = scope.single(navigation);
            return dot >= 0
                    ? exists(single, exists, path.substring(dot + 1))
                    : new SqlBuilder()
                            .append("(" + single.id() + " IS NOT NULL AND ")
                            .append(condition(single, exists.inner()))
                            .append(")");
        }
        return within(
                scope,
                navigation,
                inner -> dot < 0 ? condition(inner, exists.inner()) : exists(inner, exists, path.substring(dot + 1)));
    }

    /** EXISTS over the records behind a relation that satisfy a condition. */
    private SqlBuilder within(
            Scope scope, Navigation navigation, java.util.function.Function<Scope, SqlBuilder> condition) {
        Scope.Step step = scope.step(navigation);
        SqlBuilder where = condition.apply(step.records());
        return new SqlBuilder()
                .append("EXISTS (SELECT 1 FROM " + step.from() + " WHERE " + step.parent() + " = " + scope.id()
                        + " AND ")
                .append(where)
                .append(")");
    }

    private SqlBuilder atom(Scope scope, Match.Comparison comparison, String name) {
        if (name.equals("id")) {
            return compare(scope.dialect(), scope.id(), ColumnType.ID, null, comparison);
        }
        ValueModel value = scope.requireValue(name, comparison.path());
        Property<?> property = value.property();
        boolean structured = property.isList() || property.type() == ValueType.JSON;
        if (structured && !comparison.operator().isNullTest()) {
            throw invalid(comparison, "is a list or JSON value, which can only be asked for null");
        }
        return compare(scope.dialect(), scope.value(value), Scope.type(scope.record(), property), property, comparison);
    }

    private SqlBuilder compare(
            Dialect dialect,
            String expression,
            ColumnType type,
            @Nullable Property<?> property,
            Match.Comparison comparison) {
        SqlBuilder sql = new SqlBuilder();
        Operator operator = comparison.operator();
        String placeholder = dialect.placeholder(type);
        if (comparison.operand() instanceof Match.Field field) {
            return sql.append(expression + " " + symbol(comparison) + " " + field(root, field, field.path(), type));
        }
        return switch (operator) {
            case EQ, NE, GT, GE, LT, LE ->
                sql.append(expression + " " + symbol(comparison) + " ")
                        .parameter(placeholder, type, operand(property, comparison, comparison.operand()));
            case LIKE -> {
                if (plain(type) != ColumnType.TEXT) {
                    throw invalid(comparison, "is not a text, and only texts can be matched with a pattern");
                }
                yield sql.parameter(
                        dialect.like(expression, placeholder),
                        type,
                        operand(property, comparison, comparison.operand()));
            }
            case BETWEEN -> {
                List<?> bounds = (List<?>) java.util.Objects.requireNonNull(comparison.operand());
                yield sql.append(expression + " BETWEEN ")
                        .parameter(placeholder, type, operand(property, comparison, bounds.get(0)))
                        .append(" AND ")
                        .parameter(placeholder, type, operand(property, comparison, bounds.get(1)));
            }
            case IN, NOT_IN -> {
                sql.append(expression + (operator == Operator.IN ? " IN (" : " NOT IN ("));
                String separator = "";
                for (Object item : (List<?>) java.util.Objects.requireNonNull(comparison.operand())) {
                    sql.append(separator).parameter(placeholder, type, operand(property, comparison, item));
                    separator = ", ";
                }
                yield sql.append(")");
            }
            case IS_NULL -> sql.append(expression + " IS NULL");
            case IS_NOT_NULL -> sql.append(expression + " IS NOT NULL");
        };
    }

    /** Another value of the record asked for, over single relations. */
    private static String field(Scope scope, Match.Field field, String path, ColumnType type) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        Navigation navigation = scope.model().navigations().get(head);
        if (dot >= 0 && navigation != null && !navigation.many()) {
            return field(scope.single(navigation), field, path.substring(dot + 1), type);
        }
        if (dot >= 0 || navigation != null) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "Cannot compare with '" + field.path()
                            + "': a field to compare with is a value, reached over single" + " relations only");
        }
        ValueModel value = scope.requireValue(path, field.path());
        if (plain(Scope.type(scope.record(), value.property())) != plain(type)) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "Cannot compare with '" + field.path() + "': it has another type, " + value.property());
        }
        return scope.value(value);
    }

    /** Texts are texts, however they are stored. */
    private static ColumnType plain(ColumnType type) {
        return type == ColumnType.KEY_TEXT ? ColumnType.TEXT : type;
    }

    private static String symbol(Match.Comparison comparison) {
        return switch (comparison.operator()) {
            case EQ -> "=";
            case NE -> "<>";
            case GT -> ">";
            case GE -> ">=";
            case LT -> "<";
            case LE -> "<=";
            case BETWEEN, LIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL ->
                throw invalid(comparison, "cannot be compared with another field in this way");
        };
    }

    private static Object operand(
            @Nullable Property<?> property, Match.Comparison comparison, @Nullable Object operand) {
        Object given = java.util.Objects.requireNonNull(operand, comparison.path());
        if (property != null) {
            return property.type().normalize(given, "The operand for '" + comparison.path() + "'");
        }
        return switch (given) {
            case RecordId id -> id.value();
            case Long id -> id;
            case Integer id -> id.longValue();
            default ->
                throw new EntailException(
                        ErrorCode.VALUE_MISMATCH,
                        "'" + comparison.path() + "' is compared with a record id, was given a value of type "
                                + given.getClass().getSimpleName());
        };
    }

    private static EntailException notARelation(Scope scope, String head, String path) {
        if (scope.model().values().containsKey(head) || head.equals("id")) {
            return new EntailException(
                    ErrorCode.QUERY_INVALID.name(),
                    "'" + path + "' goes on after '" + head + "', which is a value of "
                            + scope.model().name() + " and leads nowhere",
                    Map.of("record", scope.model().name(), "attribute", head),
                    null);
        }
        return scope.unknown(head, path);
    }

    private static EntailException invalid(Match.Comparison comparison, String why) {
        return new EntailException(
                ErrorCode.QUERY_INVALID,
                "'" + comparison.path() + "' " + why + "; the operator was " + comparison.operator());
    }
}
