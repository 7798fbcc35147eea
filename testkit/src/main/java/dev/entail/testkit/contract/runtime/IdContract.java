package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids that several transactions take at once, some of which are undone: no number is given out twice, nobody is stuck. */
abstract class IdContract extends RuntimeGroup {
    private static final Entity PART = Entity.entity("Part", Property.text("name"));

    private Entail parts() {
        return open(Model.model("Parts").facts(PART).build());
    }

    private static List<RecordId> create(Writes writes, int count) {
        List<RecordId> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add(writes.create(PART, Draft.of("name", "n" + i)));
        }
        return created;
    }

    private static List<RecordId> create(Entail entail, int count) {
        return entail.inTransaction(writes -> create(writes, count));
    }

    private int blockSize(Entail entail) {
        return database(entail).sequences().blockSize();
    }

    /** Whether everything that was created is there, under an id of its own. */
    private static void assertAllStored(Entail entail, List<RecordId> created) {
        assertThat(created).doesNotHaveDuplicates();
        assertThat(entail.query(PART).list().stream().map(row -> row.id()))
                .containsExactlyInAnyOrderElementsOf(created);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(IsolationLevel.class)
    @DisplayName("STO-512 STO-607 one reserves ids and rolls back while another, not yet begun, takes some: no id is"
            + " given twice, and neither waits for the other in a circle")
    final void reservationUndone(IsolationLevel level) throws Exception {
        for (boolean exhausted : new boolean[] {false, true}) {
            Entail entail = parts();
            if (level == IsolationLevel.SERIALIZABLE
                    && !entail.getTransactionCapability().has(Capability.SERIALIZABLE)) {
                return;
            }
            int first = exhausted ? blockSize(entail) : 1;
            AtomicReference<Thread> asking = new AtomicReference<>();
            CountDownLatch reserved = new CountDownLatch(1);
            CountDownLatch undone = new CountDownLatch(1);
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<List<RecordId>> other = thread.submit(() -> entail.inTransaction(writes -> {
                    await(reserved);
                    asking.set(Thread.currentThread());
                    List<RecordId> created = create(writes, 1);
                    await(undone);
                    return created;
                }));
                EntailException rolledBack = failureOf(() -> entail.inTransaction(level, writes -> {
                    create(writes, first);
                    reserved.countDown();
                    untilItWaits(asking);
                    // Nobody may keep the one who holds the database from the ids that it needs.
                    create(writes, 2 * blockSize(entail));
                    throw new EntailException("NO", "rolled back", Map.of());
                }));
                undone.countDown();
                assertThat(rolledBack.code()).isEqualTo("NO");
                List<RecordId> created = new ArrayList<>(other.get(30, TimeUnit.SECONDS));
                created.addAll(create(entail, 3 * blockSize(entail)));
                assertAllStored(entail, created);
            }
        }
    }

    @Test
    @DisplayName("STO-512 STO-609 ids reserved in an attempt that fails are given to nobody else meanwhile, and only"
            + " once afterwards")
    final void attemptUndone() throws Exception {
        Entail entail = parts();
        if (!entail.getTransactionCapability().has(Capability.SAVEPOINTS)) {
            return;
        }
        AtomicReference<Thread> asking = new AtomicReference<>();
        CountDownLatch reserved = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<List<RecordId>> other = thread.submit(() -> entail.inTransaction(writes -> {
                await(reserved);
                asking.set(Thread.currentThread());
                return create(writes, blockSize(entail) + 1);
            }));
            List<RecordId> created = new ArrayList<>(entail.inTransaction(writes -> {
                failureOf(() -> writes.attempt(() -> {
                    create(writes, 1);
                    reserved.countDown();
                    untilItWaits(asking);
                    throw new EntailException("NO", "undone", Map.of());
                }));
                List<RecordId> after = create(writes, 1);
                after.addAll(writes.attempt(() -> create(writes, blockSize(entail))));
                return after;
            }));
            created.addAll(other.get(30, TimeUnit.SECONDS));
            created.addAll(create(entail, 2 * blockSize(entail)));
            assertAllStored(entail, created);
        }
    }

    @Test
    @DisplayName("STO-512 STO-513 an id that is given after a reservation was undone is never given again")
    final void givenAfterUndone() {
        Entail entail = parts();
        failureOf(() -> entail.inTransaction(writes -> {
            create(writes, 1);
            throw new EntailException("NO", "rolled back", Map.of());
        }));
        RecordId given = RecordId.of(blockSize(entail) / 2 + 1);
        List<RecordId> created = new ArrayList<>();
        created.add(entail.create(PART, Draft.of("id", given)));
        created.addAll(create(entail, 2 * blockSize(entail)));
        assertAllStored(entail, created);
    }

    @Test
    @DisplayName("STO-513 STO-607 ids that are given while another transaction has reserved some, and rolls back, meet"
            + " nobody")
    final void givenMeanwhile() throws Exception {
        Entail entail = parts();
        RecordId given = RecordId.of(blockSize(entail) / 2 + 1);
        AtomicReference<Thread> asking = new AtomicReference<>();
        CountDownLatch reserved = new CountDownLatch(1);
        CountDownLatch undone = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<RecordId> other = thread.submit(() -> entail.inTransaction(writes -> {
                await(reserved);
                asking.set(Thread.currentThread());
                RecordId id = writes.create(PART, Draft.of("id", given));
                await(undone);
                return id;
            }));
            failureOf(() -> entail.inTransaction(writes -> {
                create(writes, 1);
                reserved.countDown();
                untilItWaits(asking);
                throw new EntailException("NO", "rolled back", Map.of());
            }));
            undone.countDown();
            List<RecordId> created = new ArrayList<>(List.of(other.get(30, TimeUnit.SECONDS)));
            created.addAll(create(entail, 2 * blockSize(entail)));
            assertAllStored(entail, created);
        }
    }

    @Test
    @DisplayName("STO-621 what is left of a block is for everybody once it is committed")
    final void restIsShared() {
        Entail entail = parts();
        List<RecordId> created = new ArrayList<>(create(entail, 1));
        List<String> statements =
                log(entail).record(() -> created.addAll(create(entail, 1))).statements();
        assertThat(statements).as("the insert alone").hasSize(1);
        assertAllStored(entail, created);
    }

    @Test
    @DisplayName("STO-607 a transaction whose writes still wait in memory keeps nobody from writing")
    final void pendingWrites() throws Exception {
        Entail entail = parts();
        List<RecordId> created = new ArrayList<>(create(entail, 1));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            created.addAll(entail.inTransaction(writes -> {
                List<RecordId> mine = create(writes, 3);
                Future<List<RecordId>> other = thread.submit(() -> create(entail, 2));
                try {
                    mine.addAll(other.get(30, TimeUnit.SECONDS));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return mine;
            }));
        }
        assertAllStored(entail, created);
    }

    /** Waits until a thread that asks for an id has one, or cannot go on. */
    private static void untilItWaits(AtomicReference<Thread> asking) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            Thread thread = asking.get();
            if (thread != null && isWaiting(thread.getState())) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody waits");
    }

    private static boolean isWaiting(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
