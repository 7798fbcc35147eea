package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.event.Trigger;
import dev.entail.core.value.Draft;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
    @Test
    @DisplayName(
            "DIF-03 explain() draws the graph of a model: levels, sources and consequences, hidden values left out")
    void graph() {
        Entity customer = entity("Customer", text("name"));
        Entity order = entity("Order", text("state"));
        Entity item = entity("Item", integer("quantity"), decimal("price"));
        Entity notice = entity("Notice", text("text"));
        Relation orders = manyToOne(order, "customer", customer, "orders").named("Orders");
        Relation items = manyToOne(item, "order", order, "items").named("Items");
        Model shop = model("Shop")
                .facts(customer, order, item, notice, orders, items)
                .derive(
                        item,
                        decimal("subtotal"),
                        Computed.from(List.of("quantity", "price"), row -> row.decimal("price")))
                .derive(order, decimal("total"), Summation.of("items", "subtotal"))
                .derive(
                        order,
                        text("phase"),
                        StateMachine.of("open", "closed")
                                .with(Transfer.from("open")
                                        .to("closed")
                                        .on(Trigger.updated(order, "state"), change -> change.id())))
                .derive(customer, decimal("mean"), Average.of("orders", "total"))
                .derive(integer("orders"), Count.of(order))
                .derive(
                        notice,
                        Projection.toRecord(order, List.of("phase"), row -> Draft.of("text", row.text("phase"))))
                .build();

        assertThat(shop.explain()).isEqualTo("""
            Model Shop: what follows from what

            Notice is made of each Order from [phase]

            [1] Item.subtotal DECIMAL = computed from [quantity, price]
                from Item.quantity, Item.price
                leads to Order.total

            [2] Order.total DECIMAL = sum of subtotal over items
                from Item.subtotal, Items
                leads to Customer.mean

            [3] Customer.mean DECIMAL = average of total over orders
                from Order.total, Orders

            [1] Order.phase TEXT = machine of [open, closed]
                from open to closed when Order is updated in [state]

            [1] @orders INTEGER = count of all Order
                from Order
            """);
    }
}
