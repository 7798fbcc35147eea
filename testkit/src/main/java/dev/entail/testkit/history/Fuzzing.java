package dev.entail.testkit.history;

import dev.entail.core.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plays histories on one model, and makes a report of the first that goes wrong. */
final class Fuzzing {
    private final Model model;
    private final long modelSeed;
    private final Arena arena;
    private final FuzzOptions options;
    private final Set<String> observed;
    private int accepted;
    private int played;

    /**
     * Fuzzing of a model.
     *
     * @param modelSeed what the model grew from; 0 if it is not random
     */
    Fuzzing(Model model, long modelSeed, Arena arena, FuzzOptions options, Set<String> observed) {
        this.model = model;
        this.modelSeed = modelSeed;
        this.arena = arena;
        this.options = options;
        this.observed = observed;
    }

    /** How many transactions were not refused. */
    int accepted() {
        return accepted;
    }

    /** How many histories were played. */
    int played() {
        return played;
    }

    /** Plays the random histories that follow from a seed. */
    void run(long seed) {
        Choices choices = new Choices(seed);
        for (int i = 0; i < options.histories(); i++) {
            run(History.random(choices, options.transactions(), options.questions()));
        }
    }

    /** Plays one history. */
    void run(History history) {
        Outcome outcome = play(history);
        played++;
        if (outcome.difference().isPresent()) {
            throw new AssertionError(report(history, outcome.difference().get()));
        }
    }

    /** What a history has done must also be undone when all records go, so that the next one finds an empty store. */
    private Outcome play(History history) {
        Performance performance = new Performance(arena.empty(), options.features(), observed);
        Optional<Difference> difference = performance.play(history).or(arena::clear);
        accepted += performance.accepted();
        if (difference.isPresent()) {
            // A store that has gone wrong is not used any more.
            arena.renew();
        }
        return new Outcome(difference, performance.transcript());
    }

    private String report(History history, Difference first) {
        List<Outcome> failures = new ArrayList<>();
        History smallest = shrinker(candidate -> {
                    Outcome outcome = play(candidate);
                    boolean same = outcome.difference()
                            .filter(difference -> difference.kind().equals(first.kind()))
                            .isPresent();
                    if (same) {
                        failures.add(outcome);
                    }
                    return same;
                })
                .shrink(history);
        arena.renew();
        Outcome alone = play(smallest);
        // Ids of a store that has been used differ from those of a new one, and some errors need that.
        boolean reproduced = alone.difference().isPresent();
        Outcome shown = reproduced || failures.isEmpty() ? alone : failures.get(failures.size() - 1);
        List<String> lines = new ArrayList<>();
        lines.add("a random history went wrong on " + arena.where() + ", seed " + options.seed()
                + (modelSeed == 0 ? "" : ", model " + modelSeed));
        lines.add(shown.difference().orElse(first).toString());
        lines.add("after " + smallest.size() + " of " + history.size() + " operations"
                + (reproduced ? "" : ", but only on a store on which other histories have been played before") + ":");
        shown.transcript().forEach(line -> lines.add("  " + line));
        lines.add("in the model:");
        lines.addAll(ModelText.lines(model));
        Path file = Path.of("target", "entail-replay-" + Long.toHexString(options.seed() * 31 + modelSeed) + ".txt");
        Replay.write(file, new Replay.Recorded(modelSeed, smallest), lines);
        lines.add("again with -D" + FuzzOptions.REPLAY + "=" + file.toAbsolutePath());
        return String.join("\n", lines);
    }

    private Shrinker shrinker(Predicate<History> fails) {
        OperationGenerator operations = new OperationGenerator(model, options.features());
        QueryGenerator queries = new QueryGenerator(model, options.features());
        return new Shrinker(
                fails,
                gene -> Simpler.of(operations.operation(gene)).size(),
                gene -> Simpler.of(queries.question(gene)).size(),
                options.shrinking());
    }

    private record Outcome(Optional<Difference> difference, List<String> transcript) {}
}
