package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static dev.entail.core.model.Model.model;
import static dev.entail.examples.docs.ModellingTest.CLUB;
import static dev.entail.examples.docs.ModellingTest.FANS;
import static dev.entail.examples.docs.ModellingTest.PERSON;
import static dev.entail.examples.docs.ModellingTest.TEAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("writing.md")
class WritingTest {
    // snippet: dependents
    static final Entity ORDER = entity("Order", text("number"));
    static final Entity ITEM = entity("Item", text("product"));
    static final Relation ITEMS = oneToMany(ORDER, "items", ITEM, "order").reliantTargets();
    // end

    @Test
    @DisplayName("drafts speak of links under &")
    void linkValues() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            // snippet: link-values
            RecordId ann = entail.create(
                    PERSON,
                    Draft.of("name", "Ann")
                            .set("supports", List.of(Draft.of("name", "Red").set("&", Draft.of("since", 1999)))));
            RecordId red = entail.query(TEAM).list().get(0).id();
            entail.update(
                    PERSON,
                    ann,
                    Draft.of("supports", List.of(Draft.of("id", red).set("&", Draft.of("since", 2001)))));
            entail.inTransaction(writes -> writes.updateAll(FANS, Match.lt("since", 2010), Draft.of("since", 2010)));
            // end
            assertThat(entail.query(FANS).select("since").list())
                    .extracting(row -> row.integer("since"))
                    .containsExactly(2010L);
        }
    }

    @Test
    @DisplayName("many records at a time")
    void many() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            // snippet: many
            List<RecordId> people = entail.inTransaction(
                    writes -> writes.createAll(PERSON, List.of(Draft.of("name", "Ann"), Draft.of("name", "Bob"))));
            List<RecordId> renamed = entail.inTransaction(
                    writes -> writes.updateAll(PERSON, Match.like("name", "A%"), Draft.of("name", "Anna")));
            List<RecordId> gone = entail.inTransaction(writes -> writes.deleteAll(PERSON, Match.all()));
            // end
            assertThat(renamed).containsExactly(people.get(0));
            assertThat(gone).isEqualTo(people);
        }
    }

    @Test
    @DisplayName("dependents go with their source, and effects tell of all of it")
    void dependents() {
        try (Entail entail = Entail.open(
                "jdbc:h2:mem:", model("Orders").facts(ORDER, ITEM, ITEMS).build())) {
            RecordId order =
                    entail.create(ORDER, Draft.of("number", "1").set("items", List.of(Draft.of("product", "tea"))));
            assertThatThrownBy(() -> entail.update(ORDER, order, Draft.of("items", List.of())))
                    .hasFieldOrPropertyWithValue("code", "RELIANCE_VIOLATION");
            // snippet: effects
            List<Effect> effects = entail.effects(writes -> writes.delete(ORDER, order));
            // end
            assertThat(effects)
                    .extracting(effect -> effect.mutation().record())
                    .containsExactly("Order_items_order_Item", "Item", "Order");
        }
    }

    @Test
    @DisplayName("a link may have links")
    void linksOfLinks() {
        try (Entail entail = Entail.open(
                "jdbc:h2:mem:",
                model("Seats")
                        .facts(Seats.PERSON, Seats.CLUB, Seats.SEAT, Seats.MEMBERSHIP, Seats.SEAT_OF)
                        .build())) {
            entail.create(
                    Seats.PERSON,
                    Draft.of("name", "Ann")
                            .set(
                                    "clubs",
                                    List.of(Draft.of("title", "Chess")
                                            .set("&", Draft.of("seat", Draft.of("row", 3))))));
            assertThat(entail.query(Seats.SEAT).select("membership.source.name").list())
                    .extracting(row -> row.row("membership").row("source").text("name"))
                    .containsExactly("Ann");
            entail.inTransaction(writes -> writes.deleteAll(Seats.MEMBERSHIP, Match.all()));
            assertThat(entail.query(Seats.SEAT_OF).count()).isZero();
        }
    }

    static final class Seats {
        // snippet: links-of-links
        static final Entity PERSON = entity("Person", text("name"));
        static final Entity CLUB = entity("Club", text("title"));
        static final Entity SEAT = entity("Seat", integer("row"));
        static final Relation MEMBERSHIP =
                manyToMany(PERSON, "clubs", CLUB, "members").named("Membership");
        static final Relation SEAT_OF = oneToOne(MEMBERSHIP, "seat", SEAT, "membership");
        // end
    }
}
