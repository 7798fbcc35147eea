package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.RealTime;
import dev.entail.core.expression.Expression;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.schedule.RecomputationReport;
import dev.entail.runtime.schedule.Timing;
import dev.entail.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Computing anew what is due. */
abstract class DueContract extends RealTimeGroup {
    @Test
    @DisplayName("RTM-05 many records: pages of 500, statements that do not depend on how many are not due, index")
    final void pages() {
        Entail entail = open(activeUsers().build());
        Draft user = Draft.of("lastLogin", START.minus(Duration.ofMinutes(30)));
        entail.inTransaction(writes -> writes.createAll(
                USER,
                IntStream.range(0, 1100)
                        .mapToObj(i -> i < 600 ? user : Draft.of("lastLogin", START))
                        .toList()));
        assertThat(log(entail).record(entail::recomputeDue).statements())
                .as("nothing is due")
                .hasSize(1);
        pass(Duration.ofMinutes(30));
        runs.set(0);
        var recording = log(entail)
                .record(() -> assertThat(entail.recomputeDue().recomputed()).isEqualTo(600));
        assertThat(runs).hasValue(600);
        assertThat(recording.controls().stream().filter("commit"::equalsIgnoreCase))
                .hasSize(2);
        assertThat(recording.roundTrips())
                .as("one to find them, and five for each page")
                .isEqualTo(11);
        assertThat(entail.query(USER).where(Match.eq("active", true)).count()).isEqualTo(500);
        assertThat(entail.catalog().tables().stream()
                        .filter(table -> table.name().equals("User"))
                        .findFirst()
                        .orElseThrow()
                        .indexes())
                .anyMatch(index -> index.contains("due"));
    }

    @Test
    @DisplayName("RTM-05 one record that fails does not keep others waiting; it stays due, and is told of")
    final void failures() {
        Entail entail = open(facts().derive(
                        USER,
                        SECONDS,
                        RealTime.reading("factor")
                                .formula(row -> Expression.number(1)
                                        .divide(RealTime.now()
                                                .subtract(RealTime.at(START.plus(SECOND)))
                                                .multiply(row.integer("factor"))
                                                .add(row.integer("factor") == 1 ? 0 : 1)))
                                .again(SECOND))
                .build());
        List<RecordId> ids = new ArrayList<>();
        for (int factor : List.of(2, 1, 2, 2)) {
            ids.add(entail.create(USER, Draft.of("factor", factor)));
        }
        pass(SECOND);
        RecomputationReport report = entail.recomputeDue();
        assertThat(report.recomputed()).isEqualTo(3);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo(ids.get(1));
            assertThat(failure.error().code()).isEqualTo("EXPRESSION_UNDEFINED");
            assertThat(failure.error()).hasMessageContaining("User.seconds");
        });
        assertThat(failureOf(report::orThrow).code()).isEqualTo("EXPRESSION_UNDEFINED");
        assertThat(timing(entail, SECONDS, ids.get(1))).isEqualTo(new Timing(START, START.plus(SECOND)));
        pass(SECOND);
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(4);
    }

    @Test
    @DisplayName("RTM-05 two that recompute at once: each value once")
    final void twoAtOnce() throws Exception {
        TestDatabase database = test().fresh();
        Model model = presence();
        try (Entail one = timed(Entail.with(model)).open(database.open());
                Entail two = timed(Entail.with(model)).open(database.open());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            RecordId team = one.create(TEAM, Draft.empty());
            Draft user = Draft.of("lastLogin", START).set("team", team);
            one.inTransaction(writes -> writes.createAll(
                    USER, IntStream.range(0, 1200).mapToObj(i -> user).toList()));
            pass(HOUR);
            runs.set(0);
            List<Future<RecomputationReport>> reports =
                    List.of(threads.submit(one::recomputeDue), threads.submit(two::recomputeDue));
            long recomputed = 0;
            for (Future<RecomputationReport> report : reports) {
                recomputed += report.get().recomputed();
                report.get().orThrow();
            }
            assertThat(recomputed).isEqualTo(1200);
            assertThat(members(one, team)).isEqualTo(0L);
            assertThat(two.verify().isClean()).isTrue();
        }
    }

    @Test
    @DisplayName("RTM-04 after a restart all is as it was; what was due meanwhile is computed")
    final void restart() {
        TestDatabase database = test().fresh();
        RecordId id;
        try (Entail before = timed(Entail.with(presence())).open(database.open())) {
            id = before.create(USER, Draft.of("lastLogin", START));
        }
        pass(HOUR);
        try (Entail after = timed(Entail.with(presence())).open(database.open())) {
            assertThat(timing(after, ACTIVE, id)).isEqualTo(new Timing(START, START.plus(HOUR)));
            assertThat(value(after, id, "active")).isEqualTo(true);
            assertThat(after.recomputeDue().recomputed()).isEqualTo(1);
            assertThat(value(after, id, "active")).isEqualTo(false);
        }
    }

    @Test
    @DisplayName("WK-01 RTM-05 a thread of its own recomputes, and ends when the model is closed")
    final void thread() throws Exception {
        Entail entail = open(presence(), how -> timed(how).recomputing(Duration.ofMillis(5)));
        RecordId id = entail.create(USER, Draft.of("lastLogin", START));
        pass(HOUR);
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Boolean.TRUE.equals(value(entail, id, "active")) && System.nanoTime() < patience) {
            Thread.sleep(5);
        }
        assertThat(value(entail, id, "active")).isEqualTo(false);
        close(entail);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("entail-recomputation-Presence");
    }
}
