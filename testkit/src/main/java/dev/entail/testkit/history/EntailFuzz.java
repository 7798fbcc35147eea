package dev.entail.testkit.history;

import dev.entail.Entail;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Random histories of creations, links, changes and deletions on a model, compared after each transaction with an independent
 * reference: rows, links, views, unions, derived values, events, refusals and answers to random questions. A history that
 * goes wrong is made as small as possible, printed, and written to a file under {@code target}, which the system property
 * {@code entail.replay} plays again.
 *
 * <pre>{@code
 * EntailFuzz.check(model, () -> Entail.open(freshUrl(), model), FuzzOptions.standard());
 * }</pre>
 *
 * <p>Events of event sources are not dispatched: what transforms create is created directly.
 */
public final class EntailFuzz {
    private EntailFuzz() {}

    /**
     * Plays random histories on a model.
     *
     * @param fresh opens the model on a new, empty database; called again after a failure. What it opened is closed at the
     *     end
     * @throws AssertionError with the smallest history found, if one goes wrong
     */
    public static void check(Model model, Supplier<Entail> fresh, FuzzOptions options) {
        try (Opened opened = new Opened(fresh)) {
            Fuzzing fuzzing = new Fuzzing(
                    model,
                    0,
                    new Arena(() -> new EntailSubject(opened.open())),
                    options,
                    observable(model),
                    opened.first().database().toString());
            String replay = System.getProperty(FuzzOptions.REPLAY);
            if (replay != null) {
                fuzzing.run(Replay.read(Path.of(replay)).history());
            } else {
                fuzzing.run(options.seed());
            }
        }
    }

    /**
     * Plays random histories on random models, for those who write a driver.
     *
     * @param models how many models; each is played so many histories as the options say
     * @param fresh opens a model on a new, empty database. What it opened is closed at the end
     * @param where the name of the database, for the report
     * @return how many transactions were accepted
     * @throws AssertionError with the smallest history found, if one goes wrong
     */
    public static int checkRandomModels(int models, Function<Model, Entail> fresh, FuzzOptions options, String where) {
        List<Entail> opened = new ArrayList<>();
        try {
            return new RandomModels(
                            model -> {
                                Entail entail = fresh.apply(model);
                                opened.add(entail);
                                return entail;
                            },
                            options,
                            where)
                    .run(models);
        } finally {
            opened.forEach(Entail::close);
        }
    }

    /** The views of a model, whose events can be had with {@code observing}. */
    static Set<String> observable(Model model) {
        return model.records().values().stream()
                .filter(record -> record.definition() instanceof View || record.definition() instanceof RelationView)
                .map(RecordModel::name)
                .collect(Collectors.toSet());
    }

    /** What has been opened and is to be closed. */
    static final class Opened implements AutoCloseable {
        private final Supplier<Entail> fresh;
        private final List<Entail> all = new ArrayList<>();

        Opened(Supplier<Entail> fresh) {
            this.fresh = fresh;
        }

        Entail open() {
            Entail entail = fresh.get();
            all.add(entail);
            return entail;
        }

        Entail first() {
            return all.get(0);
        }

        @Override
        public void close() {
            all.forEach(Entail::close);
        }
    }
}
