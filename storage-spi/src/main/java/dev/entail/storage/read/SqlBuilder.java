package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQL text in the making, with the sources of its parameters in the order of their placeholders. */
final class SqlBuilder {
    private final StringBuilder text = new StringBuilder();
    private final List<ColumnType> types = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    /** Where a parameter comes from. */
    @FunctionalInterface
    interface Source {
        /** The value to bind, checked and as the column type wants it. */
        @Nullable
        Object value(Inputs inputs);
    }

    static SqlBuilder of(String text) {
        return new SqlBuilder().append(text);
    }

    /** The parts with a text between them. */
    static SqlBuilder join(String separator, List<SqlBuilder> parts) {
        SqlBuilder sql = new SqlBuilder();
        for (SqlBuilder part : parts) {
            sql.append(sql.isEmpty() ? "" : separator).append(part);
        }
        return sql;
    }

    SqlBuilder append(String part) {
        text.append(part);
        return this;
    }

    SqlBuilder append(SqlBuilder part) {
        text.append(part.text);
        types.addAll(part.types);
        sources.addAll(part.sources);
        return this;
    }

    SqlBuilder parameter(String placeholder, ColumnType type, Source source) {
        text.append(placeholder);
        types.add(type);
        sources.add(source);
        return this;
    }

    /** A parameter that is a number. */
    SqlBuilder number(Source source) {
        return parameter("?", ColumnType.INTEGER, source);
    }

    /** How many parameters there are. */
    int size() {
        return types.size();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The finished statement. */
    Statement build(Dialect dialect) {
        if (types.size() > dialect.maxParameters()) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE.name(),
                    "The query takes " + types.size() + " parameters and the database allows " + dialect.maxParameters()
                            + " in one statement; shorten its lists of values or split it",
                    Map.of("parameters", types.size(), "limit", dialect.maxParameters()));
        }
        return new Statement(new SqlTemplate(text.toString(), types), List.copyOf(sources));
    }

    /** A statement of fixed text whose parameters are taken from inputs. */
    record Statement(SqlTemplate template, List<Source> sources) {
        List<@Nullable Object> values(Inputs inputs) {
            List<@Nullable Object> values = new ArrayList<>(sources.size());
            for (Source source : sources) {
                values.add(source.value(inputs));
            }
            return values;
        }
    }
}
