package dev.entail.examples.docs;

import static dev.entail.examples.social.SocialModel.LIKE;
import static dev.entail.examples.social.SocialModel.POST;
import static dev.entail.examples.social.SocialModel.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.examples.social.SocialModel;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.testkit.jdbc.FaultInjectingDatabase;
import dev.entail.wiring.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("transactions.md")
class TransactionsTest {
    @Test
    @DisplayName("the retry policy and the bound on mutations can be set")
    void settings() {
        // snippet: settings
        RetryPolicy patient = new RetryPolicy(8, List.of(Duration.ofMillis(5), Duration.ofMillis(20)));
        Settings settings = new Settings(patient, 10_000);
        try (Entail entail =
                Entail.with(SocialModel.create()).settings(settings).open("jdbc:h2:mem:")) {
            // end
            assertThat(entail.create(SocialModel.USER, Draft.of("name", "Ann"))).isNotNull();
        }
    }

    @Test
    @DisplayName("writes that belong together are one transaction")
    void together() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            // snippet: together
            RecordId post = entail.inTransaction(writes -> {
                RecordId ann = writes.create(USER, Draft.of("name", "Ann"));
                RecordId hello = writes.create(POST, Draft.of("title", "Hello").set("author", ann));
                writes.link(LIKE, Link.between(ann, hello));
                return hello;
            });
            // end
            assertThat(entail.query(POST)
                            .select("likeCount")
                            .byId(post)
                            .orElseThrow()
                            .integer("likeCount"))
                    .isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a transaction has options, and the read-only one refuses to write")
    void options() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            // snippet: options
            TransactionOptions report = TransactionOptions.DEFAULT
                    .withName("report")
                    .withIsolation(IsolationLevel.SERIALIZABLE)
                    .withTimeout(Duration.ofSeconds(5))
                    .asReadOnly();
            long users =
                    entail.inTransaction(report, writes -> writes.query(USER).count());
            // end
            assertThat(users).isZero();
            assertThatThrownBy(() ->
                            entail.inTransaction(report, writes -> writes.create(USER, Draft.of("name", "Ann"))))
                    .hasFieldOrPropertyWithValue("code", "DATABASE_READ_ONLY");
        }
    }

    @Test
    @DisplayName("an attempt that fails is undone alone")
    void attempt() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            List<RecordId> posts = List.of(
                    entail.create(POST, Draft.of("title", "One")), entail.create(POST, Draft.of("title", "Two")));
            entail.link(LIKE, Link.between(ann, posts.get(0)));
            // snippet: attempt
            int linked = entail.inTransaction(writes -> {
                int done = 0;
                for (RecordId post : posts) {
                    try {
                        writes.attempt(() -> writes.link(LIKE, Link.between(ann, post)));
                        done++;
                    } catch (EntailException e) {
                        if (!e.hasCode("UNIQUE_CONSTRAINT_VIOLATION")) {
                            throw e;
                        }
                    }
                }
                return done;
            });
            // end
            assertThat(linked).isEqualTo(1);
            assertThat(entail.query(LIKE).count()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a conflict is retried, and what is retried too often is refused")
    void retry() {
        try (FaultInjectingDatabase database = new FaultInjectingDatabase(
                        DatabaseDrivers.fromClassPath().open(DatabaseConfig.of("jdbc:h2:mem:")));
                Entail entail = Entail.with(SocialModel.create()).open(database)) {
            entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Ann"))
                    .orThrow();
            database.faults().failBefore(1, () -> new SQLException("injected", "40001"));
            DispatchResult result = entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Bob"));
            assertThat(database.faults().fired()).isTrue();
            assertThat(result.isAccepted()).isTrue();
            assertThat(entail.query(SocialModel.USER).count()).isEqualTo(2);
        }
    }
}
