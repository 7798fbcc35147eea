package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.testkit.jdbc.JdbcCall;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a transaction can be asked to be, and how often it is run. */
abstract class OptionsContract extends RuntimeGroup {
    private static final TransactionOptions ANY = TransactionOptions.DEFAULT;
    private static final Settings QUICK = new Settings(new RetryPolicy(5, List.of(Duration.ofMillis(1))), 1000);

    @Test
    @DisplayName("STO-601 a read-only transaction reads, refuses every write before it is sent, and can go on reading")
    final void readOnly() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        log(entail).clear();
        long users = entail.inTransaction(ANY.asReadOnly(), writes -> {
            for (EntailException refused : List.of(
                    failureOf(() -> writes.create(Blog.USER, Draft.of("name", "Bob"))),
                    failureOf(() -> writes.update(Blog.USER, ann, Draft.of("name", "Bob"))),
                    failureOf(() -> writes.delete(Blog.USER, ann)))) {
                assertThat(refused.code()).isEqualTo("DATABASE_READ_ONLY");
            }
            return writes.query(Blog.USER).count();
        });
        assertThat(users).isEqualTo(1);
        assertThat(log(entail).statements()).hasSize(1);
        assertThat(Blog.user(entail, "Cid")).isNotNull();
    }

    @Test
    @DisplayName("a transaction that is not done in time is rolled back with TRANSACTION_TIMEOUT, which names it")
    final void timeout() {
        Entail entail = open(Blog.model());
        if (!entail.getTransactionCapability().has(Capability.STATEMENT_TIMEOUTS)) {
            assertThat(failureOf(() -> entail.inTransaction(ANY.withTimeout(Duration.ofSeconds(1)), writes -> true))
                            .code())
                    .isEqualTo("CAPABILITY_MISSING");
            return;
        }
        TransactionOptions hurried = ANY.withTimeout(Duration.ofMillis(200)).withName("import");
        EntailException error = failureOf(() -> entail.inTransaction(hurried, writes -> {
            writes.create(Blog.USER, Draft.of("name", "Ann"));
            pause(300);
            return true;
        }));
        assertThat(error.code()).isEqualTo("TRANSACTION_TIMEOUT");
        assertThat(error.getMessage()).contains("'import'");
        assertThat(entail.query(Blog.USER).count()).isZero();
        entail.inTransaction(
                ANY.withTimeout(Duration.ofMinutes(1)), writes -> writes.create(Blog.USER, Draft.of("name", "Bob")));
        assertThat(entail.query(Blog.USER).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("the time is for all attempts together; when a wait would not fit, the conflicts are told with it")
    final void timeoutOverAttempts() {
        try (FaultInjectingDatabase database =
                new FaultInjectingDatabase(test().fresh().open())) {
            Settings slow = new Settings(new RetryPolicy(5, List.of(Duration.ofSeconds(30))), 1000);
            Entail entail = Entail.with(Blog.model()).settings(slow).open(database);
            Blog.user(entail, "Ann");
            AtomicInteger runs = new AtomicInteger();
            EntailException error =
                    failureOf(() -> entail.inTransaction(ANY.withTimeout(Duration.ofSeconds(10)), writes -> {
                        runs.incrementAndGet();
                        database.faults().failBefore(1, () -> new SQLException("injected", "40001"));
                        return writes.query(Blog.USER).count();
                    }));
            assertThat(error.code()).isEqualTo("TRANSACTION_TIMEOUT");
            assertThat(error.hasCode("CONCURRENCY_CONFLICT")).isTrue();
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    @DisplayName("STO-602 CAP-05 an isolation that is not offered is refused before the work runs")
    final void isolation() {
        Entail entail = open(Blog.model());
        AtomicInteger runs = new AtomicInteger();
        TransactionOptions serializable = ANY.withIsolation(IsolationLevel.SERIALIZABLE);
        if (entail.getTransactionCapability().has(Capability.SERIALIZABLE)) {
            assertThat(entail.<Integer>inTransaction(serializable, writes -> runs.incrementAndGet()))
                    .isEqualTo(1);
        } else {
            assertThat(failureOf(() -> entail.inTransaction(serializable, writes -> runs.incrementAndGet()))
                            .code())
                    .isEqualTo("CAPABILITY_MISSING");
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    @DisplayName("STO-601 a timeout that is not positive and a blank name make no options")
    final void badOptions() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatThrownBy(() -> ANY.withTimeout(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ANY.withName(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("STO-630 RTY-02 T-251 work that needs SERIALIZABLE runs again at once at that level, and stays there")
    final void requireSerializable() {
        FaultInjectingDatabase database =
                new FaultInjectingDatabase(test().fresh().open());
        Settings slow = new Settings(new RetryPolicy(3, List.of(Duration.ofMillis(1))), 1000);
        try (Entail entail = Entail.with(Blog.model()).settings(slow).open(database)) {
            if (!entail.getTransactionCapability().has(Capability.SERIALIZABLE)) {
                return;
            }
            Blog.user(entail, "Zoe");
            AtomicInteger runs = new AtomicInteger();
            entail.inTransaction(writes -> {
                int run = runs.incrementAndGet();
                writes.create(Blog.USER, Draft.of("name", "Ann " + run));
                try {
                    writes.requireSerializable();
                } catch (EntailException swallowed) {
                    assertThat(swallowed.code()).isEqualTo("SERIALIZABLE_REQUIRED");
                }
                if (run == 2) {
                    database.faults().failBefore(1, () -> new SQLException("injected", "40001"));
                }
                return true;
            });
            assertThat(runs).hasValue(3);
            assertThat(names(entail)).containsExactly("Ann 3", "Zoe");
        }
    }

    @Test
    @DisplayName("STO-632 RTY-03 T-249 four conflicts and a success: five attempts, and effects of the last one only")
    final void fiveAttempts() {
        Attempts scene = new Attempts(4);
        try (Entail entail = scene.entail) {
            DispatchResult result = Blog.like(entail, scene.user, scene.post).orThrow();
            assertThat(scene.runs).hasValue(5);
            assertThat(result.effects()).hasSize(4);
            assertThat(Blog.events(entail)).isEqualTo(1);
            assertThat(Blog.likes(entail, scene.post)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("STO-631 RTY-06 T-250 five conflicts: TRANSACTION_RETRY_EXHAUSTED with name, attempts and all causes")
    final void exhausted() {
        Attempts scene = new Attempts(100);
        try (Entail entail = scene.entail) {
            EntailException error = Blog.like(entail, scene.user, scene.post).refusal();
            assertThat(error.code()).isEqualTo("TRANSACTION_RETRY_EXHAUSTED");
            assertThat(error.details()).containsEntry("attempts", 5).containsEntry("isolation", "READ_COMMITTED");
            assertThat(error.getMessage()).contains("'" + Blog.LIKE_POST.name() + "'");
            assertThat(error.hasCode("CONCURRENCY_CONFLICT")).isTrue();
            assertThat(error.getSuppressed()).hasSize(4);
            assertThat(scene.runs).hasValue(5);
            assertThat(Blog.events(entail)).isZero();
        }
    }

    @Test
    @DisplayName("STO-631 ERR-08 T-252 a deadlock is retried however deep the work has wrapped it; a refusal is not")
    final void wrapped() {
        try (FaultInjectingDatabase database =
                new FaultInjectingDatabase(test().fresh().open())) {
            Entail entail = Entail.with(Blog.model()).settings(QUICK).open(database);
            AtomicInteger runs = new AtomicInteger();
            entail.inTransaction(writes -> {
                if (runs.incrementAndGet() == 1) {
                    database.faults().failBefore(1, () -> new SQLException("injected", "40001"));
                    try {
                        return writes.query(Blog.USER).count();
                    } catch (EntailException e) {
                        throw new IllegalStateException(
                                "three", new IllegalArgumentException("two", new IllegalStateException("one", e)));
                    }
                }
                return 0L;
            });
            assertThat(runs).hasValue(2);
            IllegalStateException circle = new IllegalStateException("circle");
            circle.initCause(new IllegalStateException("round", circle));
            assertThatThrownBy(() -> entail.inTransaction(writes -> {
                        runs.incrementAndGet();
                        throw circle;
                    }))
                    .isSameAs(circle);
            assertThat(runs).hasValue(3);
        }
    }

    /** A dispatch that meets conflicts in its first attempts: each attempt arms the fault of its first statement. */
    private final class Attempts {
        final AtomicInteger runs = new AtomicInteger();
        final Entail entail;
        final RecordId user;
        final RecordId post;

        Attempts(int conflicts) {
            FaultInjectingDatabase database =
                    new FaultInjectingDatabase(test().fresh().open());
            this.entail = Entail.with(Blog.model())
                    .settings(QUICK)
                    .open(new InterceptedDatabase(database, (call, action) -> {
                        // Where all statements go together the commit goes with them.
                        boolean commits = call.kind() == JdbcCall.Kind.COMMIT || call.kind() == JdbcCall.Kind.BATCH;
                        if (commits && isCounting()) {
                            if (runs.incrementAndGet() <= conflicts) {
                                throw new SQLException("injected", "40001");
                            }
                        }
                        return action.proceed();
                    }));
            this.user = Blog.user(entail, "Ann");
            this.post = Blog.post(entail, "Hello");
            this.counting = true;
        }

        private volatile boolean counting;

        private boolean isCounting() {
            return counting;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The names of all users, in order. */
    private static List<String> names(Entail entail) {
        return entail.query(Blog.USER).select("name").list().stream()
                .map(row -> row.text("name"))
                .sorted()
                .toList();
    }
}
