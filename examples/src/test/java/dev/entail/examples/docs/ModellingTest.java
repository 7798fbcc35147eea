package dev.entail.examples.docs;

import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("modelling.md")
class ModellingTest {
    // snippet: typed-properties
    static final Property<String> SKU = text("sku");
    static final Property<BigDecimal> PRICE = decimal("price");

    static final Entity PRODUCT = entity(
            "Product",
            SKU,
            PRICE,
            integer("stock").defaultTo(0L),
            number("weight"),
            bool("visible").defaultTo(true),
            timestamp("addedAt"),
            json("attributes"),
            list(text("tags")),
            text("label").defaultTo(row -> "Product " + row.text("sku")));
    // end

    // snippet: relations
    static final Entity PERSON = entity("Person", text("name"));
    static final Entity TEAM = entity("Team", text("name"));
    static final Entity LOCKER = entity("Locker", integer("number"));

    static final Relation LOCKER_OF = oneToOne(PERSON, "locker", LOCKER, "owner");
    static final Relation MEMBERS = oneToMany(TEAM, "members", PERSON, "team");
    static final Relation MENTOR = manyToOne(PERSON, "mentor", PERSON, "pupils");
    static final Relation FANS =
            manyToMany(PERSON, "supports", TEAM, "fans").named("Fan").with(integer("since"));
    static final Relation FRIENDS =
            manyToMany(PERSON, "friends", PERSON, "friends").named("Friendship");
    // end

    static final Model CLUB = model("Club")
            .facts(PERSON, TEAM, LOCKER)
            .facts(LOCKER_OF, MEMBERS, MENTOR, FANS, FRIENDS)
            .build();

    @Test
    @DisplayName("every type is read as it was written, and defaults fill what is left out")
    void properties() {
        Model shop = model("Shop").facts(PRODUCT).build();
        try (Entail entail = Entail.open("jdbc:h2:mem:", shop)) {
            // snippet: typed-access
            RecordId id = entail.create(
                    PRODUCT,
                    Draft.empty()
                            .set(SKU, "T-100")
                            .set(PRICE, new BigDecimal("3.50"))
                            .set("weight", 0.25)
                            .set("addedAt", Instant.parse("2026-01-31T12:00:00Z"))
                            .set("attributes", Map.of("colour", "green"))
                            .set("tags", List.of("tea", "new")));
            Row row = entail.query(PRODUCT).select("*").byId(id).orElseThrow();
            String sku = row.get(SKU);
            BigDecimal price = row.get(PRICE);
            // end
            assertThat(sku).isEqualTo("T-100");
            assertThat(price).isEqualTo("3.5");
            assertThat(row.integer("stock")).isZero();
            assertThat(row.bool("visible")).isTrue();
            assertThat(row.text("label")).isEqualTo("Product T-100");
            assertThat(row.get("tags")).isEqualTo(List.of("tea", "new"));
            assertThat(row.get("attributes")).isEqualTo(Map.of("colour", "green"));
        }
    }

    @Test
    @DisplayName("a draft links, creates what it holds, and a list in an update is the whole list")
    void drafts() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            // snippet: drafts
            RecordId red = entail.create(TEAM, Draft.of("name", "Red"));
            RecordId ann = entail.create(
                    PERSON,
                    Draft.of("name", "Ann")
                            .set("team", red) // an existing record
                            .set("locker", Draft.of("number", 7)) // a new one
                            .set("pupils", List.of(Draft.of("name", "Bob"), Draft.of("name", "Cid"))));

            entail.link(FANS, Link.between(ann, red).with("since", 1999));
            entail.update(PERSON, ann, Draft.of("name", "Anna").set("pupils", List.of()));
            // end
            assertThat(entail.query(PERSON).count()).isEqualTo(3);
            Row row = entail.query(PERSON)
                    .select("name", "team.name", "locker.number", "pupils")
                    .byId(ann)
                    .orElseThrow();
            assertThat(row.text("name")).isEqualTo("Anna");
            assertThat(row.row("team").text("name")).isEqualTo("Red");
            assertThat(row.row("locker").integer("number")).isEqualTo(7);
            assertThat(row.rows("pupils")).isEmpty();
        }
    }

    @Test
    @DisplayName("an end that can hold one link only gives up its old one")
    void exclusiveEnds() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            RecordId locker = entail.create(LOCKER, Draft.of("number", 7));
            // snippet: exclusive-ends
            RecordId ann = entail.create(PERSON, Draft.of("name", "Ann").set("locker", locker));
            RecordId bob = entail.create(PERSON, Draft.of("name", "Bob").set("locker", locker)); // Ann has none now
            // end
            assertThat(entail.query(PERSON)
                            .select("locker")
                            .byId(ann)
                            .orElseThrow()
                            .rowOrNull("locker"))
                    .isNull();
            assertThat(entail.query(PERSON)
                            .select("locker")
                            .byId(bob)
                            .orElseThrow()
                            .row("locker")
                            .id())
                    .isEqualTo(locker);
        }
    }

    @Test
    @DisplayName("a symmetric link is seen from both ends and exists once")
    void symmetric() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            RecordId ann = entail.create(PERSON, Draft.of("name", "Ann"));
            RecordId bob = entail.create(PERSON, Draft.of("name", "Bob"));
            // snippet: symmetric
            entail.link(FRIENDS, Link.between(ann, bob));
            Row row = entail.query(PERSON).select("friends.name").byId(bob).orElseThrow();
            boolean parted = entail.unlink(FRIENDS, bob, ann); // either way round
            // end
            assertThat(row.rows("friends"))
                    .extracting(friend -> friend.text("name"))
                    .containsExactly("Ann");
            assertThat(parted).isTrue();
            assertThat(entail.query(FRIENDS).count()).isZero();
        }
    }

    @Test
    @DisplayName("deleting a record deletes its links, and nothing else")
    void delete() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", CLUB)) {
            RecordId red = entail.create(TEAM, Draft.of("name", "Red"));
            RecordId ann = entail.create(PERSON, Draft.of("name", "Ann").set("team", red));
            assertThat(entail.delete(TEAM, red)).isTrue();
            assertThat(entail.query(MEMBERS).count()).isZero();
            assertThat(entail.query(PERSON).byId(ann)).isPresent();
            assertThat(entail.delete(TEAM, red)).isFalse();
        }
    }

    @Test
    @DisplayName("constraints refuse what they do not allow")
    void constraints() {
        Entity house = entity("House", text("street"), integer("number"));
        // snippet: constraints
        Model model = model("Houses")
                .facts(house)
                .constrain(
                        house,
                        unique("address", "street", "number").withCode("ADDRESS_TAKEN"),
                        required("street", "street"))
                .build();
        // end
        try (Entail entail = Entail.open("jdbc:h2:mem:houses", model)) {
            Draft draft = Draft.of("street", "Elm").set("number", 5);
            entail.create(house, draft);
            assertThatThrownBy(() -> entail.create(house, draft)).hasFieldOrPropertyWithValue("code", "ADDRESS_TAKEN");
            assertThatThrownBy(() -> entail.create(house, Draft.empty()))
                    .hasFieldOrPropertyWithValue("code", "NON_NULL_CONSTRAINT_VIOLATION");
        }
    }

    @Test
    @DisplayName("validation reports every problem at once")
    void validation() {
        List<String> printed = new ArrayList<>();
        // snippet: validation
        Entity user = entity("User", text("name"), text("id"));
        Entity post = entity("Post", text("title"));
        Relation author = manyToOne(post, "author", user, "posts");
        try {
            model("Broken")
                    .facts(user, post, author)
                    .derive(post, text("likeCount"), Count.of("likes"))
                    .build();
        } catch (InvalidModelException e) {
            for (Problem problem : e.problems()) {
                printed.add(problem.code() + " at " + problem.path());
            }
        }
        // end
        assertThat(printed)
                .containsExactly(
                        "DECL_PROPERTY_RESERVED at User.id",
                        "DECL_UNKNOWN_ATTRIBUTE at Post.likeCount",
                        "DECL_TYPE_MISMATCH at Post.likeCount");
    }
}
