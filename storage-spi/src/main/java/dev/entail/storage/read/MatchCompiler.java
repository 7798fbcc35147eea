package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.storage.read.Comparisons.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Turns a match into a condition on a record. What goes through a list becomes a search, so a record is found once however
 * many related records it has (STO-103).
 */
final class MatchCompiler {
    /** The record that the whole question is about, at which paths to other fields start. */
    private final Scope root;

    private MatchCompiler(Scope root) {
        this.root = root;
    }

    static SqlBuilder compile(Scope root, Match match) {
        return new MatchCompiler(root).condition(root, Term.of(QueryShape.constant(match)));
    }

    /** Whether a record belongs to the view, or is the member of the union, that it was asked for as. */
    static SqlBuilder membership(Scope scope) {
        return compile(scope, scope.model().membership());
    }

    private SqlBuilder condition(Scope scope, Term term) {
        List<String> list = throughList(scope, term);
        if (!list.isEmpty()) {
            return related(scope, list, (record, link) -> condition(record, term.advance(list.size())));
        }
        return switch (term) {
            case Term.All all -> all(scope, all.parts());
            case Term.Any any -> any(scope, any.parts());
            case Term.Atom atom -> comparison(scope, atom);
            case Term.Some some -> some(scope, some);
        };
    }

    private SqlBuilder any(Scope scope, List<Term> parts) {
        return parts.isEmpty()
                ? SqlBuilder.of("1 = 0")
                : SqlBuilder.of("(")
                        .append(SqlBuilder.join(
                                " OR ",
                                parts.stream()
                                        .map(part -> condition(scope, part))
                                        .toList()))
                        .append(")");
    }

    /** What goes through the same list is about the same related record (STO-123). */
    private SqlBuilder all(Scope scope, List<Term> parts) {
        Map<List<String>, List<Term>> groups = new LinkedHashMap<>();
        List<SqlBuilder> conditions = new ArrayList<>();
        for (Term part : parts) {
            List<String> list = throughList(scope, part);
            if (list.isEmpty()) {
                conditions.add(condition(scope, part));
            } else {
                groups.computeIfAbsent(list, key -> new ArrayList<>()).add(part.advance(list.size()));
            }
        }
        groups.forEach((list, group) ->
                conditions.add(related(scope, list, (record, link) -> condition(record, new Term.All(group)))));
        return conditions.isEmpty()
                ? SqlBuilder.of("1 = 1")
                : SqlBuilder.of("(")
                        .append(SqlBuilder.join(" AND ", conditions))
                        .append(")");
    }

    /** The path to the list that all comparisons of a term go through first; empty if they do not. */
    private static List<String> throughList(Scope scope, Term term) {
        return switch (term) {
            case Term.Atom atom -> atom.rest().subList(0, Paths.toFirstList(scope, atom.rest()));
            case Term.Some some -> List.of();
            case Term.All all -> List.of();
            case Term.Any any -> {
                List<List<String>> lists = any.parts().stream()
                        .map(part -> throughList(scope, part))
                        .distinct()
                        .toList();
                yield lists.size() == 1 ? lists.get(0) : List.of();
            }
        };
    }

    /** Some record behind a list satisfies a condition; where links have no direction both are tried. */
    private SqlBuilder related(Scope scope, List<String> path, BiFunction<Scope, Scope, SqlBuilder> condition) {
        String whole = String.join(".", path);
        Scope holder = Paths.follow(scope, path.subList(0, path.size() - 1), whole);
        Navigation navigation = Paths.relation(holder, path.get(path.size() - 1), whole);
        List<SqlBuilder> ways = new ArrayList<>();
        for (Step step : Step.all(scope.context(), navigation, parent -> SqlBuilder.of(parent + " = " + holder.id()))) {
            SqlBuilder where = condition.apply(step.record(), step.link());
            ways.add(SqlBuilder.of("EXISTS (SELECT 1 FROM ")
                    .append(step.record().from().sql())
                    .append(" WHERE ")
                    .append(step.where())
                    .append(" AND ")
                    .append(where)
                    .append(")"));
        }
        return ways.size() == 1
                ? ways.get(0)
                : SqlBuilder.of("(").append(SqlBuilder.join(" OR ", ways)).append(")");
    }

    /** A search is true or false, never unknown, so its negation finds all other records (STO-126). */
    private SqlBuilder some(Scope scope, Term.Some some) {
        List<String> path = Term.segments(some.exists().path());
        if (!leadsThroughList(scope, path)) {
            SqlBuilder found = search(scope, path, some.exists());
            return some.positive()
                    ? found
                    : SqlBuilder.of("CASE WHEN ").append(found).append(" THEN 1 ELSE 0 END = 0");
        }
        SqlBuilder found = search(scope, path, some.exists());
        return some.positive() ? found : SqlBuilder.of("NOT (").append(found).append(")");
    }

    private static boolean leadsThroughList(Scope scope, List<String> path) {
        return Paths.toFirstList(scope, path) > 0;
    }

    private SqlBuilder search(Scope scope, List<String> path, Match.Exists exists) {
        int list = Paths.toFirstList(scope, path);
        if (list > 0) {
            return related(
                    scope,
                    path.subList(0, list),
                    (record, link) -> search(record, path.subList(list, path.size()), exists));
        }
        if (path.isEmpty()) {
            return condition(scope, Term.of(exists.inner()));
        }
        Scope record = Paths.follow(scope, path, exists.path());
        return SqlBuilder.of("(" + record.id() + " IS NOT NULL AND ")
                .append(condition(record, Term.of(exists.inner())))
                .append(")");
    }

    private SqlBuilder comparison(Scope scope, Term.Atom atom) {
        Match.Comparison comparison = atom.comparison();
        List<String> rest = atom.rest();
        Comparisons comparisons = new Comparisons(root, atom);
        if (rest.isEmpty()) {
            requireNoNullTest(comparison);
            return comparisons.compare(Subject.relation(scope.id()));
        }
        String last = rest.get(rest.size() - 1);
        if (last.equals(Term.LINK)) {
            return comparisons.compare(Subject.relation(
                    Paths.follow(scope, rest, comparison.path()).id()));
        }
        if (last.equals("id") && rest.size() > 1 && !rest.get(rest.size() - 2).equals(Term.LINK)) {
            return comparisons.compare(Subject.id(directId(scope, rest.subList(0, rest.size() - 1), comparison)));
        }
        Scope at = Paths.follow(scope, rest.subList(0, rest.size() - 1), comparison.path());
        if (last.equals("id")) {
            return comparisons.compare(Subject.id(at.id()));
        }
        if (at.model().navigations().containsKey(last)) {
            return comparisons.compare(Subject.relation(
                    at.edge(Paths.single(at, last, comparison.path())).id()));
        }
        ValueModel value = Paths.requireValue(at, last, comparison.path());
        return comparisons.compare(Subject.value(at, value));
    }

    private static String directId(Scope scope, List<String> relations, Match.Comparison comparison) {
        Scope at = Paths.follow(scope, relations.subList(0, relations.size() - 1), comparison.path());
        String last = relations.get(relations.size() - 1);
        return at.edge(Paths.single(at, last, comparison.path())).id();
    }

    /** Nobody who asks whether a list is null wants to know whether some record of it has no id. */
    private static void requireNoNullTest(Match.Comparison comparison) {
        if (comparison.operator().isNullTest()) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + comparison.path() + "' is a list, which is never null; ask with" + " Match.exists(\""
                            + comparison.path() + "\", Match.all()) whether it has records");
        }
    }
}
