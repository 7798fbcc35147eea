package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records that follow from other records, and records that come into being with mutations. */
abstract class ProjectionContract extends RuntimeGroup {
    private static final Entity PRODUCT =
            entity("Product", text("name"), decimal("price"), integer("copies"), bool("active"), text("remark"));
    private static final Entity BUYER = entity("Buyer", text("name"));
    private static final Relation ORDER = manyToMany(BUYER, "bought", PRODUCT, "buyers")
            .with(integer("quantity"))
            .named("Order");
    private static final View ACTIVE = View.of("Active", PRODUCT, Match.eq("active", true));
    private static final Entity OFFER = entity("Offer", decimal("price"), text("title"));
    private static final Entity COPY = entity("Copy", integer("number"));
    private static final Relation COPIES =
            manyToOne(COPY, "product", PRODUCT, "copyList").named("CopyOf");
    private static final Entity BILL = entity("Bill", decimal("total"), text("text"));
    private static final Relation FANS =
            manyToMany(BUYER, "likes", PRODUCT, "fans").with(integer("love")).named("Fan");
    private static final Entity AUDIT = entity("Audit", text("what"), text("before"), text("after"));

    private static Model model() {
        return Model.model("Offers")
                .facts(PRODUCT, BUYER, ORDER, ACTIVE, OFFER, COPY, COPIES, BILL, FANS, AUDIT)
                .derive(
                        OFFER,
                        Projection.toRecord(
                                ACTIVE,
                                List.of("name", "price"),
                                row -> row.get("price") == null
                                        ? null
                                        : Draft.of("title", row.get("name"))
                                                .set(
                                                        "price",
                                                        row.decimal("price").multiply(new BigDecimal("0.9")))))
                .derive(
                        COPY,
                        Projection.toRecords(
                                PRODUCT,
                                List.of("copies"),
                                row -> LongStream.range(0, row.get("copies") == null ? 0 : row.integer("copies"))
                                        .mapToObj(number ->
                                                Draft.of("number", number).set("product", row.id()))
                                        .toList()))
                .derive(
                        BILL,
                        Projection.toRecord(
                                ORDER,
                                List.of("quantity", "target.price", "source.name"),
                                row -> row.get("target.price") == null
                                        ? null
                                        : Draft.of("text", row.get("source.name"))
                                                .set(
                                                        "total",
                                                        row.decimal("target.price")
                                                                .multiply(
                                                                        BigDecimal.valueOf(row.integer("quantity"))))))
                .derive(
                        FANS,
                        Projection.toLink(
                                ORDER,
                                List.of("quantity", "source", "target"),
                                row -> row.integer("quantity") < 3
                                        ? null
                                        : Link.between(row.reference("source"), row.reference("target"))
                                                .with("love", row.get("quantity"))))
                .derive(
                        AUDIT,
                        Transform.toRecord(
                                Trigger.created(PRODUCT),
                                product -> Draft.of("what", "new")
                                        .set("after", product.row().get("name"))),
                        Transform.toRecord(
                                Trigger.updated(PRODUCT, "name").wasLike(Map.of("active", true)),
                                product -> Draft.of("what", "renamed")
                                        .set("before", product.previous().get("name"))
                                        .set("after", product.row().get("name"))),
                        Transform.toRecord(
                                Trigger.deleted(PRODUCT),
                                product -> Draft.of("what", "gone")
                                        .set("before", product.row().get("name"))))
                .derive(integer("offers"), Count.of(OFFER))
                .derive(decimal("billed"), Summation.of(BILL, "total"))
                .derive(PRODUCT, integer("copyCount"), Count.of("copyList"))
                .build();
    }

    @Test
    @DisplayName(
            "T-TRF-01 T-TRF-04 T-TRF-11 one record for each, changed in place, gone when the source leaves the view")
    final void oneEach() {
        Entail entail = open(model());
        RecordId tea = product(entail, "Tea", "100");
        RecordId jam = product(entail, "Jam", "200");
        entail.create(PRODUCT, Draft.of("name", "Air").set("active", true));
        assertThat(offers(entail)).containsExactly("Tea 90", "Jam 180");
        RecordId offer = entail.query(OFFER)
                .where(Match.eq("title", "Jam"))
                .first()
                .orElseThrow()
                .id();
        entail.update(PRODUCT, jam, Draft.of("price", new BigDecimal("150")));
        assertThat(offers(entail)).containsExactly("Tea 90", "Jam 135");
        assertThat(entail.query(OFFER)
                        .where(Match.eq("title", "Jam"))
                        .first()
                        .orElseThrow()
                        .id())
                .isEqualTo(offer);
        assertThat(entail.effects(writes -> writes.update(PRODUCT, jam, Draft.of("remark", "x"))))
                .hasSize(1);
        entail.update(PRODUCT, tea, Draft.of("active", false));
        assertThat(offers(entail)).containsExactly("Jam 135");
        entail.update(PRODUCT, tea, Draft.of("active", true).set("price", new BigDecimal("10")));
        assertThat(offers(entail)).containsExactlyInAnyOrder("Jam 135", "Tea 9");
        entail.update(PRODUCT, jam, Draft.of("price", null));
        assertThat(offers(entail)).containsExactly("Tea 9");
        entail.delete(PRODUCT, tea);
        assertThat(offers(entail)).isEmpty();
        assertThat(entail.global(integer("offers"))).isZero();
    }

    @Test
    @DisplayName(
            "T-TRF-03 T-TRF-05 TRF-06 as many records as the function gives, of which the first ones stay the same")
    final void manyEach() {
        Entail entail = open(model());
        RecordId tea = entail.create(PRODUCT, Draft.of("name", "Tea").set("copies", 2));
        entail.create(COPY, Draft.of("number", 99).set("product", tea));
        List<RecordId> two = copies(entail);
        entail.update(PRODUCT, tea, Draft.of("copies", 4));
        assertThat(copies(entail)).hasSize(5).containsAll(two);
        assertThat(entail.query(PRODUCT)
                        .select("copyCount")
                        .first()
                        .orElseThrow()
                        .integer("copyCount"))
                .isEqualTo(5);
        entail.update(PRODUCT, tea, Draft.of("copies", 1));
        assertThat(copies(entail)).hasSize(2).contains(two.get(0));
        entail.update(PRODUCT, tea, Draft.of("copies", 0));
        assertThat(entail.query(COPY).select("number").list())
                .extracting(copy -> copy.integer("number"))
                .containsExactly(99L);
    }

    @Test
    @DisplayName("T-TRF-02 TRF-07 TRF-08 links are sources, with what they link, and links follow")
    final void links() {
        Entail entail = open(model());
        RecordId ann = entail.create(BUYER, Draft.of("name", "Ann"));
        RecordId tea = product(entail, "Tea", "50");
        RecordId jam = product(entail, "Jam", "100");
        RecordId first = entail.link(ORDER, Link.between(ann, tea).with("quantity", 2));
        entail.link(ORDER, Link.between(ann, jam).with("quantity", 3));
        assertThat(entail.global(decimal("billed"))).isEqualByComparingTo("400");
        assertThat(entail.query(FANS).select("love", "target.name").list())
                .extracting(link -> link.row("target").text("name") + link.integer("love"))
                .containsExactly("Jam3");
        entail.update(PRODUCT, tea, Draft.of("price", new BigDecimal("1")));
        assertThat(entail.global(decimal("billed"))).isEqualByComparingTo("302");
        entail.update(ORDER, first, Draft.of("quantity", 5));
        assertThat(entail.global(decimal("billed"))).isEqualByComparingTo("305");
        assertThat(entail.query(FANS).count()).isEqualTo(2);
        entail.update(BUYER, ann, Draft.of("name", "Anna"));
        assertThat(entail.query(BILL).select("text").list())
                .extracting(bill -> bill.text("text"))
                .containsOnly("Anna");
        entail.delete(PRODUCT, jam);
        assertThat(entail.global(decimal("billed"))).isEqualByComparingTo("5");
        assertThat(entail.query(FANS).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-TRF-06 T-TRF-09 TRF-10 mutations call forth records, with what was before")
    final void mutations() {
        Entail entail = open(model());
        RecordId tea = product(entail, "Tea", "1");
        entail.update(PRODUCT, tea, Draft.of("name", "Chai"));
        entail.update(PRODUCT, tea, Draft.of("price", new BigDecimal("2")));
        entail.update(PRODUCT, tea, Draft.of("active", false));
        entail.update(PRODUCT, tea, Draft.of("name", "Mate"));
        entail.delete(PRODUCT, tea);
        assertThat(entail.query(AUDIT)
                        .select("what", "before", "after")
                        .orderBy(Order.ascending("id"))
                        .list())
                .extracting(audit -> audit.text("what") + " " + audit.get("before") + " " + audit.get("after"))
                .containsExactly("new null Tea", "renamed Tea Chai", "gone Mate null");
    }

    @Test
    @DisplayName("TRF-04 a list of links loses its first one, and the others stay who they are")
    final void shift() {
        Entity list = entity("List", text("names"));
        Entity word = entity("Word", text("name"));
        Relation has =
                manyToMany(list, "words", word, "lists").with(integer("length")).named("Has");
        Map<String, RecordId> words = new HashMap<>();
        Entail entail = open(Model.model("Words")
                .facts(list, word, has)
                .derive(
                        has,
                        Projection.toLinks(
                                list,
                                List.of("names"),
                                row -> Stream.of(row.text("names").split(" "))
                                        .filter(words::containsKey)
                                        .map(name -> Link.between(row.id(), Objects.requireNonNull(words.get(name)))
                                                .with("length", name.length()))
                                        .toList()))
                .build());
        for (String name : List.of("a", "bb", "ccc")) {
            words.put(name, entail.create(word, Draft.of("name", name)));
        }
        RecordId id = entail.create(list, Draft.of("names", "a bb"));
        List<RecordId> before = entail.query(has).orderBy(Order.ascending("length")).list().stream()
                .map(Row::id)
                .toList();
        entail.update(list, id, Draft.of("names", "ccc bb"));
        assertThat(entail.query(has)
                        .select("length")
                        .orderBy(Order.ascending("length"))
                        .list())
                .extracting(link -> link.integer("length"))
                .containsExactly(2L, 3L);
        assertThat(entail.query(has)
                        .where(Match.eq("length", 2))
                        .first()
                        .orElseThrow()
                        .id())
                .isEqualTo(before.get(1));
        entail.update(list, id, Draft.of("names", "bb"));
        entail.update(list, id, Draft.of("names", "a bb ccc"));
        assertThat(entail.query(has).count()).isEqualTo(3);
    }

    @Test
    @DisplayName("W-47 STO-530 what records are made of, or what somebody waits for, does not change unnoticed")
    final void atomics() {
        Entail entail = open(model());
        RecordId tea = product(entail, "Tea", "1");
        assertThat(failureOf(() -> entail.inTransaction(
                                writes -> writes.atomic().increment(PRODUCT, tea, decimal("price"), BigDecimal.ONE)))
                        .code())
                .isEqualTo(ErrorCode.ATOMIC_NOT_ALLOWED.name());
        assertThat(failureOf(() -> entail.inTransaction(writes ->
                                Optional.ofNullable(writes.atomic().replace(PRODUCT, tea, text("name"), "Chai"))))
                        .code())
                .isEqualTo(ErrorCode.ATOMIC_NOT_ALLOWED.name());
        assertThat(offers(entail)).containsExactly("Tea 0.9");
    }

    @Test
    @DisplayName("T-TRF-14 PRP-03 reactions that call each other forth are stopped, and nothing is stored")
    final void circle() {
        Entity ping = entity("Ping", text("name"));
        Entity pong = entity("Pong", text("name"));
        Entail entail = open(Model.model("Circle")
                .facts(ping, pong)
                .derive(pong, Transform.toRecord(Trigger.created(ping), created -> Draft.of("name", "pong")))
                .derive(ping, Transform.toRecord(Trigger.created(pong), created -> Draft.of("name", "ping")))
                .build());
        EntailException stopped = failureOf(() -> entail.create(ping, Draft.of("name", "first")));
        assertThat(stopped.code()).isEqualTo(ErrorCode.CASCADE_TOO_LONG.name());
        assertThat(stopped.getMessage()).contains("Ping", "Pong");
        assertThat(entail.query(ping).count() + entail.query(pong).count()).isZero();
    }

    @Test
    @DisplayName("T-TRF-16 rivals leave one record for each source")
    final void rivals() throws Exception {
        Entail entail = open(model());
        RecordId tea = product(entail, "Tea", "1");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                Draft changes = Draft.of("price", BigDecimal.valueOf(i * 10)).set("copies", i % 3);
                all.add(threads.submit(() -> entail.update(PRODUCT, tea, changes)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        Row product = entail.query(PRODUCT).select("price", "copies").first().orElseThrow();
        assertThat(offers(entail))
                .containsExactly("Tea "
                        + product.decimal("price")
                                .multiply(new BigDecimal("0.9"))
                                .stripTrailingZeros()
                                .toPlainString());
        assertThat(entail.query(COPY).count()).isEqualTo(product.integer("copies"));
    }

    private static RecordId product(Entail entail, String name, String price) {
        return entail.create(
                PRODUCT,
                Draft.of("name", name).set("price", new BigDecimal(price)).set("active", true));
    }

    private static List<String> offers(Entail entail) {
        return entail.query(OFFER).select("title", "price").orderBy(Order.ascending("id")).list().stream()
                .map(offer -> offer.text("title") + " "
                        + offer.decimal("price").stripTrailingZeros().toPlainString())
                .toList();
    }

    private static List<RecordId> copies(Entail entail) {
        return entail.query(COPY).orderBy(Order.ascending("number")).list().stream()
                .map(Row::id)
                .toList();
    }
}
