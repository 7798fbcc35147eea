package dev.entail.examples.shop;

import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.model.Model.model;

import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.Weighted;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * People order products. What an order costs, how much of a product is left, what has been earned and how somebody's orders fare is
 * declared here; nobody ever writes a total or a stock.
 */
public final class ShopModel {
    /** More than this of anything is a mistake or mischief; sums of such numbers stay in range. */
    private static final long MOST = 1_000_000;

    /** People. */
    public static final Entity USER = entity("User", text("name"));

    /** What is sold. */
    public static final Entity PRODUCT = entity("Product", text("name"), decimal("price"), integer("initialStock"));

    /** What somebody ordered. */
    public static final Entity ORDER = entity("Order");

    /** So many of a product, in an order. */
    public static final Entity ORDER_ITEM = entity("OrderItem", integer("quantity"), decimal("unitPrice"));

    /** Who ordered. */
    public static final Relation BUYER = manyToOne(ORDER, "buyer", USER, "orders");

    /** What is in an order, and goes with it. */
    public static final Relation ITEMS =
            oneToMany(ORDER, "items", ORDER_ITEM, "order").reliantTargets();

    /** Of which product an item is. */
    public static final Relation ITEM_PRODUCT = manyToOne(ORDER_ITEM, "product", PRODUCT, "orderItems");

    /** There is something new to buy. */
    public static final Interaction ADD_PRODUCT = interaction("AddProduct")
            .payload(
                    PayloadField.text("name").required(),
                    PayloadField.decimal("price").required().between(0, MOST),
                    PayloadField.integer("stock").required().between(0, MOST));

    /** Somebody orders, as long as there is enough of everything. */
    public static final Interaction PLACE_ORDER = interaction("PlaceOrder")
            .payload(structure(
                            "items",
                            reference("product", PRODUCT).required(),
                            PayloadField.integer("quantity").required().between(1, MOST),
                            PayloadField.decimal("unitPrice").required().between(0, MOST))
                    .asList()
                    .required())
            .require(condition("inStock", ShopModel::inStock));

    /** An order is paid. */
    public static final Interaction PAY_ORDER = onOrder("PayOrder");

    /** An order that is paid is on its way. */
    public static final Interaction SHIP_ORDER = onOrder("ShipOrder");

    /** An order that has not been shipped is taken back. */
    public static final Interaction CANCEL_ORDER = onOrder("CancelOrder");

    /** How much of a product is left. */
    public static final Property<Long> CURRENT_STOCK = integer("currentStock");

    /** Of all orders that are paid or shipped. */
    public static final Property<?> REVENUE = decimal("revenue");

    /** Orders that nobody has paid or cancelled. */
    public static final Property<Long> OPEN_ORDERS = integer("openOrders");

    private static final Set<String> EARNED = Set.of("paid", "shipped");

    private ShopModel() {}

    private static Interaction onOrder(String name) {
        return interaction(name).payload(reference("order", ORDER).required());
    }

    private static Decision inStock(GuardContext call) {
        Map<RecordId, Long> wanted = new LinkedHashMap<>();
        call.payload()
                .structures("items")
                .forEach(item -> wanted.merge(item.reference("product"), item.integer("quantity"), Long::sum));
        for (Row product : call.records()
                .list(Query.of("Product").select("currentStock").where(Match.in("id", wanted.keySet())))) {
            long available = product.integer("currentStock");
            if (available < wanted.getOrDefault(product.id(), 0L)) {
                return Decision.reject(
                        "OUT_OF_STOCK",
                        "Only " + available + " of product " + product.id() + " are left",
                        Map.of("product", product.id(), "available", available));
            }
        }
        return Decision.allow();
    }

    /** The whole model. */
    public static Model create() {
        return model("Shop")
                .facts(USER, PRODUCT, ORDER, ORDER_ITEM, BUYER, ITEMS, ITEM_PRODUCT)
                .events(ADD_PRODUCT, PLACE_ORDER, PAY_ORDER, SHIP_ORDER, CANCEL_ORDER)
                .derive(PRODUCT, Transform.toRecord(ADD_PRODUCT, ShopModel::product))
                .derive(ORDER, Transform.toRecord(PLACE_ORDER, ShopModel::order))
                .derive(ORDER, text("status"), status())
                .derive(ORDER, decimal("total"), WeightedSummation.of("items", "quantity", "unitPrice"))
                .derive(ORDER, integer("itemCount"), Count.of("items"))
                .derive(PRODUCT, integer("stockDelta"), quantities(-1, Set.of("pending", "paid", "shipped")))
                .derive(PRODUCT, integer("totalSales"), quantities(1, EARNED))
                .derive(
                        PRODUCT,
                        CURRENT_STOCK,
                        Computed.from(
                                List.of("initialStock", "stockDelta"),
                                row -> row.integer("initialStock") + row.integer("stockDelta")))
                .derive(USER, integer("orderCount"), Count.of("orders"))
                .derive(USER, decimal("avgOrder"), Average.of("orders", "total"))
                .derive(
                        USER,
                        bool("allShipped"),
                        Every.of("orders", List.of("status"), order -> isIn(order, Set.of("shipped"))))
                .derive(
                        USER,
                        bool("anyCancelled"),
                        Any.of("orders", List.of("status"), order -> isIn(order, Set.of("cancelled"))))
                .derive(
                        REVENUE,
                        Summation.of(
                                ORDER,
                                List.of("status", "total"),
                                order -> isIn(order, EARNED) ? order.decimal("total") : null))
                .derive(OPEN_ORDERS, Count.of(ORDER).where(List.of("status"), order -> isIn(order, Set.of("pending"))))
                .build();
    }

    private static StateMachine status() {
        return StateMachine.of("pending", "paid", "shipped", "cancelled")
                .with(
                        Transfer.from("pending").to("paid").on(PAY_ORDER, event -> event.reference("order")),
                        Transfer.from("paid").to("shipped").on(SHIP_ORDER, event -> event.reference("order")),
                        Transfer.from("pending").to("cancelled").on(CANCEL_ORDER, event -> event.reference("order")),
                        Transfer.from("paid").to("cancelled").on(CANCEL_ORDER, event -> event.reference("order")));
    }

    /** How many of a product are in orders that are in one of these states. */
    private static WeightedSummation quantities(long weight, Set<String> states) {
        return WeightedSummation.of(
                "orderItems",
                List.of("order.status", "quantity"),
                item -> new Weighted(
                        states.contains(String.valueOf(item.get("order.status"))) ? weight : 0L,
                        item.integer("quantity")));
    }

    private static boolean isIn(Row order, Set<String> states) {
        return states.contains(String.valueOf(order.get("status")));
    }

    private static Draft product(InteractionEvent event) {
        return Draft.of("name", event.text("name"))
                .set("price", event.payload().decimal("price"))
                .set("initialStock", event.integer("stock"));
    }

    private static Draft order(InteractionEvent event) {
        List<Draft> items = event.payload().structures("items").stream()
                .map(item -> Draft.of("product", item.reference("product"))
                        .set("quantity", item.integer("quantity"))
                        .set("unitPrice", item.decimal("unitPrice")))
                .toList();
        return Draft.of("buyer", event.user()).set("items", items);
    }
}
