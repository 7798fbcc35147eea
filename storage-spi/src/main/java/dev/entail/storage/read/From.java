package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Dialect;
import java.util.Map;

/** The FROM clause of one SELECT. What its records refer to over single relations is joined to it when it is needed. */
final class From {
    private final Context context;
    private final SqlBuilder sql = new SqlBuilder();
    private final int limit;
    private int tables;
    private boolean joined;
    private boolean adding;

    From(Context context) {
        this.context = context;
        this.limit = context.dialect().maxTables();
    }

    /**
     * What all parts of one statement share.
     *
     * @param aliases table aliases, unique within the statement
     */
    record Context(Schema schema, Dialect dialect, Aliases aliases) {
        Context(Schema schema, Dialect dialect) {
            this(schema, dialect, new Aliases());
        }
    }

    Context context() {
        return context;
    }

    /** What the clause starts with, and how many tables that are. */
    From start(SqlBuilder base, int count) {
        tables += count;
        sql.append(base);
        return this;
    }

    /** Joins one more table. */
    void join(SqlBuilder join) {
        tables++;
        joined = true;
        sql.append(join);
    }

    /** Whether anything was joined. */
    boolean isJoined() {
        return joined;
    }

    /** Notes that a value is added up from other rows than those of the clause. */
    void addsUp() {
        adding = true;
    }

    /** Whether nothing but the rows of the table that the clause starts with is looked at. */
    boolean isAlone() {
        return !joined && !adding;
    }

    /**
     * The finished clause without its keyword.
     *
     * @throws EntailException {@code QUERY_TOO_LARGE} if it has more tables than the database allows
     */
    SqlBuilder sql() {
        if (tables > limit) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE.name(),
                    "The query joins " + (tables - 1) + " relations in one statement, with its own records " + tables
                            + " tables, and the database allows " + limit
                            + "; select, compare and sort by fewer single relations at once, and ask another query for"
                            + " the rest",
                    Map.of("tables", tables, "limit", limit));
        }
        return sql;
    }
}
