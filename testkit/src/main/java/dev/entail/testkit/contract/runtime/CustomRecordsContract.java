package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.retention.Retention;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.wiring.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records and links that functions yield all together. */
abstract class CustomRecordsContract extends RuntimeGroup {
    private static final Entity PRODUCT = entity("Product", text("name"), integer("price"), text("kind"));
    private static final Entity ADVICE = entity("Advice", integer("score"), text("note"));
    private static final Entity RANKED = entity("Ranked", text("title"));
    private static final Entity USER = entity("User", text("name"));
    private static final Relation SUBJECT =
            manyToOne(ADVICE, "product", PRODUCT, "advice").named("Subject");
    private static final Relation SAVED =
            manyToMany(USER, "saved", ADVICE, "savedBy").named("Saved");
    private static final Relation SIMILAR = manyToMany(PRODUCT, "similar", PRODUCT, "similarTo")
            .with(integer("gap"))
            .named("Similar");
    private static final Relation FAVOURITE =
            manyToOne(USER, "favourite", PRODUCT, "fans").named("Favourite");
    private static final Relation PEERS =
            manyToMany(USER, "peers", USER, "peers").named("Peers");
    private static final Property<Long> LIMIT = integer("limit").defaultTo(100L);
    private static final Property<Long> ADVISED = integer("advised");
    private static final Property<String> SUMMARY = text("summary");

    private final AtomicInteger runs = new AtomicInteger();

    private static ModelBuilder facts() {
        return Model.model("Advice")
                .facts(PRODUCT, ADVICE, RANKED, USER, SUBJECT, SAVED, SIMILAR)
                .globals(LIMIT);
    }

    /** What is cheap is advised; the cheaper, the better. */
    private CustomRecords advice() {
        return CustomRecords.reading("products", Query.of("Product").select("name", "price"))
                .and("@limit")
                .keyedBy("product")
                .yielding(all -> {
                    runs.incrementAndGet();
                    return all.rows("products").stream()
                            .filter(row -> row.get("price") instanceof Long price && price < all.integer("@limit"))
                            .map(row -> Draft.of("product", row.id())
                                    .set("score", all.integer("@limit") - row.integer("price"))
                                    .set("note", row.get("name")))
                            .toList();
                });
    }

    private Model advised() {
        return facts().derive(ADVICE, advice())
                .derive(ADVICE, integer("saves"), Count.of("savedBy"))
                .derive(ADVICE, text("label"), Computed.from("score", row -> "#" + row.get("score")))
                .derive(PRODUCT, integer("adviceCount"), Count.of("advice"))
                .derive(ADVISED, Count.of(ADVICE))
                .derive(
                        SUMMARY,
                        Custom.reading("advice", Query.of("Advice").select("label"))
                                .computing(all -> all.rows("advice").stream()
                                        .map(row -> row.text("label"))
                                        .sorted()
                                        .toList()
                                        .toString()))
                .build();
    }

    private static List<Row> advice(Entail entail) {
        return entail.query(ADVICE)
                .select("score", "note", "product.id", "saves")
                .orderBy(Order.descending("score"))
                .list();
    }

    private static RecordId product(Entail entail, String name, long price) {
        return entail.create(PRODUCT, Draft.of("name", name).set("price", price));
    }

    @Test
    @DisplayName("T-CUS-18 CUS-01 APL-05 WK-32 records stay with their ids and links, only the difference is written")
    final void records() {
        Entail entail = open(advised());
        RecordId pen = product(entail, "Pen", 2);
        RecordId car = product(entail, "Car", 50);
        RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
        RecordId ofPen = advice(entail).get(0).id();
        entail.link(SAVED, Link.between(ann, ofPen));
        entail.update(PRODUCT, pen, Draft.of("price", 3));
        entail.update(PRODUCT, car, Draft.of("price", 500));
        assertThat(advice(entail)).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(ofPen);
            assertThat(row.integer("score")).isEqualTo(97);
            assertThat(row.integer("saves")).isEqualTo(1);
            assertThat(row.row("product").id()).isEqualTo(pen);
        });
        assertThat(entail.global(ADVISED)).isEqualTo(1);
        assertThat(entail.global(SUMMARY)).isEqualTo("[#97]");
        assertThat(entail.query(PRODUCT)
                        .select("adviceCount")
                        .byId(pen)
                        .orElseThrow()
                        .integer("adviceCount"))
                .isEqualTo(1);
        entail.setGlobal(LIMIT, 1000L);
        assertThat(advice(entail).stream().map(row -> row.get("note"))).containsExactly("Pen", "Car");
        assertThat(advice(entail).get(0).id()).isEqualTo(ofPen);
        entail.delete(PRODUCT, pen);
        assertThat(advice(entail))
                .singleElement()
                .extracting(row -> row.get("note"))
                .isEqualTo("Car");
        assertThat(entail.global(SUMMARY)).isEqualTo("[#500]");
    }

    @Test
    @DisplayName("CUS-09 APL-03 the function runs once for a transaction and what has not changed is not written")
    final void once() {
        Entail entail = open(advised());
        entail.inTransaction(writes -> writes.createAll(
                PRODUCT,
                Stream.iterate(1L, price -> price + 1)
                        .limit(60)
                        .map(price -> Draft.of("name", "p").set("price", price))
                        .toList()));
        List<RecordId> before = advice(entail).stream().map(Row::id).toList();
        runs.set(0);
        RecordId one = entail.query(PRODUCT).limit(1).list().get(0).id();
        var log = log(entail)
                .record(() -> entail.inTransaction(writes -> {
                    writes.requireSerializable();
                    writes.update(PRODUCT, one, Draft.of("price", 70));
                    return writes.update(PRODUCT, one, Draft.of("price", 71));
                }));
        assertThat(runs).hasValue(1);
        assertThat(advice(entail).stream().map(Row::id)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(log.statements().size()).as("none for each record").isLessThan(30);
    }

    @Test
    @DisplayName("T-CUS-18 CUS-01 links are told apart by their ends, and changed where they stay")
    final void links() {
        Function<Row, List<Link>> neighbours = all -> {
            List<Row> rows = all.rows("products");
            List<Link> links = new ArrayList<>();
            for (int i = 1; i < rows.size(); i++) {
                links.add(Link.between(rows.get(i - 1).id(), rows.get(i).id())
                        .with(
                                "gap",
                                rows.get(i).integer("price") - rows.get(i - 1).integer("price")));
            }
            return links;
        };
        Query byPrice = Query.of("Product").select("price").orderBy(Order.ascending("price"));
        Entail entail = open(facts().derive(
                        SIMILAR, CustomRecords.reading("products", byPrice).yieldingLinks(neighbours))
                .derive(PRODUCT, integer("next"), Count.of("similar"))
                .build());
        RecordId low = product(entail, "low", 1);
        RecordId high = product(entail, "high", 9);
        Row first = entail.query(SIMILAR).select("gap").list().get(0);
        assertThat(first.integer("gap")).isEqualTo(8);
        entail.update(PRODUCT, high, Draft.of("price", 5));
        assertThat(entail.query(SIMILAR).select("gap").list())
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isEqualTo(first.id()))
                .satisfies(row -> assertThat(row.integer("gap")).isEqualTo(4));
        RecordId middle = product(entail, "middle", 3);
        assertThat(entail.query(SIMILAR).select("source.id", "target.id").list().stream()
                        .map(row -> List.of(
                                row.row("source").id(), row.row("target").id())))
                .containsExactlyInAnyOrder(List.of(low, middle), List.of(middle, high));
        entail.delete(PRODUCT, middle);
        assertThat(entail.query(PRODUCT).select("next").byId(low).orElseThrow().integer("next"))
                .isEqualTo(1);
        assertThat(failureOf(() -> entail.link(SIMILAR, Link.between(high, low)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.unlink(SIMILAR, low, high)).code()).isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.update(PRODUCT, low, Draft.of("similar", List.of())))
                        .code())
                .isEqualTo("WRITE_INVALID");
    }

    @Test
    @DisplayName(
            "T-CUS-18 links that records hold themselves move, and links without direction are the same from either"
                    + " end")
    final void otherLinks() {
        Query byPrice = Query.of("Product").select("name").orderBy(Order.descending("price"));
        Query users = Query.of("User").select("name").orderBy(Order.ascending("name"));
        Entail entail = open(facts().facts(FAVOURITE, PEERS)
                .derive(
                        FAVOURITE,
                        CustomRecords.reading("products", byPrice.limit(1))
                                .and("users", users)
                                .yieldingLinks(all -> all.rows("users").stream()
                                        .flatMap(user -> all.rows("products").stream()
                                                .map(product -> Link.between(user.id(), product.id())))
                                        .toList()))
                .derive(
                        PEERS,
                        CustomRecords.reading("products", byPrice)
                                .and("users", users)
                                .yieldingLinks(CustomRecordsContract::peers))
                .derive(PRODUCT, integer("fanCount"), Count.of("fans"))
                .build());
        RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
        RecordId bob = entail.create(USER, Draft.of("name", "Bob"));
        RecordId peers = entail.query(PEERS).list().get(0).id();
        RecordId pen = product(entail, "Pen", 1);
        assertThat(fans(entail, pen)).isEqualTo(2);
        assertThat(entail.query(PEERS).list())
                .singleElement()
                .extracting(Row::id)
                .isEqualTo(peers);
        RecordId ink = product(entail, "Ink", 2);
        assertThat(fans(entail, pen)).isZero();
        assertThat(fans(entail, ink)).isEqualTo(2);
        assertThat(failureOf(() -> entail.update(USER, ann, Draft.of("favourite", pen)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        entail.delete(USER, bob);
        assertThat(fans(entail, ink)).isEqualTo(1);
        entail.delete(PRODUCT, ink);
        assertThat(fans(entail, pen)).isEqualTo(1);
        assertThat(entail.query(PEERS).count()).isZero();
    }

    /** Both users, from either end in turn. */
    private static List<Link> peers(Row all) {
        List<Row> users = all.rows("users");
        if (users.size() < 2) {
            return List.of();
        }
        int first = all.rows("products").size() % 2;
        return List.of(Link.between(users.get(first).id(), users.get(1 - first).id()));
    }

    private static long fans(Entail entail, RecordId product) {
        return entail.query(PRODUCT)
                .select("fanCount")
                .byId(product)
                .orElseThrow()
                .integer("fanCount");
    }

    @Test
    @DisplayName("T-CUS-18 after random transactions the records are what naive code gives, and those that stay are the"
            + " same")
    final void random() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Entail entail = open(advised());
        Map<RecordId, RecordId> before = Map.of();
        for (int step = 0; step < 30; step++) {
            // Nobody reads within the transaction, so that the records are made once for each.
            List<RecordId> all =
                    entail.query(PRODUCT).list().stream().map(Row::id).toList();
            entail.inTransaction(writes -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    change(writes, all, random);
                }
                return true;
            });
            Map<RecordId, RecordId> now = new HashMap<>();
            advice(entail).forEach(row -> now.put(row.row("product").id(), row.id()));
            List<String> expected = entail.query(PRODUCT).select("name", "price").list().stream()
                    .filter(row -> row.get("price") instanceof Long price && price < 100)
                    .map(row -> row.id() + " " + (100 - row.integer("price")) + " " + row.get("name"))
                    .toList();
            assertThat(advice(entail).stream()
                            .map(row -> row.row("product").id() + " " + row.get("score") + " " + row.get("note")))
                    .as("seed %s, step %s", seed, step)
                    .containsExactlyInAnyOrderElementsOf(expected);
            for (Map.Entry<RecordId, RecordId> entry : before.entrySet()) {
                assertThat(now.getOrDefault(entry.getKey(), entry.getValue()))
                        .as("seed %s, step %s: the advice on %s", seed, step, entry.getKey())
                        .isEqualTo(entry.getValue());
            }
            before = now;
        }
    }

    private static void change(Writes writes, List<RecordId> all, Random random) {
        Draft draft = Draft.of("name", "p" + random.nextInt(3))
                .set("price", random.nextInt(4) == 0 ? null : 80 + random.nextLong(40));
        int choice = all.isEmpty() ? 0 : random.nextInt(4);
        if (choice < 2) {
            writes.create(PRODUCT, draft);
        } else if (choice == 2) {
            writes.delete(PRODUCT, all.get(random.nextInt(all.size())));
        } else {
            writes.update(PRODUCT, all.get(random.nextInt(all.size())), draft);
        }
    }

    @Test
    @DisplayName(
            "APL-03 without a key records are told apart by their place, and some can follow from no records at all")
    final void places() {
        Entail entail = open(facts().derive(
                        RANKED,
                        CustomRecords.reading(
                                        "products",
                                        Query.of("Product").select("name").orderBy(Order.ascending("price")))
                                .yielding(all -> Stream.concat(
                                                Stream.of(Draft.of(
                                                        "title",
                                                        "Best of "
                                                                + all.rows("products")
                                                                        .size())),
                                                all.rows("products").stream()
                                                        .map(row -> Draft.of("title", row.get("name"))))
                                        .toList()))
                .build());
        assertThat(titles(entail)).containsExactly("Best of 0");
        RecordId heading = entail.query(RANKED).list().get(0).id();
        RecordId pen = product(entail, "Pen", 2);
        product(entail, "Car", 50);
        product(entail, "Ink", 1);
        assertThat(titles(entail)).containsExactlyInAnyOrder("Best of 3", "Ink", "Pen", "Car");
        entail.delete(PRODUCT, pen);
        assertThat(titles(entail)).containsExactlyInAnyOrder("Best of 2", "Ink", "Car");
        assertThat(entail.query(RANKED).select("*").byId(heading).orElseThrow().values())
                .containsOnlyKeys("title")
                .containsEntry("title", "Best of 2");
    }

    private static List<Object> titles(Entail entail) {
        return entail.query(RANKED).select("title").list().stream()
                .map(row -> row.get("title"))
                .toList();
    }

    @Test
    @DisplayName("APL-03 the records belong to the computation: nobody else creates, changes or deletes them")
    final void ownership() {
        Entail entail = open(advised());
        RecordId pen = product(entail, "Pen", 2);
        RecordId advice = advice(entail).get(0).id();
        Draft more = Draft.of("score", 1).set("product", pen);
        assertThat(failureOf(() -> entail.create(ADVICE, more)))
                .hasMessageContaining("Advice")
                .extracting("code")
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() ->
                                entail.update(PRODUCT, pen, Draft.of("advice", List.of(advice, Draft.of("score", 1)))))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.update(ADVICE, advice, Draft.of("score", 1)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.inTransaction(
                                writes -> writes.updateAll(ADVICE, Match.all(), Draft.of("note", "x"))))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.delete(ADVICE, advice)).code()).isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.inTransaction(
                                writes -> writes.atomic().increment(ADVICE, advice, integer("score"), 1L)))
                        .code())
                .isEqualTo("ATOMIC_NOT_ALLOWED");
        assertThat(failureOf(() -> open(advised(), how -> how.retaining(Retention.ofLatest(ADVICE, 1, "score"))))
                        .code())
                .isEqualTo("RETENTION_INVALID");
        entail.create(USER, Draft.of("name", "Ann").set("saved", List.of(advice)));
        assertThat(advice(entail))
                .singleElement()
                .extracting(row -> row.integer("saves"))
                .isEqualTo(1L);
    }

    @Test
    @DisplayName("T-CUS-11 CUS-08 two records with one key, a record without its key and what is no record refuse the"
            + " transaction")
    final void invalid() {
        assertThat(refusal(row -> Draft.of("score", 1).set("note", "n"), "score"))
                .contains("YIELD_INVALID", "score");
        assertThat(refusal(row -> Draft.of("note", row.get("name")), "score"))
                .contains("YIELD_INVALID", "without 'score'");
        assertThat(refusal(row -> Draft.of("product", Draft.of("name", "x")), "note"))
                .contains("YIELD_INVALID", "product");
        assertThat(refusal(row -> Draft.of("saves", 1), "note")).contains("YIELD_INVALID", "saves");
        assertThat(refusal(row -> Draft.of("id", row.id()), "note")).contains("YIELD_INVALID", "'id'");
        assertThat(refusal(row -> Draft.of("score", "many"), "score")).contains("VALUE_MISMATCH", "Advice.score");
        assertThat(refusal(row -> Draft.of("score", Long.parseLong("x")), "score"))
                .contains("CALLBACK_FAILED", "Advice");
    }

    private String refusal(Function<Row, Draft> each, String key) {
        Entail entail = open(facts().derive(
                        ADVICE,
                        CustomRecords.reading("products", Query.of("Product").select("name"))
                                .keyedBy(key)
                                .yielding(all -> all.rows("products").size() < 2
                                        ? List.of()
                                        : all.rows("products").stream()
                                                .map(each)
                                                .toList()))
                .derive(ADVICE, integer("saves"), Count.of("savedBy"))
                .build());
        product(entail, "a", 1);
        var failure = failureOf(() -> product(entail, "b", 2));
        assertThat(entail.query(PRODUCT).count()).isEqualTo(1);
        return failure.code() + " " + failure.getMessage();
    }

    @Test
    @DisplayName("T-CUS-18 two writers at a time end as one after the other")
    final void concurrent() throws Exception {
        Entail entail = open(
                advised(),
                how -> how.settings(new Settings(new RetryPolicy(80, List.of(Duration.ofMillis(1))), 100_000)));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                long price = i;
                done.add(threads.submit(() -> product(entail, "p" + price, price)));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(advice(entail)).hasSize(12);
        assertThat(entail.global(ADVISED)).isEqualTo(12);
    }

    @Test
    @DisplayName("CUS-01 verify and repair look at which records there are and at what they are")
    final void verification() {
        Function<Row, List<Draft>> changing = all -> all.rows("products").stream()
                .filter(row -> !row.text("name").equals(runs.get() == 0 ? "new" : "gone"))
                .map(row -> Draft.of("product", row.id()).set("score", (long) runs.get()))
                .toList();
        Entail entail = open(facts().derive(
                        ADVICE,
                        CustomRecords.reading("products", Query.of("Product").select("name"))
                                .keyedBy("product")
                                .yielding(changing))
                .derive(ADVISED, Count.of(ADVICE))
                .build());
        for (String name : List.of("gone", "stays", "new")) {
            product(entail, name, 1);
        }
        assertThat(entail.verify().isClean()).isTrue();
        runs.set(1);
        assertThat(entail.verify().drift().stream().map(drift -> drift.value() + " " + drift.expected()))
                .hasSize(3)
                .anyMatch(each -> each.equals("score 1"))
                .anyMatch(each -> each.equals("id null"))
                .anyMatch(each -> each.startsWith("id ["));
        entail.repair();
        assertThat(entail.verify().isClean()).isTrue();
        assertThat(entail.query(ADVICE).select("product.name").list().stream()
                        .map(row -> row.row("product").text("name")))
                .containsExactlyInAnyOrder("stays", "new");
    }

    @Test
    @DisplayName("T-CUS-16 another process goes on with the same records")
    final void secondProcess() {
        var database = test().fresh();
        Entail first = open(advised(), database);
        product(first, "Pen", 2);
        RecordId id = advice(first).get(0).id();
        Entail second = open(advised(), database);
        product(second, "Ink", 5);
        assertThat(advice(second)).hasSize(2).first().extracting(Row::id).isEqualTo(id);
    }

    @Test
    @DisplayName("T-CUS-12 SCH-03 what could not be kept true is refused when the model is built")
    final void refusals() {
        CustomRecords.KeyedReads products =
                CustomRecords.reading("all", Query.of("Product").select("name"));
        Function<Row, List<Draft>> none = row -> Collections.emptyList();
        assertThat(problems(facts().derive(ADVICE, products.keyedBy("scroe").yielding(none))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(facts().derive(ADVICE, products.keyedBy("savedBy").yielding(none))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(facts().derive(ADVICE, products.and("@x").yielding(none))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(facts().derive(
                                ADVICE,
                                products.yielding(none),
                                Projection.toRecord(PRODUCT, List.of("name"), row -> null))))
                .containsOnly("DECL_CUSTOM");
        assertThat(problems(facts().derive(
                                ADVICE,
                                CustomRecords.reading("all", Query.of("Advice").select("score"))
                                        .yielding(none))))
                .containsExactly("DERIVATION_CYCLE");
        assertThat(problems(facts().derive(ADVISED, Count.of(ADVICE))
                        .derive(
                                ADVISED.named("copy"),
                                Custom.reading("all", Query.of("Advice").select("id"))
                                        .computing(row -> 1L))
                        .derive(ADVICE, products.and("@copy").yielding(none))))
                .containsExactly("DERIVATION_CYCLE");
    }

    private static List<String> problems(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }
}
