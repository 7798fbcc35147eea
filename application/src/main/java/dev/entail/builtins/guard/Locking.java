package dev.entail.builtins.guard;

import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordLocks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Locks what the checks of a call ask for, before any of them is asked: each record once, in the order of kinds and ids,
 * those that are named before those that match (CND-11). Calls that lock the same records therefore wait for each other
 * instead of blocking each other, as long as they name them under the same entities.
 */
final class Locking {
    private final SortedMap<String, Wanted> wanted = new TreeMap<>();

    /** What is wanted of one kind of records. */
    private static final class Wanted {
        final SortedSet<RecordId> ids = new TreeSet<>();
        final List<Match> matches = new ArrayList<>();
        final Set<String> paths = new LinkedHashSet<>();
    }

    private Locking() {}

    /** The locked records of some checks. */
    static Locked acquire(List<Check> checks, GuardContext call, RecordLocks locks) {
        Locking locking = new Locking();
        for (Check check : checks) {
            for (Lock lock : check.locks()) {
                locking.resolve(check, lock, call);
            }
        }
        return locking.acquire(locks);
    }

    private void resolve(Check check, Lock lock, GuardContext call) {
        Wanted of = wanted.computeIfAbsent(lock.record().name(), name -> new Wanted());
        of.paths.addAll(lock.paths());
        switch (lock) {
            case Lock.Records records -> of.ids.addAll(Refusals.lock(check, () -> some(records, call)));
            case Lock.Matching matching ->
                of.matches.add(Refusals.lock(check, () -> matching.match().apply(call)));
        }
    }

    private static Collection<RecordId> some(Lock.Records records, GuardContext call) {
        Set<RecordId> ids = new LinkedHashSet<>();
        for (RecordId id : records.ids().apply(call)) {
            ids.add(Objects.requireNonNull(id, "a null among the ids"));
        }
        if (ids.isEmpty()) {
            throw new IllegalStateException("no ids");
        }
        return ids;
    }

    private Locked acquire(RecordLocks locks) {
        Locked.Builder locked = new Locked.Builder();
        wanted.forEach((record, of) -> {
            if (!of.ids.isEmpty()) {
                Query named = query(record, of).where(Match.in("id", of.ids)).unbounded();
                locked.add(record, locks.lock(named));
            }
        });
        wanted.forEach((record, of) -> {
            List<Row> matching = of.matches.isEmpty()
                    ? List.of()
                    : locks.lock(query(record, of).where(Match.or(of.matches.toArray(Match[]::new))));
            locked.add(record, matching);
        });
        return locked.build();
    }

    private static Query query(String record, Wanted of) {
        return query(record, of.paths);
    }

    private static Query query(String record, Collection<String> paths) {
        return Query.of(record).select(paths.toArray(String[]::new));
    }

    /** What a lock reads, whichever records those are. */
    static Query read(Lock lock) {
        return query(lock.record().name(), lock.paths());
    }

    /** Whether a lock is complete; it always is where nulls are checked. */
    @SuppressWarnings("ConstantValue")
    static boolean isComplete(Lock lock) {
        return lock.record() != null
                && switch (lock) {
                    case Lock.Records(var record, One(Function<GuardContext, RecordId> id), var paths) -> id != null;
                    case Lock.Records records -> records.ids() != null;
                    case Lock.Matching matching -> matching.match() != null;
                };
    }
}
