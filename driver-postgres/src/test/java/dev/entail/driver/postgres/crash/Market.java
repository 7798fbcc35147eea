package dev.entail.driver.postgres.crash;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import java.util.List;

/** Customers, products and orders, with derived values of every kind that rivals could get wrong. */
final class Market {
    static final Entity CUSTOMER = entity("Customer", text("name"));
    static final Entity PRODUCT = entity("Product", text("name"), decimal("price"));
    static final Entity ORDER = entity("Order", integer("quantity"));
    static final Entity TICKET = entity("Ticket", text("title"));
    static final Relation BUYER = manyToOne(ORDER, "customer", CUSTOMER, "orders");
    static final Relation BOUGHT = manyToOne(ORDER, "product", PRODUCT, "orders");
    static final Relation LIKE =
            manyToMany(CUSTOMER, "likes", PRODUCT, "likedBy").named("Like");

    static final Interaction BUY = interaction("Buy")
            .payload(
                    reference("product", PRODUCT).required(),
                    PayloadField.integer("quantity").required());
    static final Interaction PRICE = interaction("Price")
            .payload(
                    reference("product", PRODUCT).required(),
                    PayloadField.decimal("price").required());
    static final Interaction LIKE_IT =
            interaction("LikeIt").payload(reference("product", PRODUCT).required());
    static final Interaction UNLIKE =
            interaction("Unlike").payload(reference("product", PRODUCT).required());
    static final Interaction NEXT =
            interaction("Next").payload(reference("product", PRODUCT).required());

    private Market() {}

    static Model model() {
        return Model.model("Market")
                .facts(CUSTOMER, PRODUCT, ORDER, TICKET, BUYER, BOUGHT, LIKE)
                .events(BUY, PRICE, LIKE_IT, UNLIKE, NEXT)
                .derive(
                        ORDER,
                        Transform.toRecord(
                                BUY,
                                event -> Draft.of("quantity", event.integer("quantity"))
                                        .set("customer", event.user())
                                        .set("product", event.reference("product"))))
                .derive(
                        LIKE,
                        Transform.toLink(LIKE_IT, event -> Link.between(event.user(), event.reference("product"))),
                        Removal.ofLink(UNLIKE, event -> Link.between(event.user(), event.reference("product"))))
                .derive(
                        PRODUCT,
                        decimal("asked"),
                        StateMachine.of("asked")
                                .starting(product -> null)
                                .with(Transfer.from("asked")
                                        .to("asked")
                                        .on(PRICE, event -> event.reference("product"))
                                        .setting((before, event) ->
                                                event.payload().decimal("price"))))
                .derive(
                        PRODUCT,
                        text("season"),
                        StateMachine.of("spring", "summer", "autumn")
                                .with(
                                        Transfer.from("spring")
                                                .to("summer")
                                                .on(NEXT, event -> event.reference("product")),
                                        Transfer.from("summer")
                                                .to("autumn")
                                                .on(NEXT, event -> event.reference("product")),
                                        Transfer.from("autumn")
                                                .to("spring")
                                                .on(NEXT, event -> event.reference("product"))))
                .derive(PRODUCT, integer("likeCount"), Count.of("likedBy"))
                .derive(PRODUCT, integer("sold"), Summation.of("orders", "quantity"))
                .derive(PRODUCT, number("meanQuantity"), Average.of("orders", "quantity"))
                .derive(
                        PRODUCT,
                        text("fame"),
                        Computed.from(
                                List.of("likeCount", "sold"), row -> row.get("likeCount") + "/" + row.get("sold")))
                .derive(ORDER, text("season"), Lookup.of("product.season"))
                .derive(CUSTOMER, integer("likeCount"), Count.of("likes"))
                .derive(CUSTOMER, decimal("spent"), WeightedSummation.of("orders", "quantity", "product.asked"))
                .derive(
                        CUSTOMER,
                        integer("summerOrders"),
                        Count.of("orders").where(List.of("season"), row -> "summer".equals(row.get("season"))))
                .derive(
                        TICKET,
                        Projection.toRecord(
                                CUSTOMER,
                                List.of("name", "likeCount"),
                                row -> row.integer("likeCount") > 1
                                        ? Draft.of("title", row.text("name") + " " + row.integer("likeCount"))
                                        : null))
                .derive(integer("tickets"), Count.of(TICKET))
                .derive(decimal("turnover"), Summation.of(CUSTOMER, "spent"))
                .build();
    }
}
