package dev.entail.examples.docs;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.Payload;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("computations.md")
class ComputationsTest {
    // snippet: shop-facts
    static final Property<BigDecimal> PRICE = decimal("price");

    static final Entity CUSTOMER = entity("Customer", text("name"));
    static final Entity PRODUCT = entity("Product", text("name"));
    static final Entity ORDER = entity("Order", text("note"));
    static final Entity ITEM = entity("Item", integer("quantity"), PRICE);

    static final Relation BUYER = manyToOne(ORDER, "customer", CUSTOMER, "orders");
    static final Relation CONTENT = manyToOne(ITEM, "order", ORDER, "items");
    static final Relation SOLD = manyToOne(ITEM, "product", PRODUCT, "sales");
    static final Relation WATCH =
            manyToMany(CUSTOMER, "watching", PRODUCT, "watchers").named("Watch");

    static final Interaction PLACE_ORDER = interaction("PlaceOrder")
            .payload(PayloadField.structure(
                            "items",
                            reference("product", PRODUCT).required(),
                            PayloadField.integer("quantity").required(),
                            PayloadField.decimal("price").required())
                    .asList()
                    .required());
    static final Interaction WATCH_PRODUCT =
            interaction("Watch").payload(reference("product", PRODUCT).required());
    static final Interaction UNWATCH_PRODUCT =
            interaction("Unwatch").payload(reference("product", PRODUCT).required());
    // end

    // snippet: shop-globals
    static final Property<Long> ORDERS = integer("orders");
    static final Property<BigDecimal> TURNOVER = decimal("turnover");
    // end

    static final Model SHOP = shop();

    private static Model shop() {
        // snippet: shop-derivations
        return model("Shop")
                .facts(CUSTOMER, PRODUCT, ORDER, ITEM, BUYER, CONTENT, SOLD, WATCH)
                .events(PLACE_ORDER, WATCH_PRODUCT, UNWATCH_PRODUCT)
                // values that follow from the row itself
                .derive(ITEM, decimal("amount"), Computed.from(List.of("quantity", "price"), ComputationsTest::amount))
                // values that follow from related records
                .derive(ORDER, decimal("total"), Summation.of("items", "amount"))
                .derive(CUSTOMER, decimal("spent"), Summation.of("orders", "total"))
                .derive(CUSTOMER, integer("orderCount"), Count.of("orders"))
                .derive(PRODUCT, integer("sold"), Summation.of("sales", "quantity"))
                .derive(PRODUCT, integer("watcherCount"), Count.of("watchers"))
                .derive(CUSTOMER, bool("loyal"), Computed.from("orderCount", row -> row.integer("orderCount") >= 2))
                // records and links that follow from events
                .derive(
                        ORDER,
                        Transform.toRecord(
                                PLACE_ORDER,
                                event -> Draft.of("customer", event.user()).set("items", items(event.payload()))))
                .derive(
                        WATCH,
                        Transform.toLink(
                                WATCH_PRODUCT, event -> Link.between(event.user(), event.reference("product"))),
                        Removal.ofLink(
                                UNWATCH_PRODUCT, event -> Link.between(event.user(), event.reference("product"))))
                // values of the whole model
                .derive(ORDERS, Count.of(ORDER))
                .derive(TURNOVER, Summation.of(ORDER, "total"))
                .build();
        // end
    }

    // snippet: shop-functions
    private static BigDecimal amount(Row item) {
        return BigDecimal.valueOf(item.integer("quantity")).multiply(item.get(PRICE));
    }

    private static List<Draft> items(Payload order) {
        return order.structures("items").stream()
                .map(item -> Draft.of("product", item.reference("product"))
                        .set("quantity", item.integer("quantity"))
                        .set("price", item.decimal("price")))
                .toList();
    }
    // end

    @Test
    @DisplayName("one order changes amounts, totals, sums, counts and globals")
    void order() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SHOP)) {
            // snippet: shop-run
            RecordId ann = entail.create(CUSTOMER, Draft.of("name", "Ann"));
            RecordId tea = entail.create(PRODUCT, Draft.of("name", "Tea"));

            entail.dispatch(
                            PLACE_ORDER,
                            call -> call.by(ann)
                                    .payload(
                                            "items",
                                            List.of(Map.of(
                                                    "product", tea, "quantity", 2, "price", new BigDecimal("1.25")))))
                    .orThrow();

            Row customer = entail.query(CUSTOMER)
                    .select("spent", "orderCount", "loyal")
                    .byId(ann)
                    .orElseThrow();
            BigDecimal turnover = entail.global(TURNOVER);
            // end
            assertThat(customer.get("spent")).isEqualTo(new BigDecimal("2.5"));
            assertThat(customer.integer("orderCount")).isEqualTo(1);
            assertThat(customer.bool("loyal")).isFalse();
            assertThat(turnover).isEqualTo("2.5");
            assertThat(entail.global(ORDERS)).isEqualTo(1);

            RecordId item = entail.query(ITEM).first().orElseThrow().id();
            // snippet: shop-change
            entail.update(ITEM, item, Draft.of("quantity", 10)); // amount, total, spent, sold and turnover follow
            // end
            assertThat(entail.query(CUSTOMER)
                            .select("spent")
                            .byId(ann)
                            .orElseThrow()
                            .get("spent"))
                    .isEqualTo(new BigDecimal("12.5"));
            assertThat(entail.query(PRODUCT)
                            .select("sold")
                            .byId(tea)
                            .orElseThrow()
                            .integer("sold"))
                    .isEqualTo(10);
            assertThat(entail.global(TURNOVER)).isEqualTo("12.5");

            entail.delete(ITEM, item);
            assertThat(entail.global(TURNOVER)).isEqualTo("0");
            assertThat(entail.global(ORDERS)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a removal removes a link and passes over one that does not exist")
    void removal() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SHOP)) {
            RecordId ann = entail.create(CUSTOMER, Draft.of("name", "Ann"));
            RecordId tea = entail.create(PRODUCT, Draft.of("name", "Tea"));
            entail.dispatch(WATCH_PRODUCT, call -> call.by(ann).payload("product", tea))
                    .orThrow();
            assertThat(watchers(entail, tea)).isEqualTo(1);
            entail.dispatch(UNWATCH_PRODUCT, call -> call.by(ann).payload("product", tea))
                    .orThrow();
            assertThat(watchers(entail, tea)).isZero();
            List<Effect> effects = entail.dispatch(
                            UNWATCH_PRODUCT, call -> call.by(ann).payload("product", tea))
                    .orThrow()
                    .effects();
            assertThat(effects).hasSize(1);
        }
    }

    private static long watchers(Entail entail, RecordId product) {
        return entail.query(PRODUCT)
                .select("watcherCount")
                .byId(product)
                .orElseThrow()
                .integer("watcherCount");
    }

    @Test
    @DisplayName("nobody but the framework writes a derived value")
    void writeProtection() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SHOP)) {
            RecordId tea = entail.create(PRODUCT, Draft.of("name", "Tea"));
            EntailException refusal = catchThrowableOfType(EntailException.class, () -> {
                // snippet: write-protection
                entail.update(PRODUCT, tea, Draft.of("sold", 1_000_000)); // WRITE_INVALID
                // end
            });
            assertThat(refusal.code()).isEqualTo("WRITE_INVALID");
            assertThat(refusal.details()).containsEntry("record", "Product").containsEntry("attribute", "sold");
        }
    }

    @Test
    @DisplayName("a hot count is declared with one word and read like any other")
    void hotCount() {
        Entity user = entity("User", text("name"));
        Entity post = entity("Post", text("title"));
        Relation like = manyToMany(user, "likedPosts", post, "likedBy");
        // snippet: hot
        Model busy = model("Busy")
                .facts(user, post, like)
                .derive(post, integer("likeCount").hot(), Count.of("likedBy"))
                .build();
        // end
        try (Entail entail = Entail.open("jdbc:h2:mem:", busy)) {
            RecordId first = entail.create(post, Draft.of("title", "Tea"));
            entail.link(like, Link.between(entail.create(user, Draft.of("name", "Ann")), first));
            // snippet: hot-read
            List<Row> popular = entail.query(post)
                    .select("title", "likeCount")
                    .where(Match.gt("likeCount", 0))
                    .orderBy(Order.descending("likeCount"))
                    .list();
            // end
            assertThat(popular).extracting(row -> row.integer("likeCount")).containsExactly(1L);
        }
    }
}
