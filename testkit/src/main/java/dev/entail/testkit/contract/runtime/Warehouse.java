package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Weighted;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every kind of aggregate: over values of items, of links, of what items belong to, over views, and over each other. */
final class Warehouse {
    static final Entity MAKER = entity("Maker", text("name"), decimal("rebate"));
    static final Entity PRODUCT =
            entity("Product", text("name"), decimal("price"), integer("stock"), bool("checked"), number("score"));
    static final Entity STORE = entity("Store", text("name"));
    static final Relation MADE = manyToOne(PRODUCT, "maker", MAKER, "products");
    static final Relation SHELF = manyToMany(STORE, "products", PRODUCT, "stores")
            .with(integer("quantity"), text("zone"))
            .named("Shelf");
    static final RelationView ZONE_A = RelationView.of("ZoneA", SHELF, "productsA", "storesA", Match.eq("zone", "A"));
    static final Relation TWIN = manyToMany(PRODUCT, "twins", PRODUCT, "twins").with(integer("weight"));
    static final View CHECKED = View.of("Checked", PRODUCT, Match.eq("checked", true));

    private Warehouse() {}

    static Model model() {
        return Model.model("Warehouse")
                .facts(MAKER, PRODUCT, STORE, MADE, SHELF, ZONE_A, TWIN, CHECKED)
                .derive(STORE, integer("kinds"), Count.of("products"))
                .derive(STORE, integer("pieces"), Summation.of("products", "&.quantity"))
                .derive(STORE, decimal("worth"), WeightedSummation.of("products", "&.quantity", "price"))
                .derive(STORE, decimal("worthA"), WeightedSummation.of("productsA", "&.quantity", "price"))
                .derive(STORE, decimal("rebates"), Summation.of("products", "maker.rebate"))
                .derive(STORE, number("meanScore"), Average.of("products", "score"))
                .derive(
                        STORE,
                        decimal("meanPrice"),
                        Average.of("products", "price").ignoringNulls())
                .derive(STORE, bool("allChecked"), Every.of("products", "checked"))
                .derive(STORE, bool("someChecked"), Any.of("products", "checked"))
                .derive(
                        STORE,
                        bool("allPlenty"),
                        Every.of(
                                        "products",
                                        List.of("&.quantity", "stock"),
                                        row -> enough(row.get("&.quantity"), row.get("stock")))
                                .notEmpty())
                .derive(
                        STORE,
                        integer("dear"),
                        Count.of("products").where(List.of("price"), row -> isDear(row.get("price"))))
                .derive(
                        PRODUCT,
                        integer("sold"),
                        WeightedSummation.of(
                                "stores",
                                List.of("&.quantity"),
                                row -> new Weighted(-1, (Number) row.get("&.quantity"))))
                .derive(
                        PRODUCT,
                        text("label"),
                        Computed.from(
                                List.of("name", "maker.name"), row -> row.get("name") + " by " + row.get("maker.name")))
                .derive(PRODUCT, integer("twinWeight"), Summation.of("twins", "&.weight"))
                .derive(PRODUCT, decimal("twinStock"), WeightedSummation.of("twins", "&.weight", "stock"))
                .derive(MAKER, decimal("total"), Summation.of("products", "price"))
                .derive(STORE, decimal("makersTotal"), Summation.of("products", "maker.total"))
                .derive(decimal("allWorth"), Summation.of(STORE, "worth"))
                .derive(number("allMean"), Average.of(PRODUCT, "score"))
                .derive(bool("everyChecked"), Every.of(PRODUCT, "checked"))
                .derive(bool("anyChecked"), Any.of(PRODUCT, "checked"))
                .derive(integer("checkedCount"), Count.of(CHECKED))
                .derive(decimal("checkedStock"), WeightedSummation.of(CHECKED, "stock", "price"))
                .derive(
                        integer("dearCount"),
                        Count.of(PRODUCT).where(List.of("price", "maker.name"), row -> isDear(row.get("price"))))
                .build();
    }

    private static boolean enough(@Nullable Object quantity, @Nullable Object stock) {
        return quantity instanceof Long few && stock instanceof Long many && many >= few;
    }

    private static boolean isDear(@Nullable Object price) {
        return price instanceof BigDecimal decimal && decimal.compareTo(BigDecimal.TEN) > 0;
    }
}
