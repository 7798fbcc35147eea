package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Atomic;
import dev.entail.Entail;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.database.DatabaseProduct;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Changes of single values that are one statement, and the values on which they are refused. */
abstract class AtomicContract extends RuntimeGroup {
    private static final Property<Long> STOCK = integer("stock");
    private static final Property<BigDecimal> RATE = decimal("rate");
    private static final Property<Double> SHARE = number("share");
    private static final Property<String> STATE = text("state");
    private static final Property<Instant> AT = timestamp("at");
    private static final Property<Object> EXTRA = json("extra");
    private static final Property<Object> TOTALS = json("totals");
    private static final Property<List<String>> TAGS = list(text("tags"));
    private static final Property<String> SKU = text("sku");
    private static final Property<String> OWNER = text("owner");
    private static final Entity ITEM = entity(
            "Item",
            STOCK,
            RATE,
            SHARE,
            STATE,
            AT,
            EXTRA,
            TAGS,
            SKU,
            OWNER,
            integer("price"),
            integer("weight"),
            text("phase"),
            text("room"));
    private static final Entity BOX = entity("Box", text("code"));
    private static final Relation BOXED = manyToOne(ITEM, "box", BOX, "items").with(integer("slot"));
    private static final Relation NEXT =
            manyToMany(ITEM, "next", ITEM, "previous").named("Next").with(integer("hits"));
    private static final Property<Long> HITS = integer("hits");
    private static final Property<Long> VISITS = integer("visits");
    private static final Property<String> MODE = text("mode");
    private static final Property<Long> ITEMS = integer("weights");

    private static Model store() {
        return Model.model("Store")
                .facts(ITEM, BOX, BOXED, NEXT, View.of("Open", ITEM, Match.eq("phase", "open")))
                .globals(VISITS.defaultTo(10L), MODE.defaultTo("init"), TOTALS)
                .constrain(ITEM, unique("sku", "sku"), required("owner", "owner"))
                .constrain(BOX, identity("box", "code"))
                .derive(ITEM, integer("gross"), Computed.from("price", row -> row.get("price")))
                .derive(ITEM, integer("no"), Sequence.scoped("itemNo").per("room"))
                .derive(BOX, integer("weight"), Summation.of("items", "weight"))
                .derive(ITEMS, Summation.of(ITEM, "weight"))
                .build();
    }

    private static RecordId item(Entail entail) {
        return entail.create(ITEM, Draft.of("owner", "o").set("room", "r"));
    }

    private static @Nullable Object atomic(Entail entail, Function<Atomic, @Nullable Object> work) {
        return entail.inTransaction(writes -> work.apply(writes.atomic()));
    }

    private static @Nullable Object stored(Entail entail, RecordId id, Property<?> property) {
        return entail.query(ITEM).select(property.name()).byId(id).orElseThrow().get(property);
    }

    private int returning() {
        return test().is(DatabaseProduct.MYSQL) ? 2 : 1;
    }

    @Test
    @DisplayName("T-214 STO-532 an increment counts null as zero and tells the sum, of every kind of number")
    final void increment() {
        Entail entail = open(store());
        RecordId id = item(entail);
        assertThat(atomic(entail, a -> a.increment(ITEM, id, STOCK, 2L))).isEqualTo(2L);
        assertThat(atomic(entail, a -> a.increment(ITEM, id, STOCK, -5L))).isEqualTo(-3L);
        assertThat(atomic(entail, a -> a.increment(ITEM, id, RATE, new BigDecimal("0.1"))))
                .isEqualTo(new BigDecimal("0.1"));
        assertThat(atomic(entail, a -> a.increment(ITEM, id, RATE, new BigDecimal("0.2"))))
                .isEqualTo(new BigDecimal("0.3"));
        assertThat(atomic(entail, a -> a.increment(ITEM, id, SHARE, 0.5))).isEqualTo(0.5);
        assertThat(stored(entail, id, STOCK)).isEqualTo(-3L);
        assertThat(failureOf(() -> atomic(entail, a -> a.increment(ITEM, RecordId.of(999), STOCK, 1L)))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
        atomic(entail, a -> a.replace(ITEM, id, STOCK, Long.MAX_VALUE));
        assertThat(failureOf(() -> atomic(entail, a -> a.increment(ITEM, id, STOCK, 1L)))
                        .code())
                .isEqualTo("VALUE_OUT_OF_RANGE");
        assertThat(log(entail)
                        .record(() -> atomic(entail, a -> a.increment(ITEM, id, SHARE, 1.0)))
                        .statements())
                .hasSize(returning());
    }

    @Test
    @DisplayName("T-REL-01 T-215 STO-532 none of a hundred concurrent increments is lost")
    final void concurrentIncrements() throws Exception {
        Entail entail = open(store());
        RecordId id = item(entail);
        run(100, i -> () -> atomic(entail, a -> a.increment(ITEM, id, STOCK, 1L)));
        run(100, i -> () -> atomic(entail, a -> a.increment(VISITS, 1L)));
        assertThat(stored(entail, id, STOCK)).isEqualTo(100L);
        assertThat(entail.global(VISITS)).isEqualTo(110);
    }

    private static List<@Nullable Object> run(int times, Function<Integer, Callable<@Nullable Object>> work)
            throws Exception {
        List<@Nullable Object> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<@Nullable Object>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(work.apply(i)));
            }
            for (Future<@Nullable Object> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    @DisplayName("T-216 STO-533 a replacement tells what was there before")
    final void replace() {
        Entail entail = open(store());
        RecordId id = item(entail);
        assertThat(atomic(entail, a -> a.replace(ITEM, id, TAGS, List.of("a")))).isNull();
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, TAGS, List.of("a"), List.of("b"))))
                .isEqualTo(true);
        assertThat(atomic(entail, a -> a.replace(ITEM, id, TAGS, null))).isEqualTo(List.of("b"));
        assertThat(atomic(entail, a -> a.replace(MODE, "on"))).isEqualTo("init");
        assertThat(failureOf(() -> atomic(entail, a -> a.replace(ITEM, RecordId.of(999), TAGS, null)))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
    }

    @Test
    @DisplayName("T-217 T-218 STO-534 of two that expect the same value one wins, and null is a value to expect")
    final void compareAndSet() throws Exception {
        Entail entail = open(store());
        RecordId id = item(entail);
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, STATE, "x", "reviewing")))
                .isEqualTo(false);
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, STATE, null, "reviewing")))
                .isEqualTo(true);
        assertThat(run(8, i -> () -> atomic(entail, a -> a.compareAndSet(ITEM, id, STATE, "reviewing", "s" + i))))
                .containsOnlyOnce(true);
        String now = (String) stored(entail, id, STATE);
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, STATE, now, null)))
                .isEqualTo(true);
        assertThat(stored(entail, id, STATE)).isNull();
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, RecordId.of(999), STATE, null, "x")))
                .isEqualTo(false);
        assertThat(log(entail)
                        .record(() -> atomic(entail, a -> a.compareAndSet(ITEM, id, STATE, "no", "x")))
                        .statements())
                .hasSize(1);
    }

    @Test
    @DisplayName("STO-534 JSON is compared by structure, timestamps by instant, decimals by value")
    final void meaning() {
        Entail entail = open(store());
        RecordId id = item(entail);
        atomic(entail, a -> a.replace(ITEM, id, EXTRA, Map.of("b", List.of(1L), "a", Map.of("y", 1L, "x", "é"))));
        assertThat(atomic(
                        entail,
                        a -> a.compareAndSet(
                                ITEM, id, EXTRA, Map.of("a", Map.of("x", "é", "y", 1), "b", List.of(1)), "plain")))
                .isEqualTo(true);
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, EXTRA, "plain", null)))
                .isEqualTo(true);
        Instant at = Instant.parse("2026-01-31T12:00:00.123Z");
        atomic(entail, a -> a.replace(ITEM, id, AT, at));
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, AT, at.plusMillis(1), null)))
                .isEqualTo(false);
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, AT, at, at.plusMillis(1))))
                .isEqualTo(true);
        atomic(entail, a -> a.replace(ITEM, id, RATE, new BigDecimal("1.50")));
        assertThat(atomic(entail, a -> a.compareAndSet(ITEM, id, RATE, new BigDecimal("1.5"), BigDecimal.ONE)))
                .isEqualTo(true);
    }

    @Test
    @DisplayName("T-219 STO-534 a global value starts from its default")
    final void globals() {
        Entail entail = open(store());
        assertThat(atomic(entail, a -> a.compareAndSet(MODE, "init", "next"))).isEqualTo(true);
        assertThat(entail.global(MODE)).isEqualTo("next");
        assertThat(atomic(entail, a -> a.compareAndSet(MODE, "init", "next"))).isEqualTo(false);
        assertThat(atomic(entail, a -> a.increment(VISITS, 5L))).isEqualTo(15L);
        assertThat(failureOf(() -> atomic(entail, a -> a.increment(ITEMS, 1L))).code())
                .isEqualTo("ATOMIC_NOT_ALLOWED");
        assertThat(failureOf(() -> atomic(entail, a -> a.increment(integer("other"), 1L)))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
    }

    @Test
    @DisplayName("T-220 T-221 STO-535 STO-536 fields of a global JSON value are added to together, and a lock tells it")
    final void fields() throws Exception {
        Entail entail = open(store());
        run(4, i -> () -> atomic(entail, a -> a.addToFields(TOTALS, Map.of("sum", 10, "count", 2))));
        assertThat(atomic(entail, a -> a.lock(TOTALS))).isEqualTo(Map.of("sum", 40L, "count", 8L));
        assertThat(atomic(entail, a -> a.addToFields(TOTALS, Map.of("sum", new BigDecimal("0.5")))))
                .isEqualTo(Map.of("sum", new BigDecimal("40.5"), "count", 8L));
        atomic(entail, a -> a.replace(TOTALS, "text"));
        assertThat(failureOf(() -> atomic(entail, a -> a.addToFields(TOTALS, Map.of("sum", 1))))
                        .code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(entail.global(TOTALS)).isEqualTo("text");
    }

    @Test
    @DisplayName(
            "STO-534 STO-538 a claim changes a record that satisfies a condition, for one of many, in one statement")
    final void claim() throws Exception {
        Entail entail = open(store());
        RecordId id = item(entail);
        atomic(entail, a -> a.replace(ITEM, id, STOCK, 3L));
        Match free = Match.and(Match.isNull("state"), Match.between("stock", 1, 5), Match.not(Match.eq("owner", "x")));
        List<@Nullable Object> won = run(
                8,
                i -> () -> atomic(
                        entail,
                        a -> a.claim(ITEM, id, free, Draft.of("state", "taken").set("tags", List.of("by" + i)))));
        assertThat(won).containsOnlyOnce(true);
        assertThat(stored(entail, id, STATE)).isEqualTo("taken");
        assertThat(log(entail)
                        .record(() -> atomic(entail, a -> a.claim(ITEM, id, free, Draft.of("state", "x"))))
                        .statements())
                .hasSize(1);
        assertThat(failureOf(() -> atomic(
                                entail, a -> a.claim(ITEM, id, Match.eq("box.code", "x"), Draft.of("state", "x"))))
                        .code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> atomic(entail, a -> a.claim(ITEM, id, free, Draft.empty())))
                        .code())
                .isEqualTo("WRITE_INVALID");
    }

    @Test
    @DisplayName("W-47 STO-376 what something depends on is refused, with the reason")
    final void refused() {
        Entail entail = open(store());
        RecordId id = item(entail);
        for (String name : List.of("price", "weight", "phase", "room", "gross", "no")) {
            boolean isText = name.equals("phase") || name.equals("room");
            Property<?> property = isText ? text(name) : integer(name);
            assertThat(failureOf(() -> atomic(entail, a -> a.replace(ITEM, id, property, null)))
                            .code())
                    .as(name)
                    .isEqualTo("ATOMIC_NOT_ALLOWED");
            assertThat(failureOf(() -> atomic(entail, a -> a.claim(ITEM, id, Match.all(), Draft.of(name, null))))
                            .code())
                    .as(name)
                    .isEqualTo("ATOMIC_NOT_ALLOWED");
        }
        assertThat(failureOf(() -> atomic(entail, a -> a.replace(BOX, id, text("code"), "x")))
                        .code())
                .isEqualTo("ATOMIC_NOT_ALLOWED");
        assertThat(failureOf(() -> atomic(entail, a -> a.replace(ITEM, id, OWNER, null)))
                        .code())
                .isEqualTo("NON_NULL_CONSTRAINT_VIOLATION");
        assertThat(failureOf(() -> atomic(entail, a -> a.replace(ITEM, id, integer("state"), 1L)))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
    }

    @Test
    @DisplayName("STO-530 keys are kept by the database, links have values too, and nothing is among the effects")
    final void others() {
        Entail entail = open(store());
        RecordId first = item(entail);
        RecordId second = item(entail);
        atomic(entail, a -> a.replace(ITEM, first, SKU, "s"));
        assertThat(ConstraintViolation.in(failureOf(() -> atomic(entail, a -> a.replace(ITEM, second, SKU, "s"))))
                        .orElseThrow()
                        .constraint())
                .isEqualTo("sku");
        RecordId link = entail.link(NEXT, Link.between(first, second));
        assertThat(atomic(entail, a -> a.increment(NEXT, link, HITS, 4L))).isEqualTo(4L);
        RecordId box = entail.create(BOX, Draft.of("code", "c"));
        RecordId held = entail.link(BOXED, Link.between(first, box).with("slot", 1));
        assertThat(atomic(entail, a -> a.increment(BOXED, held, integer("slot"), 1L)))
                .isEqualTo(2L);
        assertThat(entail.effects(writes -> {
                    RecordId fresh = writes.create(ITEM, Draft.of("owner", "o").set("room", "r"));
                    assertThat(writes.atomic().increment(ITEM, fresh, STOCK, 4L))
                            .isEqualTo(4);
                    assertThat(writes.query(ITEM)
                                    .select("stock")
                                    .byId(fresh)
                                    .orElseThrow()
                                    .integer("stock"))
                            .isEqualTo(4);
                }))
                .as("the record, and nothing of the increment")
                .hasSize(1);
    }
}
