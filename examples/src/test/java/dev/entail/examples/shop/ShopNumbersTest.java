package dev.entail.examples.shop;

import static dev.entail.examples.shop.ShopModel.ADD_PRODUCT;
import static dev.entail.examples.shop.ShopModel.CANCEL_ORDER;
import static dev.entail.examples.shop.ShopModel.ORDER;
import static dev.entail.examples.shop.ShopModel.ORDER_ITEM;
import static dev.entail.examples.shop.ShopModel.PAY_ORDER;
import static dev.entail.examples.shop.ShopModel.PLACE_ORDER;
import static dev.entail.examples.shop.ShopModel.PRODUCT;
import static dev.entail.examples.shop.ShopModel.SHIP_ORDER;
import static dev.entail.examples.shop.ShopModel.USER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Application B of the specification: every number after every step, on all databases. */
@EachDatabase
@DisplayName("Application B, a shop")
class ShopNumbersTest {
    private static final RecordId ANN = RecordId.of(1);
    private static final RecordId PEN = RecordId.of(1);
    private static final RecordId BOOK = RecordId.of(2);
    private static final RecordId FIRST = RecordId.of(1);
    private static final RecordId SECOND = RecordId.of(2);

    private Entail entail;

    @Test
    @DisplayName("B0..B9 stock, sales, orders, revenue and what the buyer sees, step by step")
    void story(TestDatabase database) {
        entail = Entail.with(ShopModel.create()).open(database.fresh().open());
        assertThat(entail.create(USER, Draft.of("name", "Ann"))).isEqualTo(ANN);
        expect("B0", "", "", "0/0/true/false", "0/0", 0, 0);

        accepted(ADD_PRODUCT, Map.of("name", "Pen", "price", 2, "stock", 100));
        accepted(ADD_PRODUCT, Map.of("name", "Book", "price", 10, "stock", 5));
        expect("B1", "Pen 100/0/0; Book 5/0/0", "", "0/0/true/false", "0/0", 0, 2);

        accepted(PLACE_ORDER, items(item(PEN, 10, 2), item(BOOK, 2, 10)));
        expect("B2", "Pen 90/-10/0; Book 3/-2/0", "1 pending 40 2", "1/40/false/false", "0/1", 2, 3);

        DispatchResult refused = dispatch(PLACE_ORDER, items(item(BOOK, 4, 10)));
        assertThat(refused.refusal().code()).isEqualTo("OUT_OF_STOCK");
        assertThat(refused.refusal().details())
                .containsEntry("product", BOOK)
                .containsEntry("available", 3L)
                .containsEntry("condition", "inStock");
        expect("B3", "Pen 90/-10/0; Book 3/-2/0", "1 pending 40 2", "1/40/false/false", "0/1", 2, 3);

        accepted(PLACE_ORDER, items(item(BOOK, 3, 10)));
        expect("B4", "Pen 90/-10/0; Book 0/-5/0", "1 pending 40 2; 2 pending 30 1", "2/35/false/false", "0/2", 3, 4);

        accepted(PAY_ORDER, Map.of("order", FIRST));
        expect("B5", "Pen 90/-10/10; Book 0/-5/2", "1 paid 40 2; 2 pending 30 1", "2/35/false/false", "40/1", 3, 5);

        accepted(SHIP_ORDER, Map.of("order", SECOND));
        expect(
                "B6: nobody paid, so nothing is shipped",
                "Pen 90/-10/10; Book 0/-5/2",
                "1 paid 40 2; 2 pending 30 1",
                "2/35/false/false",
                "40/1",
                3,
                6);

        accepted(CANCEL_ORDER, Map.of("order", SECOND));
        expect("B7", "Pen 90/-10/10; Book 3/-2/2", "1 paid 40 2; 2 cancelled 30 1", "2/35/false/true", "40/0", 3, 7);

        accepted(SHIP_ORDER, Map.of("order", FIRST));
        expect("B8", "Pen 90/-10/10; Book 3/-2/2", "1 shipped 40 2; 2 cancelled 30 1", "2/35/false/true", "40/0", 3, 8);

        accepted(CANCEL_ORDER, Map.of("order", FIRST));
        expect(
                "B9: shipped is shipped",
                "Pen 90/-10/10; Book 3/-2/2",
                "1 shipped 40 2; 2 cancelled 30 1",
                "2/35/false/true",
                "40/0",
                3,
                9);
    }

    private static Map<String, Object> item(RecordId product, int quantity, int price) {
        return Map.of("product", product, "quantity", quantity, "unitPrice", price);
    }

    @SafeVarargs
    private static Map<String, Object> items(Map<String, Object>... items) {
        return Map.of("items", List.of(items));
    }

    private DispatchResult dispatch(Interaction interaction, Map<String, Object> payload) {
        return entail.dispatch(interaction, call -> call.by(ANN).payload(payload));
    }

    private void accepted(Interaction interaction, Map<String, Object> payload) {
        dispatch(interaction, payload).orThrow();
    }

    private void expect(
            String step, String products, String orders, String ann, String totals, long items, long events) {
        assertThat(products()).as(step).isEqualTo(products);
        assertThat(orders()).as(step).isEqualTo(orders);
        Row user = entail.query(USER).select("*").byId(ANN).orElseThrow();
        assertThat(user.integer("orderCount") + "/" + plain(user.decimal("avgOrder")) + "/" + user.bool("allShipped")
                        + "/" + user.bool("anyCancelled"))
                .as(step)
                .isEqualTo(ann);
        assertThat(plain((BigDecimal) entail.global(ShopModel.REVENUE)) + "/" + entail.global(ShopModel.OPEN_ORDERS))
                .as(step)
                .isEqualTo(totals);
        assertThat(entail.query(ORDER_ITEM).count()).as(step).isEqualTo(items);
        assertThat(entail.query(InteractionRecord.ENTITY).count()).as(step).isEqualTo(events);
        DerivedValues.assertTrue(entail);
    }

    private String products() {
        return entail.query(PRODUCT).select("*").orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.text("name") + " " + row.integer("currentStock") + "/" + row.integer("stockDelta") + "/"
                        + row.integer("totalSales"))
                .collect(joining("; "));
    }

    private String orders() {
        return entail.query(ORDER).select("*").orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.id() + " " + row.text("status") + " " + plain(row.decimal("total")) + " "
                        + row.integer("itemCount"))
                .collect(joining("; "));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
