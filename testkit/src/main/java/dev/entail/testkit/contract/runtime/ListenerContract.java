package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.EntityStore;
import dev.entail.storage.spi.Database;
import dev.entail.storage.sql.StatementListener;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.write.PooledIds;
import dev.entail.storage.write.WriteSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The store without the runtime above it: who listens to writes, and who sees them when. */
abstract class ListenerContract extends RuntimeGroup {
    private EntityStore store(Database database) {
        return EntityStore.open(
                Crew.model(),
                database,
                new PooledIds(database.sequences()),
                Set.of(),
                StatementListener.none(),
                10_000,
                false);
    }

    @Test
    @DisplayName("T-161 STO-375 a listener hears of each mutation inside the transaction, and may add to it")
    final void adds() {
        try (Database database = test().fresh().open()) {
            EntityStore store = store(database);
            List<String> heard = new ArrayList<>();
            store.transactions().inTransaction(TransactionOptions.DEFAULT, transaction -> {
                AtomicReference<WriteSession> session = new AtomicReference<>();
                session.set(store.writes()
                        .begin(
                                transaction,
                                events -> events.forEach(event -> {
                                    heard.add(event.record());
                                    if (event.record().equals("Person")) {
                                        session.get().create("Doc", Draft.of("title", "of " + event.id()));
                                    }
                                })));
                session.get().create("Person", Draft.of("name", "a"));
                session.get().flush();
                return heard;
            });
            assertThat(heard).containsExactly("Person", "Doc");
        }
    }

    @Test
    @DisplayName("T-162 STO-375 STO-377 a listener that fails undoes the operation")
    final void fails() {
        try (Database database = test().fresh().open()) {
            EntityStore store = store(database);
            EntailException failure =
                    failureOf(() -> store.transactions().inTransaction(TransactionOptions.DEFAULT, transaction -> {
                        WriteSession session = store.writes().begin(transaction, ListenerContract::refuse);
                        session.create("Person", Draft.of("name", "a"));
                        return session;
                    }));
            assertThat(failure).hasMessageContaining("heard enough");
            assertThat((long)
                            store.transactions().reading(jdbc -> store.queries().count(Query.of("Person"), jdbc)))
                    .isZero();
        }
    }

    private static void refuse(List<MutationEvent> events) {
        throw new EntailException(
                ErrorCode.CALLBACK_FAILED, "heard enough of " + events.get(0).record());
    }

    @Test
    @DisplayName("T-247 STO-107 nobody sees what another transaction has not committed")
    final void isolated() throws InterruptedException {
        Entail entail = open(Crew.model());
        RecordId person = entail.create(Crew.PERSON, Draft.of("name", "before"));
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform()
                .start(() -> entail.inTransaction(writes -> {
                    writes.update(Crew.PERSON, person, Draft.of("name", "after"));
                    writes.query(Crew.PERSON).list();
                    written.countDown();
                    return await(read);
                }));
        assertThat(await(written)).isTrue();
        assertThat(entail.query(Crew.PERSON)
                        .select("name")
                        .byId(person)
                        .orElseThrow()
                        .text("name"))
                .isEqualTo("before");
        read.countDown();
        writer.join();
        assertThat(entail.query(Crew.PERSON)
                        .select("name")
                        .byId(person)
                        .orElseThrow()
                        .text("name"))
                .isEqualTo("after");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
