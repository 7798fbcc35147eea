package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.core.computation.Weighted;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of weighted sums (section 11.5 of the runtime specification). */
abstract class WeightedScenarios extends ScenarioGroup {
    private static final Entity BUYER = entity("Buyer", text("name"));
    private static final Entity PRODUCT = entity("Product", text("name"), decimal("price"), integer("quantity"));

    @Test
    @DisplayName("T-WSM-01 T-WSM-02 price times quantity, of the whole model and of a buyer, zeros and less than zero")
    final void products() {
        Relation bought = manyToOne(PRODUCT, "buyer", BUYER, "products");
        play(facts(PRODUCT, BUYER, bought)
                .derive(decimal("total"), WeightedSummation.of(PRODUCT, "quantity", "price"))
                .derive(BUYER, decimal("total"), WeightedSummation.of("products", "quantity", "price")));
        RecordId buyer = add(BUYER);
        expect("total", "0");
        expect(BUYER, buyer, "total", "0");
        RecordId first = add(PRODUCT, "price", 10, "quantity", 2, "buyer", buyer);
        RecordId second = add(PRODUCT, "price", 20, "quantity", 3, "buyer", buyer);
        expect(BUYER, buyer, "total", "80");
        expect("total", "80");
        set(PRODUCT, first, "quantity", 5);
        expect(BUYER, buyer, "total", "110");
        expect("total", "110");
        set(PRODUCT, second, "buyer", null);
        expect(BUYER, buyer, "total", "50");
        expect("total", "110");
        delete(PRODUCT, second);
        expect("total", "50");
        set(PRODUCT, first, "price", 0);
        expect(BUYER, buyer, "total", "0");
        set(PRODUCT, first, "price", 10, "quantity", 0);
        expect("total", "0");
        set(PRODUCT, first, "price", 100, "quantity", 1);
        add(PRODUCT, "price", 50, "quantity", -1, "buyer", buyer);
        expect("total", "50");
        expect(BUYER, buyer, "total", "50");
    }

    @Test
    @DisplayName(
            "T-WSM-03 a function that gives nothing, half of it or what is not finite adds nothing, and harms nothing")
    final void nothing() {
        Entity sample = entity("Sample", text("kind"));
        play(facts(sample)
                .derive(number("total"), WeightedSummation.of(sample, List.of("kind"), WeightedScenarios::odd))
                .derive(decimal("exact"), WeightedSummation.of(sample, List.of("kind"), WeightedScenarios::odd))
                .derive(integer("whole"), WeightedSummation.of(sample, List.of("kind"), WeightedScenarios::odd)));
        RecordId good = add(sample, "kind", "good");
        expect("total exact whole", "6 6 6");
        for (String kind : List.of("none", "weightless", "worthless", "nan", "infinite", "tooMuch")) {
            RecordId odd = add(sample, "kind", kind);
            expect("total exact whole", "6 6 6");
            set(sample, odd, "kind", "good");
            expect("total exact whole", "12 12 12");
            set(sample, odd, "kind", kind);
            expect("total exact whole", "6 6 6");
            delete(sample, odd);
        }
        set(sample, good, "kind", "nan");
        expect("total exact whole", "0 0 0");
    }

    private static @Nullable Weighted odd(Row sample) {
        return switch (String.valueOf(sample.get("kind"))) {
            case "good" -> new Weighted(2, 3);
            case "weightless" -> new Weighted(null, 3);
            case "worthless" -> new Weighted(2, null);
            case "nan" -> new Weighted(Double.NaN, 3);
            case "infinite" -> new Weighted(2, Double.POSITIVE_INFINITY);
            case "tooMuch" -> new Weighted(Float.NEGATIVE_INFINITY, Float.NaN);
            default -> null;
        };
    }

    @Test
    @DisplayName("T-WSM-04 T-WSM-05 the quantity is a value of the link: sold, left, and changed from the buyer")
    final void inventory() {
        Relation orders = manyToMany(BUYER, "boughtProducts", PRODUCT, "buyers")
                .with(integer("quantity"))
                .named("OrderItem");
        play(facts(PRODUCT, BUYER, orders)
                .derive(
                        PRODUCT,
                        integer("totalSales"),
                        WeightedSummation.of("buyers", List.of("&.quantity"), item -> sold(item, 1)))
                .derive(
                        PRODUCT,
                        integer("currentStock"),
                        WeightedSummation.of("buyers", List.of("&.quantity"), item -> sold(item, -1))));
        RecordId tea = add(PRODUCT);
        RecordId ann = add(BUYER);
        RecordId bob = add(BUYER);
        link(orders, ann, tea, "quantity", 3);
        link(orders, bob, tea, "quantity", 4);
        expect(PRODUCT, tea, "totalSales currentStock", "7 -7");
        unlink(orders, ann, tea);
        expect(PRODUCT, tea, "totalSales currentStock", "4 -4");
        set(BUYER, bob, "boughtProducts", List.of(draft("id", tea, "&", draft("quantity", 2))));
        expect(PRODUCT, tea, "totalSales currentStock", "2 -2");
        set(BUYER, bob, "boughtProducts", List.of(draft("id", tea, "&", draft("quantity", 5))));
        expect(PRODUCT, tea, "totalSales currentStock", "5 -5");
    }

    private static Weighted sold(Row item, int weight) {
        return new Weighted(weight, (Number) item.get("&.quantity"));
    }

    @Test
    @DisplayName("T-WSM-06 revenue and tax of sales of two kinds")
    final void union() {
        Entity online = entity("Online", decimal("price"), integer("quantity"), decimal("rate"));
        Entity shop = entity("Shop", decimal("price"), integer("quantity"), decimal("rate"));
        Union sale = Union.of("Sale", online, shop);
        play(facts(online, shop, sale)
                .derive(decimal("revenue"), WeightedSummation.of(sale, "quantity", "price"))
                .derive(
                        decimal("tax"),
                        WeightedSummation.of(sale, List.of("price", "quantity", "rate"), WeightedScenarios::tax)));
        add(online, "price", 100, "quantity", 10, "rate", new BigDecimal("0.08"));
        expect("revenue tax", "1000 80");
        add(online, "price", 500, "quantity", 2, "rate", 0);
        expect("revenue tax", "2000 80");
        RecordId third = add(shop, "price", 1000, "quantity", 1, "rate", new BigDecimal("0.05"));
        expect("revenue tax", "3000 130");
        add(shop, "price", 50, "quantity", 10, "rate", new BigDecimal("0.08"));
        expect("revenue tax", "3500 170");
        delete(sale, third);
        expect("revenue tax", "2500 120");
    }

    private static @Nullable Weighted tax(Row sale) {
        return sale.get("price") instanceof BigDecimal price && sale.get("quantity") instanceof Long quantity
                ? new Weighted((Number) sale.get("rate"), price.multiply(BigDecimal.valueOf(quantity)))
                : null;
    }
}
