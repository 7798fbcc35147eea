package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.GuardContext;
import dev.entail.core.match.Match;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What an interaction may read: which records, and what of them. Both are named explicitly, so that nothing is readable by
 * accident (QRY-02, QRY-05).
 *
 * @param rows which records the caller may see; null or an exception refuses
 * @param columns dotted paths that are read, whatever the caller asks for
 */
public record DataPolicy(Function<GuardContext, Match> rows, List<String> columns) {
    public DataPolicy {
        Objects.requireNonNull(rows, "rows");
        columns = List.copyOf(columns);
    }

    /** Only records that match. */
    public static DataPolicy rows(Function<GuardContext, Match> rows, String... columns) {
        return new DataPolicy(rows, List.of(columns));
    }
}
