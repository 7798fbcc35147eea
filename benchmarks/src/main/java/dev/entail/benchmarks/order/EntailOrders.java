package dev.entail.benchmarks.order;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.verification.VerificationReport;
import dev.entail.storage.spi.Database;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Orders as a model. */
final class EntailOrders implements Orders {
    private static final Entity CUSTOMER = entity("Customer", text("name"));
    private static final Entity PRODUCT = entity("Product", text("name"));
    private static final Entity ORDER = entity("Order");
    private static final Entity ITEM = entity("OrderItem", integer("quantity"), decimal("price"));
    private static final Relation BUYER = manyToOne(ORDER, "buyer", CUSTOMER, "orders");
    private static final Relation ITEMS =
            oneToMany(ORDER, "items", ITEM, "order").reliantTargets();
    private static final Relation ITEM_PRODUCT = manyToOne(ITEM, "product", PRODUCT, "orderItems");
    private static final Interaction PLACE_ORDER = interaction("PlaceOrder")
            .payload(
                    reference("customer", CUSTOMER).required(),
                    structure(
                                    "items",
                                    reference("product", PRODUCT).required(),
                                    PayloadField.integer("quantity").required(),
                                    PayloadField.decimal("price").required())
                            .asList()
                            .required());

    private final Entail entail;

    /** Takes over the database. */
    EntailOrders(Database database) {
        entail = Entail.with(Model.model("Orders")
                        .facts(CUSTOMER, PRODUCT, ORDER, ITEM, BUYER, ITEMS, ITEM_PRODUCT)
                        .events(PLACE_ORDER)
                        .derive(ORDER, Transform.toRecord(PLACE_ORDER, EntailOrders::order))
                        .derive(
                                ITEM,
                                decimal("subtotal"),
                                Computed.from(List.of("quantity", "price"), EntailOrders::subtotal))
                        .derive(ORDER, decimal("total"), Summation.of("items", "subtotal"))
                        .derive(PRODUCT, integer("sold"), Summation.of("orderItems", "quantity"))
                        .derive(CUSTOMER, decimal("spent"), Summation.of("orders", "total"))
                        .build())
                .open(database);
    }

    private static Draft order(InteractionEvent event) {
        List<Draft> items = event.payload().structures("items").stream()
                .map(item -> Draft.of("product", item.reference("product"))
                        .set("quantity", item.integer("quantity"))
                        .set("price", item.decimal("price")))
                .toList();
        return Draft.of("buyer", event.reference("customer")).set("items", items);
    }

    private static BigDecimal subtotal(Row item) {
        return item.decimal("price").multiply(BigDecimal.valueOf(item.integer("quantity")));
    }

    @Override
    public Shop create(int customers, int products) {
        return new Shop(createAll(CUSTOMER, customers), createAll(PRODUCT, products));
    }

    private long[] createAll(RecordDefinition record, int number) {
        List<Draft> drafts = IntStream.range(0, number)
                .mapToObj(i -> Draft.of("name", "n" + i))
                .toList();
        return entail.inTransaction(writes -> writes.createAll(record, drafts)).stream()
                .mapToLong(RecordId::value)
                .toArray();
    }

    @Override
    public void place(Basket basket) {
        List<Map<String, Object>> items = new ArrayList<>(Basket.ITEMS);
        for (int i = 0; i < Basket.ITEMS; i++) {
            items.add(Map.of(
                    "product",
                    RecordId.of(basket.products()[i]),
                    "quantity",
                    basket.quantity(i),
                    "price",
                    basket.price(i)));
        }
        RecordId customer = RecordId.of(basket.customer());
        entail.dispatch(
                        PLACE_ORDER,
                        call -> call.by(customer).payload("customer", customer).payload("items", items))
                .orThrow();
    }

    @Override
    public void check() {
        VerificationReport report = entail.verify();
        if (report.wrong() > 0) {
            throw new IllegalStateException("Sums are wrong: " + report);
        }
    }

    @Override
    public void close() {
        entail.close();
    }
}
