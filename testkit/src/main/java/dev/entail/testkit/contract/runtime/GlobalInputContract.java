package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.event.Effect;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Global values that values of records follow from. */
abstract class GlobalInputContract extends RuntimeGroup {
    private static final Entity SHOP = entity("Shop", text("name"));
    private static final Entity PRODUCT = entity("Product", text("name"), decimal("base"), integer("age"));
    private static final Entity LABEL = entity("Label", text("text"));
    private static final Relation STOCK =
            manyToOne(PRODUCT, "shop", SHOP, "products").named("Stock");
    private static final Property<BigDecimal> THRESHOLD = decimal("threshold").defaultTo(new BigDecimal("1000"));
    private static final Property<Long> AGE_LIMIT = integer("ageLimit");
    private static final Property<BigDecimal> TAX = decimal("tax");
    private static final Property<BigDecimal> DISCOUNT = decimal("discount");
    private static final Property<Long> DEAR = integer("dear");
    private static final Property<Boolean> OLD_ENOUGH = bool("oldEnough");
    private static final Property<String> SEASON = text("season");

    private static ModelBuilder facts() {
        return Model.model("Prices").facts(SHOP, PRODUCT, LABEL, STOCK).globals(THRESHOLD, AGE_LIMIT, TAX, DISCOUNT);
    }

    private static Model model() {
        return facts().derive(
                        SEASON,
                        StateMachine.of("winter", "summer")
                                .with(Transfer.from("winter").to("summer").on(Trigger.changed(TAX))))
                .derive(DEAR, Count.of(PRODUCT).where(List.of("base", "@threshold"), GlobalInputContract::isDear))
                .derive(OLD_ENOUGH, Every.of(PRODUCT, List.of("age", "@ageLimit"), GlobalInputContract::isOldEnough))
                .derive(
                        PRODUCT,
                        decimal("price"),
                        Computed.from(List.of("base", "@tax", "@discount"), GlobalInputContract::price))
                .derive(
                        PRODUCT,
                        text("description"),
                        Computed.from(
                                List.of("name", "price", "@discount"),
                                row -> row.get("name") + " $" + row.get("price") + " (" + row.get("@discount") + ")"))
                .derive(PRODUCT, text("season"), GlobalValue.of("season"))
                .derive(
                        SHOP,
                        integer("dear"),
                        Count.of("products").where(List.of("base", "@threshold"), GlobalInputContract::isDear))
                .derive(SHOP, decimal("worth"), Summation.of("products", "price"))
                .derive(SHOP, decimal("taxed"), WeightedSummation.of("products", "base", "@tax"))
                .derive(
                        LABEL,
                        Projection.toRecord(
                                PRODUCT,
                                List.of("name", "price", "@season"),
                                row -> Draft.of("text", row.get("name") + " " + row.get("@season"))))
                .build();
    }

    private static boolean isDear(Row item) {
        return item.get("base") instanceof BigDecimal base
                && item.get("@threshold") instanceof BigDecimal threshold
                && base.compareTo(threshold) > 0;
    }

    private static boolean isOldEnough(Row item) {
        return item.get("age") instanceof Long age && item.get("@ageLimit") instanceof Long limit && age >= limit;
    }

    private static BigDecimal price(Row row) {
        return amount(row, "base")
                .multiply(BigDecimal.ONE.subtract(amount(row, "@discount")))
                .multiply(BigDecimal.ONE.add(amount(row, "@tax")))
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal amount(Row row, String name) {
        return row.get(name) instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }

    private static RecordId product(Entail entail, RecordId shop, long base) {
        return entail.create(
                PRODUCT,
                Draft.of("name", "P" + base)
                        .set("base", BigDecimal.valueOf(base))
                        .set("shop", shop));
    }

    private static void assertPrice(Entail entail, RecordId product, String price) {
        assertThat(entail.query(PRODUCT)
                        .select("price")
                        .byId(product)
                        .orElseThrow()
                        .decimal("price"))
                .isEqualByComparingTo(price);
    }

    @Test
    @DisplayName("T-CNT-08 AGG-06 items are counted anew when a global value changes, everywhere and for each record")
    final void threshold() {
        Entail entail = open(model());
        RecordId shop = entail.create(SHOP, Draft.empty());
        List.of(500L, 800L, 1200L, 1500L).forEach(base -> product(entail, shop, base));
        assertThat(entail.global(DEAR)).isEqualTo(2);
        entail.setGlobal(THRESHOLD, new BigDecimal("600"));
        assertThat(entail.global(DEAR)).isEqualTo(3);
        assertThat(entail.query(SHOP).select("dear").byId(shop).orElseThrow().integer("dear"))
                .isEqualTo(3);
        entail.setGlobal(THRESHOLD, null);
        assertThat(entail.global(DEAR)).isZero();
    }

    @Test
    @DisplayName("T-EVY-06 AGG-06 Every looks at a limit that is a global value")
    final void everyone() {
        Entail entail = open(model());
        entail.setGlobal(AGE_LIMIT, 19L);
        RecordId young = entail.create(PRODUCT, Draft.of("age", 18));
        entail.create(PRODUCT, Draft.of("age", 20));
        assertThat(entail.global(OLD_ENOUGH)).isFalse();
        entail.update(PRODUCT, young, Draft.of("age", 20));
        assertThat(entail.global(OLD_ENOUGH)).isTrue();
        entail.setGlobal(AGE_LIMIT, 21L);
        assertThat(entail.global(OLD_ENOUGH)).isFalse();
    }

    @Test
    @DisplayName(
            "T-CUS-04 T-CUS-06 MAP-04 a price follows its base, the tax and the discount; what follows from it follows")
    final void prices() {
        Entail entail = open(model());
        RecordId shop = entail.create(SHOP, Draft.empty());
        entail.setGlobal(TAX, new BigDecimal("0.08"));
        entail.setGlobal(DISCOUNT, new BigDecimal("0.15"));
        RecordId first = product(entail, shop, 1000);
        assertPrice(entail, first, "918");
        assertThat(entail.query(PRODUCT)
                        .select("description")
                        .byId(first)
                        .orElseThrow()
                        .text("description"))
                .startsWith("P1000 $918");
        entail.setGlobal(DISCOUNT, new BigDecimal("0.25"));
        assertPrice(entail, first, "810");
        RecordId second = product(entail, shop, 100);
        assertPrice(entail, second, "81");
        entail.inTransaction(writes -> {
            writes.setGlobal(TAX, new BigDecimal("0.1"));
            RecordId third = writes.create(PRODUCT, Draft.of("name", "new").set("base", BigDecimal.TEN));
            writes.setGlobal(DISCOUNT, null);
            assertThat(writes.query(PRODUCT)
                            .select("price")
                            .byId(third)
                            .orElseThrow()
                            .decimal("price"))
                    .as("within the transaction")
                    .isEqualByComparingTo("11");
            return third;
        });
        assertPrice(entail, first, "1100");
        assertPrice(entail, second, "110");
        Row totals = entail.query(SHOP).select("worth", "taxed").byId(shop).orElseThrow();
        assertThat(totals.decimal("worth")).isEqualByComparingTo("1210");
        assertThat(totals.decimal("taxed")).isEqualByComparingTo("110");
    }

    @Test
    @DisplayName("STM-01 TRF-04 a global state is an input as well, and what is projected from it follows")
    final void states() {
        Entail entail = open(model());
        RecordId product = entail.create(PRODUCT, Draft.of("name", "Tea"));
        List<Effect> effects = entail.effects(writes -> writes.setGlobal(TAX, BigDecimal.ONE));
        assertThat(entail.query(PRODUCT)
                        .select("season")
                        .byId(product)
                        .orElseThrow()
                        .text("season"))
                .isEqualTo("summer");
        assertThat(entail.query(LABEL).select("text").list().get(0).text("text"))
                .isEqualTo("Tea summer");
        assertThat(effects.toString()).as("copies are nobody's business").doesNotContain("@");
        assertThat(entail.query(PRODUCT).select("*").list().get(0).values().keySet())
                .noneMatch(name -> name.startsWith("@"));
    }

    @Test
    @DisplayName("T-CUS-21 DRT-05 all of 2500 records follow, in pages; new records cost one statement for each global"
            + " value")
    final void manyRecords() {
        Entail entail = open(facts().derive(
                        PRODUCT,
                        decimal("price"),
                        Computed.from(List.of("base", "@tax", "@discount"), GlobalInputContract::price))
                .build());
        List<Draft> drafts = LongStream.range(0, 2500)
                .mapToObj(i -> Draft.of("base", BigDecimal.TEN))
                .toList();
        entail.inTransaction(writes -> writes.createAll(PRODUCT, drafts));
        Recording change = log(entail).record(() -> entail.setGlobal(TAX, BigDecimal.ONE));
        assertThat(entail.query(PRODUCT)
                        .where(Match.eq("price", new BigDecimal("20")))
                        .count())
                .isEqualTo(2500);
        assertThat(change.batches()).as("of 1000 rows and less").hasSize(3);
        assertThat(change.statements().size() - 2500).as("other statements").isLessThan(15);
        Recording creation = log(entail)
                .record(() -> entail.inTransaction(writes -> writes.createAll(PRODUCT, drafts.subList(0, 2))));
        assertThat(creation.statements())
                .filteredOn(sql -> sql.contains("givenDecimal"))
                .as("each global value is read once, however many records there are")
                .hasSize(2);
    }

    @Test
    @DisplayName("AGG-06 no record misses a change of a global value while others are being created")
    final void concurrent() throws Exception {
        TestDatabase database = test().fresh();
        Entail entail = open(model(), database);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                long number = i;
                done.add(threads.submit(() -> number % 4 == 0
                        ? entail.setGlobal(TAX, BigDecimal.valueOf(number))
                        : entail.create(PRODUCT, Draft.of("base", BigDecimal.valueOf(number)))));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        BigDecimal tax = Objects.requireNonNull(entail.global(TAX));
        assertThat(entail.query(PRODUCT).select("base", "price").list())
                .hasSize(18)
                .allSatisfy(row -> assertThat(row.decimal("price"))
                        .isEqualByComparingTo(row.decimal("base").multiply(tax.add(BigDecimal.ONE))));
    }

    @Test
    @DisplayName("SET-06 T-CUS-12 unknown global values, counted ones and those at the end of a path are refused")
    final void refusals() {
        assertThat(codes(facts().derive(PRODUCT, text("x"), Computed.from("@thresold", row -> ""))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(DEAR, Count.of(PRODUCT))
                        .derive(SHOP, integer("x"), Summation.of("products", "@dear"))))
                .contains("SETUP_COMPUTATION_CONTEXT");
        assertThat(codes(facts().derive(PRODUCT, decimal("x"), Lookup.of("shop.@tax"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(codes(facts().derive(PRODUCT, text("x"), GlobalValue.of("tax"))))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(codes(facts().derive(decimal("x"), GlobalValue.of("tax"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
    }

    private static List<String> codes(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }
}
