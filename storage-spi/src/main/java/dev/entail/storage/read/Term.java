package dev.entail.storage.read;

import dev.entail.core.match.Match;
import java.util.ArrayList;
import java.util.List;

/**
 * A match whose negations stand at its leaves. In a logic with an unknown truth value that is the same match, and it makes
 * plain which comparisons stand together.
 */
sealed interface Term {
    /** The segment of a path that stands for the link of the step before. */
    String LINK = "&";

    /** All parts hold; true if there are none. */
    record All(List<Term> parts) implements Term {}

    /** One of the parts holds; false if there are none. */
    record Any(List<Term> parts) implements Term {}

    /**
     * A comparison or its negation.
     *
     * @param rest what is left of its path from here; empty stands for the record itself
     */
    record Atom(Match.Comparison comparison, List<String> rest, boolean positive) implements Term {}

    /** Some record satisfies a condition, or none does. */
    record Some(Match.Exists exists, boolean positive) implements Term {}

    static Term of(Match match) {
        return of(match, true);
    }

    private static Term of(Match match, boolean positive) {
        return switch (match) {
            case Match.All all -> positive ? new All(List.of()) : new Any(List.of());
            case Match.Not not -> of(not.part(), !positive);
            case Match.And and -> positive ? all(and.parts(), true) : any(and.parts(), false);
            case Match.Or or -> positive ? any(or.parts(), true) : all(or.parts(), false);
            case Match.Exists exists -> new Some(exists, positive);
            case Match.Comparison comparison -> new Atom(comparison, segments(comparison.path()), positive);
        };
    }

    private static Term all(List<Match> parts, boolean positive) {
        List<Term> terms = new ArrayList<>();
        for (Match part : parts) {
            Term term = of(part, positive);
            if (term instanceof All nested) {
                terms.addAll(nested.parts());
            } else {
                terms.add(term);
            }
        }
        return terms.size() == 1 ? terms.get(0) : new All(terms);
    }

    private static Term any(List<Match> parts, boolean positive) {
        List<Term> terms = parts.stream().map(part -> of(part, positive)).toList();
        return terms.size() == 1 ? terms.get(0) : new Any(terms);
    }

    static List<String> segments(String path) {
        return List.of(path.split("\\.", -1));
    }

    /** The same with all paths shorter by their first segments. */
    default Term advance(int segments) {
        return switch (this) {
            case All all ->
                new All(all.parts().stream().map(part -> part.advance(segments)).toList());
            case Any any ->
                new Any(any.parts().stream().map(part -> part.advance(segments)).toList());
            case Atom atom ->
                new Atom(
                        atom.comparison(),
                        atom.rest().subList(segments, atom.rest().size()),
                        atom.positive());
            case Some some -> throw new IllegalStateException("Searches are not grouped");
        };
    }
}
