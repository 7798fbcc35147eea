package dev.entail.testkit.history;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Random transactions of several threads at once on the same records of one store. Records are named by their place among
 * those that are stored at that moment: half of the transactions look them up before they begin, so that others may have
 * deleted them meanwhile, the others inside.
 */
final class Crowd {
    /** What a transaction may be refused with: what it asks for does not hold, or not any more. */
    private static final Set<ErrorCode> REFUSALS = Set.of(
            ErrorCode.UNKNOWN_NAME,
            ErrorCode.VALUE_MISMATCH,
            ErrorCode.WRITE_INVALID,
            ErrorCode.REFERENCE_NOT_FOUND,
            ErrorCode.RELIANCE_VIOLATION,
            ErrorCode.UNIQUE_CONSTRAINT_VIOLATION,
            ErrorCode.NON_NULL_CONSTRAINT_VIOLATION,
            ErrorCode.SEQUENCE_SCOPE_MISSING,
            ErrorCode.SEQUENCE_SCOPE_IMMUTABLE,
            ErrorCode.TRANSACTION_RETRY_EXHAUSTED);

    private static final String ACCEPTED = "accepted";
    private static final String TAKEN_BACK = "taken back";
    private static final int PATIENCE_SECONDS = 120;

    private final Subject subject;
    private final Model model;
    private final FuzzOptions options;
    private final OperationGenerator operations;
    private final Set<String> allowed = new HashSet<>();
    private final Queue<String> transcript = new ConcurrentLinkedQueue<>();
    private final Queue<Difference> differences = new ConcurrentLinkedQueue<>();
    private final Queue<String> outcomes = new ConcurrentLinkedQueue<>();

    /** A crowd before an empty store. */
    Crowd(Subject subject, FuzzOptions options) {
        this.subject = subject;
        this.model = subject.model();
        this.options = options;
        this.operations = new OperationGenerator(model, options.features());
        REFUSALS.forEach(code -> allowed.add(code.name()));
        model.records()
                .values()
                .forEach(record -> record.constraints().forEach(constraint -> allowed.add(constraint.code())));
    }

    /** What happened, in the order in which transactions ended, for people. */
    List<String> transcript() {
        return List.copyOf(transcript);
    }

    /** What has been played. */
    Played played() {
        Map<String, Integer> counted = new TreeMap<>();
        outcomes.forEach(outcome -> counted.merge(outcome, 1, Integer::sum));
        Integer accepted = counted.remove(ACCEPTED);
        counted.remove(TAKEN_BACK);
        return new Played(1, accepted == null ? 0 : accepted, counted);
    }

    /** Lets threads play, and compares when all have ended. */
    Optional<Difference> play(long seed, int threads) {
        Choices seeds = new Choices(seed);
        transact("first", new Choices(seeds.seed()), 8);
        List<Callable<Void>> players = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String name = "thread " + i;
            Choices choices = new Choices(seeds.seed());
            players.add(() -> {
                for (int each = 0; each < options.transactions() && differences.isEmpty(); each++) {
                    transact(name, choices, 1 + choices.weighted(5, 3, 2, 1));
                }
                return null;
            });
        }
        together(players);
        if (differences.isEmpty()) {
            try {
                subject.settle();
                Snapshot.check(subject);
            } catch (DifferenceFound e) {
                differences.add(e.difference());
            }
        }
        return Optional.ofNullable(differences.peek());
    }

    private void together(List<Callable<Void>> players) {
        ExecutorService pool = Executors.newFixedThreadPool(players.size());
        try {
            for (Future<Void> each : pool.invokeAll(players, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                if (each.isCancelled()) {
                    differences.add(new Difference("hanging", "not done after " + PATIENCE_SECONDS + " seconds"));
                } else {
                    each.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            differences.add(new Difference("crash", String.valueOf(e.getCause())));
        } finally {
            pool.shutdownNow();
        }
    }

    private void transact(String who, Choices choices, int size) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean attempt = choices.oneIn(5);
            parts.add(new Part(operations.operation(Gene.of(choices.seed())), attempt, attempt && choices.oneIn(3)));
        }
        boolean rollback = choices.oneIn(12);
        boolean early = choices.oneIn(2);
        List<String> done = new ArrayList<>();
        String outcome = outcome(early, parts, rollback, done);
        outcomes.add(outcome);
        transcript.add(who + ": " + outcome);
        done.forEach(line -> transcript.add("    " + line));
    }

    private String outcome(boolean early, List<Part> parts, boolean rollback, List<String> done) {
        try {
            List<Part> script = early ? resolved(parts) : parts;
            subject.transaction(writer -> {
                done.clear();
                script.forEach(part -> perform(writer, part, done));
                if (rollback) {
                    throw new TakenBack();
                }
            });
            return ACCEPTED;
        } catch (TakenBack e) {
            return TAKEN_BACK;
        } catch (EntailException e) {
            if (!allowed.contains(e.code())) {
                differences.add(new Difference("refusal", "refused with " + e.code() + " (" + e.getMessage() + ")"));
            }
            return e.code();
        } catch (RuntimeException e) {
            differences.add(new Difference(
                    "crash",
                    e + " at " + List.of(e.getStackTrace()).stream().limit(8).toList()));
            return "crash";
        }
    }

    /** Looked up in a transaction of its own, so that it is tried again like everything else. */
    private List<Part> resolved(List<Part> parts) {
        List<Part> resolved = new ArrayList<>();
        subject.transaction(writer -> {
            resolved.clear();
            parts.forEach(part -> resolved(part).ifPresent(resolved::add));
        });
        return resolved;
    }

    private Optional<Part> resolved(Part part) {
        return Resolution.attempt(() -> new Part(
                Resolution.of(Ref.class, this::stored).operation(part.operation()), part.attempt(), part.undone()));
    }

    private void perform(Subject.Writer writer, Part symbolic, List<String> done) {
        Part part = resolved(symbolic).orElse(null);
        if (part == null) {
            return;
        }
        done.add((part.attempt() ? part.undone() ? "undone " : "attempt " : "") + part.operation());
        if (!part.attempt()) {
            Rehearsal.on(model, writer, part.operation());
            return;
        }
        try {
            writer.attempt(() -> {
                Rehearsal.on(model, writer, part.operation());
                if (part.undone()) {
                    throw new TakenBack();
                }
            });
        } catch (TakenBack e) {
            done.add("  undone");
        } catch (EntailException e) {
            if (!allowed.contains(e.code())) {
                throw e;
            }
            done.add("  refused: " + e.code());
        }
    }

    private Object stored(Ref ref) {
        if (ref.gone()) {
            return Binding.NOBODY;
        }
        String end = ref.at().name().toLowerCase(Locale.ROOT);
        List<Selection> parts = ref.at() == Ref.At.RECORD ? List.of() : List.of(Selection.path(end + ".id"));
        List<Row> rows =
                subject.list(new Query(ref.record(), parts, Match.all(), List.of(Order.ascending("id")), Page.ALL));
        if (rows.isEmpty()) {
            throw new Resolution.NothingThere();
        }
        Row row = rows.get(ref.index() % rows.size());
        @Nullable Row wanted = ref.at() == Ref.At.RECORD ? row : row.rowOrNull(end);
        if (wanted == null) {
            throw new Resolution.NothingThere();
        }
        RecordId id = wanted.id();
        return id;
    }

    /** An operation, whether it is a part of its own, and whether that is undone. */
    private record Part(Operation operation, boolean attempt, boolean undone) {}
}
