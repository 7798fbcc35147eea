package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Activity.every;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One activity that many advance at once. */
abstract class ActivityConcurrencyContract extends RuntimeGroup {
    private static final int THREADS = 16;
    private static final String CONFLICT = "ACTIVITY_CONFLICT";
    private static final String UNAVAILABLE = "ACTIVITY_STEP_UNAVAILABLE";
    private static final Interaction BEGIN = interaction("begin").anonymous();
    private static final Interaction END = interaction("end").anonymous();

    private static List<Interaction> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> interaction("s" + i).anonymous())
                .toList();
    }

    private Walk open(Activity activity) {
        return new Walk(open(model("Crowd").include(activity).build()), activity);
    }

    @Test
    @DisplayName("ACT-36 16 threads that all take every step of one activity: each step happens once")
    final void line() throws Exception {
        List<Interaction> steps = steps(8);
        Activity built = activity("Line").then(BEGIN);
        for (Interaction step : steps) {
            built = built.then(step);
        }
        Walk walk = open(built);
        RecordId id = walk.begin(BEGIN);

        List<String> outcomes = inParallel(THREADS, thread -> {
            List<String> mine = new ArrayList<>();
            for (Interaction step : steps) {
                String outcome = attempt(walk, step, id);
                mine.add(outcome.equals("ok") ? step.name() : outcome);
            }
            return mine;
        });

        // A thread may be ahead of the others, so not all steps need be taken; none is taken twice.
        List<String> taken = new ArrayList<>(outcomes);
        taken.removeAll(List.of(CONFLICT, UNAVAILABLE));
        assertThat(taken).doesNotHaveDuplicates().isNotEmpty();
        assertThat(walk.version(id)).isEqualTo(1L + taken.size());
        assertThat(walk.events()).hasSize(1 + taken.size()).doesNotHaveDuplicates();
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(steps.subList(0, taken.size()).stream()
                        .map(Interaction::name)
                        .toList());
    }

    @Test
    @DisplayName(
            "ACT-23 ACT-36 16 branches at once, dispatched again after a conflict: all are done, and the last one ends"
                    + " the group")
    final void branches() throws Exception {
        List<Interaction> steps = steps(THREADS);
        Walk walk = open(activity("Branches").then(BEGIN).then(every(steps.toArray(Interaction[]::new))));
        RecordId id = walk.begin(BEGIN);

        List<String> outcomes = inParallel(THREADS, thread -> {
            String outcome = CONFLICT;
            while (outcome.equals(CONFLICT)) {
                outcome = attempt(walk, steps.get(thread), id);
            }
            return List.of(outcome);
        });

        assertThat(outcomes).hasSize(THREADS).containsOnly("ok");
        assertThat(walk.version(id)).isEqualTo(1L + THREADS);
        assertThat(walk.row(id).get(ActivityRecord.STATUS)).isEqualTo("finished");
        assertThat(walk.events()).hasSize(1 + THREADS).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("T-185 ACT-37 of steps that exclude each other, dispatched at once, one is accepted")
    final void exclusive() throws Exception {
        List<Interaction> steps = steps(2);
        Walk walk = open(activity("Exclusive").then(BEGIN).then(any(steps.get(0), steps.get(1))));
        for (int i = 0; i < 10; i++) {
            RecordId id = walk.begin(BEGIN);
            List<String> outcomes = inParallel(3, thread -> List.of(attempt(walk, steps.get(thread % 2), id)));
            assertThat(outcomes).containsOnlyOnce("ok");
            assertThat(outcomes.stream().filter(outcome -> !outcome.equals("ok")))
                    .isSubsetOf(CONFLICT, UNAVAILABLE)
                    .hasSize(2);
            assertThat(walk.version(id)).isEqualTo(2);
            assertThat(Collections.frequency(ends(walk), id)).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("DEC-09 who cancels an activity while others take its steps either comes after a step or keeps it from"
            + " being taken")
    final void cancelling() throws Exception {
        List<Interaction> steps = steps(THREADS - 1);
        Walk walk = open(activity("Cancelled")
                .then(BEGIN)
                .then(every(steps.toArray(Interaction[]::new)))
                .then(END));
        for (int i = 0; i < 5; i++) {
            RecordId id = walk.begin(BEGIN);
            List<String> outcomes = inParallel(
                    THREADS,
                    thread -> List.of(
                            thread < steps.size()
                                    ? attempt(walk, steps.get(thread), id)
                                    : "cancelled " + walk.entail().activities().cancel(id, "test")));
            assertThat(outcomes).contains("cancelled true");
            assertThat(walk.row(id).get(ActivityRecord.STATUS)).isEqualTo("cancelled");
            assertThat(walk.version(id)).isEqualTo(2L + Collections.frequency(outcomes, "ok"));
        }
    }

    private static List<RecordId> ends(Walk walk) {
        return walk.events().stream()
                .map(event -> RecordId.of(Long.parseLong(event.replaceAll("^(begin|s0|s1)", ""))))
                .toList();
    }

    private static String attempt(Walk walk, Interaction step, RecordId id) {
        DispatchResult result = walk.step(step, id);
        return result.isAccepted() ? "ok" : result.refusal().code();
    }

    private static List<String> inParallel(int threads, IntFunction<List<String>> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                tasks.add(() -> work.apply(thread));
            }
            List<String> all = new ArrayList<>();
            for (Future<List<String>> done : pool.invokeAll(tasks)) {
                all.addAll(done.get());
            }
            return all;
        }
    }
}
