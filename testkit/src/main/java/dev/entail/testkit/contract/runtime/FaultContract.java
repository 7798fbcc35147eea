package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.testkit.jdbc.FaultInjector;
import dev.entail.testkit.jdbc.OneByOneDatabase;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A fault at every point of a dispatch: all or nothing, every time. */
abstract class FaultContract extends RuntimeGroup {
    private static final Settings NO_RETRY = new Settings(new RetryPolicy(1, List.of(Duration.ofMillis(1))), 1000);
    private static final Settings RETRY = new Settings(new RetryPolicy(3, List.of(Duration.ofMillis(1))), 1000);

    @Test
    @DisplayName("DSP-09 TRX-09 PBT-05 an error at every statement and at the commit leaves nothing behind")
    final void failEverywhere() {
        try (Scene scene = new Scene(test(), NO_RETRY)) {
            FaultInjector faults = scene.database.faults();
            int points = walk(scene, faults, n -> faults.failBefore(n, () -> new SQLException("injected", "HY000")));
            assertThat(points).as("four statements and the commit").isEqualTo(5);
        }
    }

    @Test
    @DisplayName("DSP-09 STO-606 PBT-05 a connection cut before every statement and the commit leaves nothing behind")
    final void cutEverywhere() {
        try (Scene scene = new Scene(test(), NO_RETRY)) {
            FaultInjector faults = scene.database.faults();
            assertThat(walk(scene, faults, faults::cutBefore)).isEqualTo(5);
        }
    }

    @Test
    @DisplayName("RTY-01 RTY-02 DSP-11 a conflict at every point is retried, and counts once")
    final void retryEverywhere() {
        try (Scene scene = new Scene(test(), RETRY)) {
            FaultInjector faults = scene.database.faults();
            for (int n = 1; n <= 4; n++) {
                faults.cutBefore(n);
                DispatchResult result = scene.like(n);
                assertThat(faults.fired()).isTrue();
                faults.disarm();
                assertThat(result.isAccepted()).isTrue();
                assertThat(result.effects()).hasSize(4);
                assertThat(scene.likes()).isEqualTo(n);
            }
        }
    }

    @Test
    @DisplayName("STO-634 a commit whose outcome is unknown is reported as such and never retried")
    final void unknownOutcome() {
        try (Scene scene = new Scene(test(), RETRY)) {
            scene.database.faults().cutAfter(5);
            DispatchResult result = scene.like(1);
            scene.database.faults().disarm();
            assertThat(result.refusal().code()).isEqualTo("COMMIT_OUTCOME_UNKNOWN");
            assertThat(scene.likes()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "DSP-09 STO-634 PBT-05 a fault while all statements and the commit go at once leaves all or nothing, and"
                    + " is told")
    final void faultAtOnce() {
        try (Scene scene = new Scene(test(), NO_RETRY, false)) {
            FaultInjector faults = scene.database.faults();
            boolean atOnce =
                    scene.database.dialect().together(List.of("a", "b")).isPresent();
            int points = walk(scene, faults, n -> faults.failBefore(n, () -> new SQLException("injected", "HY000")));
            assertThat(points).isEqualTo(atOnce ? 1 : 5);

            faults.cutAfter(points);
            DispatchResult result = scene.like(2);
            faults.disarm();

            assertThat(result.refusal().code()).isEqualTo("COMMIT_OUTCOME_UNKNOWN");
            assertThat(scene.likes()).isEqualTo(2);
        }
    }

    /** Puts a fault at the 1st, 2nd, ... point until there is no such point; tells how many there are. */
    private static int walk(Scene scene, FaultInjector faults, IntConsumer order) {
        for (int n = 1; ; n++) {
            order.accept(n);
            DispatchResult result = scene.like(1);
            boolean fired = faults.fired();
            faults.disarm();
            if (!fired) {
                assertThat(result.isAccepted()).isTrue();
                assertThat(scene.likes()).isEqualTo(1);
                return n - 1;
            }
            assertThat(result.isAccepted()).as("point " + n).isFalse();
            assertThat(scene.likes()).as("point " + n).isZero();
            assertThat(scene.newEvents()).as("point " + n).isZero();
        }
    }

    /** A post, some users, and a database that can be told to fail. */
    private static final class Scene implements AutoCloseable {
        final FaultInjectingDatabase database;
        final Entail entail;
        private final RecordId post;
        private final long oldEvents;

        Scene(TestDatabase test, Settings settings) {
            this(test, settings, true);
        }

        /** @param oneByOne whether each statement is sent on its own, also where the database takes them together */
        Scene(TestDatabase test, Settings settings, boolean oneByOne) {
            Database opened = DatabaseDrivers.fromClassPath().open(test.fresh().config());
            this.database = new FaultInjectingDatabase(oneByOne ? new OneByOneDatabase(opened) : opened);
            this.entail = Entail.with(Blog.model()).settings(settings).open(database);
            this.post = Blog.post(entail, "Hello");
            for (int i = 0; i < 5; i++) {
                Blog.user(entail, "u" + i);
            }
            warmUp();
            this.oldEvents = Blog.events(entail);
        }

        /** Reserves ids, so that all dispatches afterwards send the same statements. */
        private void warmUp() {
            RecordId user = Blog.user(entail, "warm");
            Blog.like(entail, user, post).orThrow();
            entail.delete(Blog.USER, user);
        }

        DispatchResult like(int user) {
            return Blog.like(entail, RecordId.of(user), post);
        }

        long newEvents() {
            return Blog.events(entail) - oldEvents;
        }

        long likes() {
            assertThat(Blog.likes(entail, post))
                    .isEqualTo(entail.query(Blog.LIKE).count());
            return Blog.likes(entail, post);
        }

        @Override
        public void close() {
            DerivedValues.assertTrue(entail);
            entail.close();
        }
    }
}
