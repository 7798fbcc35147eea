package dev.entail.testkit.history;

import dev.entail.Entail;
import dev.entail.core.model.Model;
import java.nio.file.Path;
import java.util.function.Function;

/** Random histories on random models. */
final class RandomModels {
    private final Function<Model, Entail> fresh;
    private final FuzzOptions options;
    private final String where;

    RandomModels(Function<Model, Entail> fresh, FuzzOptions options, String where) {
        this.fresh = fresh;
        this.options = options;
        this.where = where;
    }

    /** Plays the histories of the options on each of so many models; tells how many transactions were not refused. */
    int run(int models) {
        String replay = System.getProperty(FuzzOptions.REPLAY);
        if (replay != null) {
            Replay.Recorded recorded = Replay.read(Path.of(replay));
            Model model = model(recorded.model());
            try (Arena arena = arena(model)) {
                Fuzzing fuzzing = fuzzing(model, recorded.model(), arena);
                fuzzing.run(recorded.history());
                return fuzzing.accepted();
            }
        }
        Choices choices = new Choices(options.seed());
        int accepted = 0;
        for (int i = 0; i < models; i++) {
            long seed = choices.seed();
            Model model = model(seed);
            try (Arena arena = arena(model)) {
                Fuzzing fuzzing = fuzzing(model, seed, arena);
                fuzzing.run(choices.seed());
                accepted += fuzzing.accepted();
            }
        }
        return accepted;
    }

    private Model model(long seed) {
        return new ModelGenerator(options.features()).model(seed);
    }

    private Arena arena(Model model) {
        return new Arena(() -> new EntailSubject(fresh.apply(model)));
    }

    private Fuzzing fuzzing(Model model, long seed, Arena arena) {
        return new Fuzzing(
                model,
                seed,
                arena,
                options,
                options.features().contains(Feature.MEMBERSHIP) ? EntailFuzz.observable(model) : java.util.Set.of(),
                where);
    }
}
