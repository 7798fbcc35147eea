package dev.entail.storage.read;

import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the database which stored records of a family satisfy several conditions, all in one statement (STO-414). */
public final class MembershipQuery {
    private final Schema schema;
    private final Dialect dialect;

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
        Scope scope = Scope.root(schema, dialect, new Aliases(), schema.root(root));
        SqlBuilder select = new SqlBuilder().append("SELECT " + scope.id());
        for (Match condition : conditions) {
            select.append(", CASE WHEN ")
                    .append(MatchCompiler.compile(scope, condition))
                    .append(" THEN 1 ELSE 0 END");
        }
        SqlBuilder where = MatchCompiler.compile(scope, candidates);
        String presence = scope.presence();
        select.append(" FROM " + scope.from() + " WHERE " + (presence.isEmpty() ? "" : presence + " AND "))
                .append(where);
        Map<RecordId, List<Boolean>> answers = new LinkedHashMap<>();
        jdbc.query(select.template(), select.values(), cells -> {
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
}
