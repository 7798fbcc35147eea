package dev.entail.storage.read;

import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.Dialect;

/** The FROM clause of one SELECT. What its records refer to over single relations is joined to it when it is needed. */
final class From {
    private final Context context;
    private final SqlBuilder sql = new SqlBuilder();
    private boolean joined;

    From(Context context) {
        this.context = context;
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

    /** What the clause starts with. */
    From start(SqlBuilder base) {
        sql.append(base);
        return this;
    }

    void join(SqlBuilder join) {
        joined = true;
        sql.append(join);
    }

    /** Whether anything was joined. */
    boolean isJoined() {
        return joined;
    }

    /** The clause without its keyword. */
    SqlBuilder sql() {
        return sql;
    }
}
