package dev.entail.testkit.jdbc;

import java.util.List;

/**
 * What was executed during some time. Reads well in an assertion: {@code assertThat(recording.statements()).hasSize(2)},
 * and {@link #toString()} lists every call on a line of its own.
 *
 * @param entries all calls in the order in which they ended
 */
public record Recording(List<Entry> entries) {
    public Recording {
        entries = List.copyOf(entries);
    }

    /**
     * One call.
     *
     * @param kind what it was
     * @param sql the statement, the statements of a batch, or the name of the control call
     * @param threadId the thread that made it
     * @param failed whether it ended with an exception
     */
    public record Entry(JdbcCall.Kind kind, List<String> sql, long threadId, boolean failed) {
        public Entry {
            sql = List.copyOf(sql);
        }

        @Override
        public String toString() {
            String text = kind == JdbcCall.Kind.BATCH
                    ? "batch of " + sql.size() + " " + grouped(sql)
                    : String.join("; ", sql);
            return failed ? text + "  (failed)" : text;
        }

        private static String grouped(List<String> sql) {
            List<String> distinct = sql.stream().distinct().toList();
            return distinct.size() == 1 ? distinct.getFirst() : distinct.toString();
        }
    }

    /** The SQL of each executed statement, those of batches included. */
    public List<String> statements() {
        return entries.stream()
                .filter(entry -> entry.kind().isExecution())
                .flatMap(entry -> entry.sql().stream())
                .toList();
    }

    /** The executed batches. */
    public List<List<String>> batches() {
        return entries.stream()
                .filter(entry -> entry.kind() == JdbcCall.Kind.BATCH)
                .map(Entry::sql)
                .toList();
    }

    /** Commits, rollbacks, savepoints and switches of auto-commit mode. */
    public List<String> controls() {
        return entries.stream()
                .filter(entry -> !entry.kind().isExecution())
                .flatMap(entry -> entry.sql().stream())
                .toList();
    }

    /** How often SQL went to the database; a batch counts once. */
    public int roundTrips() {
        return (int)
                entries.stream().filter(entry -> entry.kind().isExecution()).count();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(statements().size() + " statements in " + roundTrips() + " round trips");
        for (int i = 0; i < entries.size(); i++) {
            text.append(String.format("%n%4d  %s", i + 1, entries.get(i)));
        }
        return text.toString();
    }
}
