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
            Fuzzing fuzzing = fuzzing(recorded.model());
            fuzzing.run(recorded.history());
            return fuzzing.accepted();
        }
        Choices choices = new Choices(options.seed());
        int accepted = 0;
        for (int i = 0; i < models; i++) {
            long seed = choices.seed();
            Fuzzing fuzzing = fuzzing(seed);
            fuzzing.run(choices.seed());
            accepted += fuzzing.accepted();
        }
        return accepted;
    }

    private Fuzzing fuzzing(long seed) {
        Model model = new ModelGenerator(options.features()).model(seed);
        return new Fuzzing(
                model,
                seed,
                new Arena(() -> new EntailSubject(fresh.apply(model))),
                options,
                options.features().contains(Feature.MEMBERSHIP) ? EntailFuzz.observable(model) : java.util.Set.of(),
                where);
    }
}
