package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.spi.Capability;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Aggregates, streams and locks. */
abstract class QueryEndContract extends RuntimeGroup {
    @Test
    @DisplayName("STO-181 sums, means, extremes and counts, each record once, nulls left out")
    final void aggregates() {
        Entail entail = open(Parts.model());
        for (String[] item :
                new String[][] {{"a", "1.10", "3", "0.5"}, {"b", "2.2", "4", "1.5"}, {"c", "-0.3", "6", "1"}}) {
            RecordId id = entail.create(
                    Parts.ITEM,
                    Draft.of("name", item[0])
                            .set("price", new BigDecimal(item[1]))
                            .set("stock", Integer.parseInt(item[2]))
                            .set("n", Double.parseDouble(item[3]))
                            .set("at", Instant.ofEpochMilli(1_000_000_000_000L + Integer.parseInt(item[2]))));
            entail.create(Parts.PART, Draft.of("name", "1").set("item", id));
            entail.create(Parts.PART, Draft.of("name", "2").set("item", id));
        }
        entail.create(Parts.ITEM, Draft.of("name", "none"));
        var items = entail.query(Parts.ITEM);
        assertThat(items.where(Match.like("parts.name", "%"))
                        .aggregate(
                                Aggregate.count(),
                                Aggregate.sum("price"),
                                Aggregate.sum("stock"),
                                Aggregate.avg("stock"),
                                Aggregate.avg("price"),
                                Aggregate.avg("n"),
                                Aggregate.min("name"),
                                Aggregate.max("price"),
                                Aggregate.max("at")))
                .containsExactly(
                        3L,
                        new BigDecimal("3"),
                        13L,
                        new BigDecimal("4.3333333333"),
                        new BigDecimal("1"),
                        1.0,
                        "a",
                        new BigDecimal("2.2"),
                        Instant.ofEpochMilli(1_000_000_000_006L));
        assertThat(items.aggregate(Aggregate.count(), Aggregate.count("price"))).containsExactly(4L, 3L);
        assertThat(items.where(Match.eq("name", "none"))
                        .aggregate(
                                Aggregate.sum("price"),
                                Aggregate.sum("stock"),
                                Aggregate.avg("n"),
                                Aggregate.min("at")))
                .containsExactly(null, null, null, null);
        assertThat(entail.query(Parts.PART).aggregate(Aggregate.sum("item.stock")))
                .containsExactly(26L);
        assertThat(items.where(Match.eq("name", "a")).exists()).isTrue();
        assertThat(items.where(Match.eq("name", "z")).exists()).isFalse();
        assertThat(items.limit(0).exists()).isTrue();
        for (Aggregate wrong : List.of(
                Aggregate.sum("name"),
                Aggregate.max("flag"),
                Aggregate.min("obj"),
                Aggregate.sum("parts.name"),
                Aggregate.avg("tags"),
                Aggregate.sum(""))) {
            assertThat(failureOf(() -> items.aggregate(wrong)).code())
                    .as(wrong.toString())
                    .isEqualTo("QUERY_INVALID");
        }
        assertThat(failureOf(() -> items.aggregate(Aggregate.sum("prise"))).code())
                .isEqualTo("UNKNOWN_NAME");
        entail.create(Parts.ITEM, Draft.of("stock", Long.MAX_VALUE));
        assertThat(failureOf(() -> items.aggregate(Aggregate.sum("stock"))).code())
                .isEqualTo("VALUE_OUT_OF_RANGE");
    }

    @Test
    @DisplayName("STO-926 a stream passes on every record in order, with its lists, while others are still to come")
    final void stream() {
        Entail entail = open(Crew.model());
        int count = 1_500;
        entail.inTransaction(writes -> {
            for (int i = 0; i < count; i++) {
                RecordId person =
                        writes.create(Crew.PERSON, Draft.of("name", "p" + i).set("age", count - i));
                writes.create(Crew.DOC, Draft.of("title", "d" + i).set("author", person));
            }
            return true;
        });
        List<Row> rows = new ArrayList<>();
        entail.query(Crew.PERSON)
                .select("name", "docs.title")
                .orderBy(Order.ascending("age"))
                .forEach(rows::add);
        assertThat(rows).hasSize(count);
        assertThat(rows.get(0).text("name")).isEqualTo("p" + (count - 1));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.rows("docs"))
                        .singleElement()
                        .satisfies(doc -> assertThat(doc.text("title"))
                                .isEqualTo("d" + row.text("name").substring(1))));
        AtomicLong seen = new AtomicLong();
        entail.query(Crew.PERSON).limit(700).forEach(row -> seen.incrementAndGet());
        assertThat(seen).hasValue(700);
        assertThat(failureOf(() -> entail.query(Crew.PERSON).forEach(row -> {
                            throw new dev.entail.core.error.EntailException(
                                    dev.entail.core.error.ErrorCode.CALLBACK_FAILED, "enough");
                        }))
                        .code())
                .isEqualTo("CALLBACK_FAILED");
        assertThat(entail.query(Crew.PERSON).count()).isEqualTo(count);
    }

    @Test
    @DisplayName(
            "STO-926 a stream is not held: while its rows are passed on the heap has room for few of them, outside of a"
                    + " transaction and inside")
    final void streamIsNotHeld() {
        int count = 2_000;
        int width = 16 << 10;
        Entail entail = open(Crew.model());
        // One long text that every row repeats, so that the result is large and the database is small.
        RecordId author = Crew.person(entail, "x".repeat(width), 1);
        entail.inTransaction(writes -> {
            for (int i = 0; i < count; i++) {
                writes.create(Crew.DOC, Draft.of("title", "d" + i).set("author", author));
            }
            return true;
        });
        long whole = (long) count * width;
        var docs = entail.query(Crew.DOC).select("author.name");
        assertThat(heapTaken(docs, count)).isLessThan(whole * 2 / 3);
        assertThat((Long) entail.inTransaction(
                        writes -> heapTaken(writes.query(Crew.DOC).select("author.name"), count)))
                .isLessThan(whole * 2 / 3);
    }

    /** How much more of the heap is in use in the midst of a stream than before it, garbage left out. */
    private static long heapTaken(RecordQuery stream, int count) {
        long before = heapInUse();
        AtomicLong seen = new AtomicLong();
        AtomicLong most = new AtomicLong();
        stream.forEach(row -> {
            long number = seen.incrementAndGet();
            if (number == 1 || number == count / 2) {
                most.accumulateAndGet(heapInUse() - before, Math::max);
            }
        });
        assertThat(seen).hasValue(count);
        return most.get();
    }

    private static long heapInUse() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    @DisplayName(
            "STO-106 STO-926 a stream inside a transaction sees what it wrote, and the transaction goes on meanwhile")
    final void streamInTransaction() {
        Entail entail = open(Crew.model());
        entail.inTransaction(writes -> {
            for (int i = 0; i < 600; i++) {
                writes.create(Crew.PERSON, Draft.of("name", "p" + i));
            }
            writes.query(Crew.PERSON)
                    .select("name")
                    .forEach(row -> writes.create(Crew.DOC, Draft.of("title", row.text("name"))));
            assertThat(writes.query(Crew.DOC).count()).isEqualTo(600);
            return true;
        });
        assertThat(entail.query(Crew.DOC).count()).isEqualTo(600);
    }

    @Test
    @DisplayName(
            "T-108 T-220 STO-180 STO-537 a locking read locks the records found until the end, with whatever is joined"
                    + " to them")
    final void locks() throws InterruptedException {
        Entail entail = open(Crew.model());
        RecordId boss = Crew.person(entail, "boss", 50);
        RecordId person =
                entail.create(Crew.PERSON, Draft.of("name", "p").set("age", 1).set("boss", boss));
        assertThat(failureOf(() -> entail.query(Crew.PERSON).lock().list()).code())
                .isEqualTo("TRANSACTION_MISUSED");
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                locked.await();
                entail.update(Crew.PERSON, person, Draft.of("age", 100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                done.countDown();
            }
        });
        entail.inTransaction(writes -> {
            Row row = writes.query(Crew.PERSON)
                    .select("name", "age", "boss.name")
                    .where(Match.eq("boss.name", "boss"))
                    .lock()
                    .first()
                    .orElseThrow();
            assertThat(row.row("boss").text("name")).isEqualTo("boss");
            locked.countDown();
            assertThat(await(done)).as("the other update waits").isFalse();
            writes.update(Crew.PERSON, person, Draft.of("age", row.integer("age") + 1));
            return true;
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        other.join();
        assertThat(entail.query(Crew.PERSON)
                        .select("age")
                        .byId(person)
                        .orElseThrow()
                        .integer("age"))
                .isEqualTo(100);
    }

    @Test
    @DisplayName(
            "T-222 T-223 STO-537 STO-538 a locking read also locks the related records that it selects, and nothing"
                    + " else")
    final void locksRelated() throws InterruptedException {
        Entail entail = open(Crew.model());
        RecordId boss = Crew.person(entail, "boss", 50);
        RecordId person = entail.create(Crew.PERSON, Draft.of("name", "p").set("boss", boss));
        RecordId doc = entail.create(Crew.DOC, Draft.of("title", "d").set("author", person));
        RecordId stranger = Crew.person(entail, "stranger", 1);
        boolean rowLocks = entail.getTransactionCapability().has(Capability.ROW_LOCKS);
        CountDownLatch ofBoss = new CountDownLatch(1);
        CountDownLatch ofDoc = new CountDownLatch(1);
        List<Thread> others = new ArrayList<>();
        boolean strangerIsFree = entail.inTransaction(writes -> {
            var query = writes.query(Crew.PERSON).select("name", "boss.name", "docs.title");
            assertThat(query.lock().byId(RecordId.of(987_654_321))).isEmpty();
            Row row = query.lock().byId(person).orElseThrow();
            assertThat(row.row("boss").text("name")).isEqualTo("boss");
            assertThat(row.rows("docs")).hasSize(1);
            others.add(then(ofBoss, () -> entail.update(Crew.PERSON, boss, Draft.of("age", 51))));
            others.add(then(ofDoc, () -> entail.update(Crew.DOC, doc, Draft.of("title", "e"))));
            assertThat(await(ofBoss)).as("the update of the boss waits").isFalse();
            assertThat(await(ofDoc)).as("the update of the document waits").isFalse();
            CountDownLatch ofStranger = new CountDownLatch(1);
            others.add(then(ofStranger, () -> entail.update(Crew.PERSON, stranger, Draft.of("age", 2))));
            return !rowLocks || awaitLong(ofStranger);
        });
        for (Thread other : others) {
            other.join();
        }
        assertThat(strangerIsFree).isTrue();
        assertThat(entail.query(Crew.PERSON)
                        .select("age")
                        .byId(boss)
                        .orElseThrow()
                        .integer("age"))
                .isEqualTo(51);
    }

    private static boolean awaitLong(CountDownLatch latch) {
        try {
            return latch.await(8, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread then(CountDownLatch done, Runnable work) {
        return Thread.ofPlatform().start(() -> {
            work.run();
            done.countDown();
        });
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(400, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
