package dev.entail.runtime.dispatch;

import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.sql.StatementExecution;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that a dispatch sends, in their order. Stable for the same call on the same facts, so that tests can compare it.
 *
 * @param source name of the event source
 * @param isolation at which it would be committed
 * @param steps one for each round trip
 */
public record DispatchPlan(String source, IsolationLevel isolation, List<Step> steps) {
    public DispatchPlan {
        steps = List.copyOf(steps);
    }

    /** How many statements there are, those of batches counted one by one. */
    public int statements() {
        return steps.stream().mapToInt(Step::times).sum();
    }

    /** How often the database is asked, apart from the commit. */
    public int roundTrips() {
        return steps.size();
    }

    /**
     * Whether everything can be sent at once, the commit included: nothing is read whose answer decides what comes next. Where the
     * database takes several statements together, such a dispatch is one round trip.
     */
    public boolean isFoldable() {
        return isolation == IsolationLevel.READ_COMMITTED
                && !steps.isEmpty()
                && steps.stream().allMatch(step -> step.kind().writes() && !step.answers());
    }

    /** The plan as text, one line for each round trip. */
    public String describe() {
        return source + ": " + statements() + " statements in " + roundTrips() + " round trips at " + isolation
                + (isFoldable() ? ", foldable" : ", not foldable")
                + steps.stream().map(step -> "\n  " + step).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return describe();
    }

    /** What a statement does. */
    public enum Kind {
        /** Reads, and waits for nobody. */
        READ,
        /** Reads rows and keeps others from changing them. */
        LOCK,
        /** Adds rows. */
        INSERT,
        /** Changes rows, and locks them. */
        UPDATE,
        /** Deletes rows, and locks them. */
        DELETE;

        /** Whether it changes anything. */
        public boolean writes() {
            return this != READ && this != LOCK;
        }

        /** Whether others that want to change the same rows wait until the end of the transaction. */
        public boolean locks() {
            return this == LOCK || this == UPDATE || this == DELETE;
        }
    }

    /**
     * One round trip.
     *
     * @param kind what it does
     * @param table where
     * @param times how many statements of this text are sent together
     * @param answers whether it gives rows that somebody waits for
     * @param sql the text
     */
    public record Step(Kind kind, String table, int times, boolean answers, String sql) {
        private static final Pattern WRITE = Pattern.compile("\\b(INSERT INTO|UPDATE|DELETE FROM) [\"`]([^\"`]+)");
        private static final Pattern LOCKING = Pattern.compile(" (FOR (NO KEY )?UPDATE|FOR SHARE|IN SHARE MODE)");
        private static final Pattern READ = Pattern.compile("\\bFROM [\"`]([^\"`]+)");

        static Step of(StatementExecution execution) {
            String sql = execution.sql();
            Matcher write = WRITE.matcher(sql);
            if (write.find()) {
                Kind kind = Stream.of(Kind.INSERT, Kind.UPDATE, Kind.DELETE)
                        .filter(each -> write.group(1).startsWith(each.name()))
                        .findFirst()
                        .orElseThrow();
                return new Step(kind, write.group(2), execution.times(), execution.answers(), sql);
            }
            Matcher read = READ.matcher(sql);
            String table = read.find() ? read.group(1) : "";
            Kind kind = LOCKING.matcher(sql).find() ? Kind.LOCK : Kind.READ;
            return new Step(kind, table, execution.times(), true, sql);
        }

        @Override
        public String toString() {
            return kind + " " + table + (times == 1 ? "" : " x " + times) + (kind.locks() ? ", locks its rows" : "")
                    + (kind.writes() && answers ? ", answers" : "");
        }
    }
}
