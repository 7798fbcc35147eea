package dev.entail.testkit.history;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Random histories of creations, links, changes and deletions on a model, compared after each transaction with an independent
 * reference: rows, links, views, unions, derived values, events, refusals and answers to random questions. A history that
 * goes wrong is made as small as possible, printed, and written to a file under {@code target}, which the system property
 * {@code entail.replay} plays again.
 *
 * <pre>{@code
 * EntailFuzz.check(model, builder -> builder.open(freshUrl()), FuzzOptions.standard());
 * }</pre>
 *
 * <p>Event sources are not dispatched; what transforms would create is created directly. Atomic operations and identities
 * are not part of histories. Where work is done elsewhere, it is done after each transaction. What state machines of your own
 * come to is not known to the reference.
 */
public final class EntailFuzz {
    /** How many random models are enough to have every kind of computation at every place of a chain. */
    public static final int MODELS = 84;

    private EntailFuzz() {}

    /**
     * Plays random histories on a model in memory, as many as by default. Needs {@code driver-h2} on the class path.
     *
     * @return how much was played
     * @throws AssertionError with the smallest history found, if one goes wrong
     */
    public static Played check(Model model) {
        return check(model, builder -> builder.open("jdbc:h2:mem:"), FuzzOptions.standard());
    }

    /**
     * Plays random histories on a model.
     *
     * @param open opens the model on a new, empty database; called again after a failure. What it opened is closed at the end
     * @return how much was played; nothing if a history of a random model is to be played again
     * @throws AssertionError with the smallest history found, if one goes wrong
     */
    public static Played check(Model model, Function<EntailBuilder, Entail> open, FuzzOptions options) {
        if (options.replay() == null) {
            return play(model, 0, open, options, fuzzing -> fuzzing.run(options.seed()));
        }
        Replay.Recorded recorded = Replay.read(options.replay());
        return recorded.model() == 0
                ? play(model, 0, open, options, fuzzing -> fuzzing.run(recorded.history()))
                : Played.NOTHING;
    }

    /**
     * Plays random histories on random models, for those who write a driver.
     *
     * @param models how many models; each is played so many histories as the options say
     * @param open opens a model on a new, empty database. What it opened is closed at the end
     * @return how much was played; nothing if a history of another model is to be played again
     * @throws AssertionError with the smallest history found, if one goes wrong
     */
    public static Played checkRandomModels(int models, Function<EntailBuilder, Entail> open, FuzzOptions options) {
        ModelGenerator generator = new ModelGenerator(options.features());
        if (options.replay() != null) {
            Replay.Recorded recorded = Replay.read(options.replay());
            if (recorded.model() == 0) {
                return Played.NOTHING;
            }
            Model model = generator.model(recorded.model());
            return play(model, recorded.model(), open, options, fuzzing -> fuzzing.run(recorded.history()));
        }
        Choices choices = new Choices(options.seed());
        Played played = Played.NOTHING;
        for (int i = 0; i < models; i++) {
            long seed = choices.seed();
            long histories = choices.seed();
            played = played.and(play(generator.model(seed), seed, open, options, fuzzing -> fuzzing.run(histories)));
        }
        return played;
    }

    /**
     * Lets several threads play on one open model at once, for those who write a driver: random transactions on the same
     * records, with parts that are undone and transactions that are taken back. When they have ended, everything that is
     * derived is compared with what follows from the stored facts, once by the framework and once by an independent reference.
     * Which thread comes first is not said by the seed, so that a failure may not come again.
     *
     * @param models how many models; on each of them so many times as the options say is played by all threads, each with
     *     so many transactions as the options say
     * @param open opens a model on a new, empty database. What it opened is closed at the end
     * @return how much was played; nothing if a history is to be played again
     * @throws AssertionError with what happened, if something differs or a transaction fails that must not
     */
    public static Played checkConcurrently(
            int models, int threads, Function<EntailBuilder, Entail> open, FuzzOptions options) {
        Played played = Played.NOTHING;
        Choices choices = new Choices(options.seed());
        for (int i = 0; i < models && options.replay() == null; i++) {
            long seed = choices.seed();
            Model model = new ModelGenerator(options.features()).model(seed);
            try (Arena arena = new Arena(() -> EntailSubject.of(model, open, List.of()))) {
                for (int history = 0; history < options.histories(); history++) {
                    played = played.and(crowd(arena, seed, choices.seed(), threads, options));
                }
            }
        }
        return played;
    }

    /** The random models that histories are played on. */
    static List<Model> randomModels(int models, FuzzOptions options) {
        ModelGenerator generator = new ModelGenerator(options.features());
        Choices choices = new Choices(options.seed());
        List<Model> all = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            all.add(generator.model(choices.seed()));
            choices.seed();
        }
        return all;
    }

    private static Played crowd(Arena arena, long modelSeed, long seed, int threads, FuzzOptions options) {
        Crowd crowd = new Crowd(arena.empty(), options);
        Optional<Difference> difference = crowd.play(seed, threads);
        if (difference.isPresent()) {
            List<String> lines = new ArrayList<>();
            lines.add(threads + " threads went wrong on " + arena.where() + ", seed " + options.seed() + ", model "
                    + modelSeed + ", history " + seed);
            lines.add(difference.get().toString());
            lines.add("in the order in which transactions ended:");
            crowd.transcript().forEach(line -> lines.add("  " + line));
            lines.add("in the model:");
            lines.addAll(ModelText.lines(arena.current().model()));
            throw new AssertionError(String.join("\n", lines));
        }
        return crowd.played();
    }

    private static Played play(
            Model model,
            long modelSeed,
            Function<EntailBuilder, Entail> open,
            FuzzOptions options,
            Consumer<Fuzzing> histories) {
        Objects.requireNonNull(open, "open");
        List<RecordModel> sets = model.records().values().stream()
                .filter(record -> !record.isConcrete() && options.features().contains(Feature.MEMBERSHIP))
                .toList();
        List<RecordDefinition> observed =
                sets.stream().map(RecordModel::definition).toList();
        Set<String> names = sets.stream().map(RecordModel::name).collect(Collectors.toSet());
        try (Arena arena = new Arena(() -> EntailSubject.of(model, open, observed))) {
            Fuzzing fuzzing = new Fuzzing(model, modelSeed, arena, options, names);
            histories.accept(fuzzing);
            return new Played(fuzzing.played(), fuzzing.accepted(), Map.of());
        }
    }
}
