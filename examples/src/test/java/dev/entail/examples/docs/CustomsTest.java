package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.ItemChange;
import dev.entail.core.computation.Last;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Step;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("records that functions yield and values that follow step by step, in computations.md")
class CustomsTest {
    static final Entity PRODUCT = entity("Product", text("name"), decimal("price"));
    static final Entity OFFER = entity("Offer", integer("rank"), text("text"));
    static final Entity USER = entity("User", text("name"));
    static final Relation SUBJECT = manyToOne(OFFER, "product", PRODUCT, "offers");
    static final Relation SAVED = manyToMany(USER, "saved", OFFER, "savedBy").named("Saved");
    static final Property<BigDecimal> HIGHEST = decimal("highest");
    static final Property<BigDecimal> MEAN = decimal("mean");

    static final Model SHOP = shop();

    private static Model shop() {
        return model("Offers")
                .facts(PRODUCT, OFFER, USER, SUBJECT, SAVED)
                .derive(OFFER, integer("saves"), Count.of("savedBy"))
                // snippet: custom-records
                .derive(
                        OFFER,
                        CustomRecords.reading(
                                        "cheap",
                                        Query.of("Product")
                                                .select("name", "price")
                                                .where(Match.isNotNull("price"))
                                                .orderBy(Order.ascending("price"))
                                                .limit(2))
                                .keyedBy("product")
                                .yielding(all -> offers(all.rows("cheap"))))
                // end
                // snippet: custom-steps
                .derive(
                        HIGHEST,
                        Custom.reading(
                                        "products",
                                        Query.of("Product").select("price").where(Match.isNotNull("price")))
                                .computing(all -> all.rows("products").stream()
                                        .map(product -> product.decimal("price"))
                                        .max(naturalOrder())
                                        .orElse(null))
                                .updating(CustomsTest::highest))
                // end
                // snippet: custom-states
                .derive(
                        MEAN,
                        Custom.reading(
                                        "products",
                                        Query.of("Product").select("price").where(Match.isNotNull("price")))
                                .computing(all -> mean(
                                        all.rows("products").size(),
                                        all.rows("products").stream()
                                                .map(product -> product.decimal("price"))
                                                .reduce(BigDecimal.ZERO, BigDecimal::add)))
                                .keeping(integer("count"), decimal("sum"))
                                .updating((last, change) -> mean(
                                        last.states().integer("count") + one(change.now()) - one(change.before()),
                                        last.states()
                                                .decimal("sum")
                                                .add(price(change.now()))
                                                .subtract(price(change.before())))))
                // end
                .build();
    }

    // snippet: custom-records-function
    static List<Draft> offers(List<Row> cheap) {
        return IntStream.range(0, cheap.size())
                .mapToObj(i -> Draft.of("product", cheap.get(i).id())
                        .set("rank", i + 1)
                        .set(
                                "text",
                                cheap.get(i).text("name") + " for "
                                        + cheap.get(i).decimal("price")))
                .toList();
    }
    // end

    // snippet: custom-steps-function
    static Step highest(Last last, ItemChange change) {
        BigDecimal highest = (BigDecimal) last.value();
        if (change.now() != null && (highest == null || price(change.now()).compareTo(highest) >= 0)) {
            return Step.value(price(change.now()));
        }
        boolean wasHighest = change.before() != null && price(change.before()).equals(highest);
        return wasHighest ? Step.recompute("the highest price is gone") : Step.keep();
    }
    // end

    static Step.Value mean(long count, BigDecimal sum) {
        BigDecimal mean = count == 0 ? null : sum.divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
        return Step.value(mean).with("count", count).with("sum", sum);
    }

    private static long one(@Nullable Row row) {
        return row == null ? 0 : 1;
    }

    private static BigDecimal price(@Nullable Row row) {
        return row == null ? BigDecimal.ZERO : row.decimal("price");
    }

    private static RecordId product(Entail entail, String name, String price) {
        return entail.create(PRODUCT, Draft.of("name", name).set("price", new BigDecimal(price)));
    }

    @Test
    @DisplayName("offers stay the same records; the highest price and the mean follow")
    void customs() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SHOP)) {
            product(entail, "Tea", "3");
            RecordId jam = product(entail, "Jam", "5");
            RecordId ofJam = entail.query(OFFER)
                    .where(Match.eq("product.name", "Jam"))
                    .first()
                    .orElseThrow()
                    .id();
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            entail.link(SAVED, Link.between(ann, ofJam));
            entail.update(PRODUCT, jam, Draft.of("price", new BigDecimal("2")));
            RecordId wine = product(entail, "Wine", "13");
            assertThat(entail.query(OFFER)
                            .select("rank", "text", "saves")
                            .orderBy(Order.ascending("rank"))
                            .list())
                    .extracting(Row::id, row -> row.values().values().toString())
                    .first()
                    .extracting(Object::toString)
                    .asString()
                    .contains(ofJam.toString(), "[1, Jam for 2, 1]");
            assertThat(entail.global(HIGHEST)).isEqualByComparingTo("13");
            assertThat(entail.global(MEAN)).isEqualByComparingTo("6");
            entail.delete(PRODUCT, wine);
            assertThat(entail.global(HIGHEST)).isEqualByComparingTo("3");
            assertThat(entail.global(MEAN)).isEqualByComparingTo("2.5");
            assertThatThrownBy(() -> entail.create(OFFER, Draft.of("rank", 1)))
                    .hasFieldOrPropertyWithValue("code", "WRITE_INVALID");
            assertThat(entail.verify().isClean()).isTrue();
        }
    }
}
