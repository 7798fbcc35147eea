package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Orders with items: sums of decimals, a computed value, and a chain of two sums. */
final class Shop {
    static final Entity CUSTOMER = entity("Customer", Property.text("name"));
    static final Entity PRODUCT = entity("Product", Property.text("name"));
    static final Entity ORDER = entity("Order");
    static final Entity ITEM = entity("Item", Property.integer("quantity"), Property.decimal("price"));
    static final Relation CUSTOMER_OF_ORDER = manyToOne(ORDER, "customer", CUSTOMER, "orders");
    static final Relation ORDER_OF_ITEM = manyToOne(ITEM, "order", ORDER, "items");
    static final Relation PRODUCT_OF_ITEM = manyToOne(ITEM, "product", PRODUCT, "items");
    static final Interaction PLACE_ORDER = interaction("PlaceOrder")
            .payload(structure(
                            "items",
                            reference("product", PRODUCT).required(),
                            integer("quantity").required(),
                            PayloadField.decimal("price").required())
                    .asList()
                    .required());

    private Shop() {}

    static Model model() {
        return Model.model("Shop")
                .facts(CUSTOMER, PRODUCT, ORDER, ITEM, CUSTOMER_OF_ORDER, ORDER_OF_ITEM, PRODUCT_OF_ITEM)
                .events(PLACE_ORDER)
                .derive(ORDER, Transform.toRecord(PLACE_ORDER, Shop::order))
                .derive(
                        ITEM,
                        Property.decimal("subtotal"),
                        Computed.from(
                                List.of("quantity", "price"),
                                row -> BigDecimal.valueOf(row.integer("quantity"))
                                        .multiply((BigDecimal) row.get("price"))))
                .derive(ORDER, Property.decimal("total"), Summation.of("items", "subtotal"))
                .derive(CUSTOMER, Property.decimal("spent"), Summation.of("orders", "total"))
                .derive(PRODUCT, Property.integer("sold"), Summation.of("items", "quantity"))
                .derive(Property.decimal("turnover"), Summation.of(ORDER, "total"))
                .build();
    }

    private static Draft order(InteractionEvent event) {
        List<Draft> items = event.payload().structures("items").stream()
                .map(item -> Draft.of("product", item.reference("product"))
                        .set("quantity", item.integer("quantity"))
                        .set("price", item.decimal("price")))
                .toList();
        return Draft.of("customer", event.user()).set("items", items);
    }

    static Map<String, Object> item(RecordId product, int quantity, String price) {
        return Map.of("product", product, "quantity", quantity, "price", new BigDecimal(price));
    }

    static RecordId customer(Entail entail) {
        return entail.create(CUSTOMER, Draft.of("name", "Ann"));
    }

    static RecordId product(Entail entail, String name) {
        return entail.create(PRODUCT, Draft.of("name", name));
    }
}
