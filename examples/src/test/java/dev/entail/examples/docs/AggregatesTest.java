package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.verification.VerificationReport;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("aggregates in computations.md, verification in operations.md")
class AggregatesTest {
    static final Entity MAKER = entity("Maker", text("name"), decimal("rebate"));
    static final Entity PRODUCT = entity("Product", text("name"), decimal("price"), number("score"), bool("checked"));
    static final Entity STORE = entity("Store", text("name"));
    static final Relation MADE = manyToOne(PRODUCT, "maker", MAKER, "products");
    static final Relation SHELF = manyToMany(STORE, "products", PRODUCT, "stores")
            .with(integer("quantity"))
            .named("Shelf");

    static final Model STORES = stores();

    private static Model stores() {
        // snippet: aggregates
        return model("Stores")
                .facts(MAKER, PRODUCT, STORE, MADE, SHELF)
                // a value of the link, and the product of one of the link and one of the item
                .derive(STORE, integer("pieces"), Summation.of("products", "&.quantity"))
                .derive(STORE, decimal("worth"), WeightedSummation.of("products", "&.quantity", "price"))
                // a value of what the item belongs to
                .derive(STORE, decimal("rebates"), Summation.of("products", "maker.rebate"))
                // means and truths
                .derive(
                        STORE,
                        number("meanScore"),
                        Average.of("products", "score").ignoringNulls())
                .derive(STORE, bool("allChecked"), Every.of("products", "checked"))
                .derive(STORE, bool("someChecked"), Any.of("products", "checked"))
                // what only code can decide
                .derive(
                        STORE,
                        integer("bargains"),
                        Count.of("products")
                                .where(
                                        List.of("price", "maker.rebate"),
                                        product -> isBargain(product.get("price"), product.get("maker.rebate"))))
                // values of single related records, kept with the record
                .derive(PRODUCT, text("makerName"), Lookup.of("maker.name"))
                .derive(
                        PRODUCT,
                        text("label"),
                        Computed.from(
                                List.of("name", "maker.name"), row -> row.get("name") + " by " + row.get("maker.name")))
                // the same for the whole model
                .derive(number("meanScore"), Average.of(PRODUCT, "score"))
                .build();
        // end
    }

    private static boolean isBargain(@Nullable Object price, @Nullable Object rebate) {
        return price instanceof BigDecimal paid && rebate instanceof BigDecimal less && less.compareTo(paid) >= 0;
    }

    @Test
    @DisplayName("every kind of aggregate follows")
    void follow() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", STORES)) {
            RecordId maker = entail.create(MAKER, Draft.of("name", "Acme").set("rebate", new BigDecimal("2")));
            RecordId tea = entail.create(
                    PRODUCT,
                    Draft.of("name", "Tea").set("price", new BigDecimal("3")).set("maker", maker));
            RecordId store = entail.create(STORE, Draft.of("name", "North"));
            entail.link(SHELF, Link.between(store, tea).with("quantity", 4));
            entail.update(MAKER, maker, Draft.of("rebate", new BigDecimal("3")).set("name", "Apex"));
            Row row = entail.query(STORE)
                    .select("pieces", "worth", "rebates", "allChecked", "bargains", "meanScore")
                    .byId(store)
                    .orElseThrow();
            assertThat(row.values().values())
                    .containsExactly(4L, new BigDecimal("12"), new BigDecimal("3"), false, 1L, 0.0);
            assertThat(entail.query(PRODUCT)
                            .select("label")
                            .first()
                            .orElseThrow()
                            .text("label"))
                    .isEqualTo("Tea by Apex");
            // snippet: verify
            VerificationReport report = entail.verify();
            report.drift().forEach(drift -> log(drift.toString())); // none, unless somebody wrote past Entail
            entail.repair();
            entail.rebuild(STORE, decimal("worth"));
            // end
            assertThat(report.isClean()).isTrue();
            assertThat(report.looked()).isPositive();
        }
    }

    static final Property<BigDecimal> TAX = decimal("tax").defaultTo(new BigDecimal("0.2"));
    static final Property<String> CHEAPEST = text("cheapest");

    static final Model SETTINGS = settings();

    private static Model settings() {
        // snippet: global-inputs
        return model("Settings")
                .facts(MAKER, PRODUCT, STORE, MADE, SHELF)
                .globals(TAX)
                .derive(
                        PRODUCT,
                        decimal("gross"),
                        Computed.from(
                                List.of("price", "@tax"),
                                product -> product.decimal("price")
                                        .multiply(product.decimal("@tax").add(BigDecimal.ONE))))
                // end
                // snippet: custom
                .derive(
                        STORE,
                        text("offer"),
                        Custom.reading(Selection.related("products", "name", "gross", "maker.name")
                                        .where(Match.isNotNull("price"))
                                        .orderBy(Order.ascending("gross"))
                                        .limit(1))
                                .computing(store -> offer(store.rows("products"))))
                .derive(
                        CHEAPEST,
                        Custom.reading(
                                        "products",
                                        Query.of("Product")
                                                .select("name", "gross", "maker.name")
                                                .orderBy(Order.ascending("gross"))
                                                .limit(1))
                                .computing(all -> offer(all.rows("products"))))
                .build();
        // end
    }

    private static String offer(List<Row> products) {
        return products.isEmpty()
                ? "nothing"
                : products.get(0).text("name") + " for " + products.get(0).decimal("gross");
    }

    @Test
    @DisplayName("values follow from global values, and from what functions read")
    void globalsAndCustoms() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SETTINGS)) {
            RecordId tea = entail.create(PRODUCT, Draft.of("name", "Tea").set("price", new BigDecimal("10")));
            RecordId store = entail.create(STORE, Draft.of("name", "North"));
            entail.link(SHELF, Link.between(store, tea));
            entail.setGlobal(TAX, new BigDecimal("0.1"));
            Row row = entail.query(STORE).select("offer").byId(store).orElseThrow();
            assertThat(row.text("offer")).isEqualTo("Tea for 11");
            assertThat(entail.global(CHEAPEST)).isEqualTo("Tea for 11");
            assertThat(entail.verify().isClean()).isTrue();
        }
    }

    private static void log(String line) {
        throw new AssertionError(line);
    }
}
