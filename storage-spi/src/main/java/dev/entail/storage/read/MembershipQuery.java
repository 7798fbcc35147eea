package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.storage.read.SqlBuilder.Statement;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the database which stored records of a family satisfy several conditions, all in one statement (STO-414).
 * Thread-safe.
 */
public final class MembershipQuery {
    private static final int CACHED = 1000;

    private final Schema schema;
    private final Dialect dialect;
    private final Map<Query, Statement> statements = new ConcurrentHashMap<>();

    /** Asks about records of {@code schema}. */
    public MembershipQuery(Schema schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /**
     * For each record that is a candidate whether it satisfies each of the conditions.
     *
     * @param root the family
     * @param candidates which of its records
     * @param conditions what to ask of each
     */
    public Map<RecordId, List<Boolean>> ask(String root, Match candidates, List<Match> conditions, Jdbc jdbc) {
        QueryShape.Shaped shaped =
                QueryShape.of(Query.of(root).where(new Match.And(List.of(candidates, new Match.And(conditions)))));
        Statement statement = statement(shaped.shape());
        Inputs inputs = new Inputs(shaped.operands(), List.of(), Long.MAX_VALUE);
        Map<RecordId, List<Boolean>> answers = new LinkedHashMap<>();
        jdbc.query(statement.template(), statement.values(inputs), cells -> {
            RecordId id = RecordId.of((Long) Objects.requireNonNull(cells.get(1, ColumnType.ID)));
            List<Boolean> each = new ArrayList<>();
            for (int i = 0; i < conditions.size(); i++) {
                each.add(Long.valueOf(1).equals(cells.get(i + 2, ColumnType.INTEGER)));
            }
            answers.put(id, List.copyOf(each));
            return id;
        });
        return answers;
    }

    private Statement statement(Query shape) {
        if (statements.size() > CACHED) {
            statements.clear();
        }
        return statements.computeIfAbsent(shape, this::compile);
    }

    private Statement compile(Query shape) {
        List<Match> parts = ((Match.And) shape.match()).parts();
        Scope scope = Scope.root(new From.Context(schema, dialect), schema.root(shape.record()));
        SqlBuilder select = SqlBuilder.of("SELECT " + scope.id());
        for (Match condition : ((Match.And) parts.get(1)).parts()) {
            select.append(", CASE WHEN ")
                    .append(MatchCompiler.compile(scope, condition))
                    .append(" THEN 1 ELSE 0 END");
        }
        SqlBuilder where = MatchCompiler.compile(scope, parts.get(0));
        SqlBuilder presence = scope.presence();
        return select.append(" FROM ")
                .append(scope.from().sql())
                .append(" WHERE ")
                .append(presence)
                .append(presence.isEmpty() ? "" : " AND ")
                .append(where)
                .build(dialect);
    }
}
