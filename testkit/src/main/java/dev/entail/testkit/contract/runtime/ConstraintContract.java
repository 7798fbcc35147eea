package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What users declare unique or required, on values, single relations, links and their values. */
abstract class ConstraintContract extends RuntimeGroup {
    private static final Entity HOUSE = entity("House", text("street"), integer("number"));
    private static final Entity ROOM = entity("Room", text("name"));
    private static final Relation ROOMS = manyToOne(ROOM, "house", HOUSE, "rooms");
    private static final Relation SEEN =
            manyToMany(HOUSE, "seen", HOUSE, "seenBy").with(integer("rank")).named("Seen");

    private static Model model() {
        return Model.model("Houses")
                .facts(HOUSE, ROOM, ROOMS, SEEN)
                .constrain(
                        HOUSE,
                        unique("address", "street", "number").withCode("ADDRESS_TAKEN"),
                        required("street", "street"))
                .constrain(ROOM, unique("roomName", "house", "name"))
                .constrain(SEEN, unique("rank", "source", "rank"))
                .build();
    }

    private static Draft house(String street, int number) {
        return Draft.of("street", street).set("number", number);
    }

    @Test
    @DisplayName("STO-708 MOD-85 a violation names constraint, code, record and attributes, and never the values")
    final void violation() {
        Entail entail = open(model());
        entail.create(HOUSE, house("Elm Street", 5));
        EntailException error = failureOf(() -> entail.create(HOUSE, house("Elm Street", 5)));
        assertThat(error.code()).isEqualTo("ADDRESS_TAKEN");
        assertThat(error.details())
                .containsEntry("constraint", "address")
                .containsEntry("record", "House")
                .containsEntry("attributes", List.of("street", "number"));
        assertThat(error.getMessage()).doesNotContain("Elm");
        RecordId other = entail.create(HOUSE, house("Elm Street", 6));
        assertThat(failureOf(() -> entail.update(HOUSE, other, Draft.of("number", 5)))
                        .code())
                .isEqualTo("ADDRESS_TAKEN");
        assertThat(entail.query(HOUSE).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("STO-704 MOD-82 records with a null in a key do not count; letter case and blanks do")
    final void nulls() {
        Entail entail = open(model());
        for (int i = 0; i < 2; i++) {
            entail.create(HOUSE, Draft.of("street", "Elm"));
        }
        entail.create(HOUSE, house("Elm", 1));
        entail.create(HOUSE, house("elm", 1));
        entail.create(HOUSE, house("Elm ", 1));
        assertThat(entail.query(HOUSE).count()).isEqualTo(5);
    }

    @Test
    @DisplayName("STO-703 a key may hold a single relation, the ends of a link and its values")
    final void relations() {
        Entail entail = open(model());
        RecordId first = entail.create(HOUSE, house("Elm", 1));
        RecordId second = entail.create(HOUSE, house("Elm", 2));
        entail.create(ROOM, Draft.of("name", "Attic").set("house", first));
        entail.create(ROOM, Draft.of("name", "Attic").set("house", second));
        EntailException room =
                failureOf(() -> entail.create(ROOM, Draft.of("name", "Attic").set("house", first)));
        assertThat(room.details()).containsEntry("constraint", "roomName");
        entail.link(SEEN, Link.between(first, second).with("rank", 1));
        EntailException rank =
                failureOf(() -> entail.link(SEEN, Link.between(first, first).with("rank", 1)));
        assertThat(rank.details()).containsEntry("constraint", "rank").containsEntry("record", "Seen");
    }

    @Test
    @DisplayName("MOD-83 STO-706 a required value cannot be left out or taken away, on any database")
    final void requiredValue() {
        Entail entail = open(model());
        assertThat(failureOf(() -> entail.create(HOUSE, Draft.of("number", 1))).code())
                .isEqualTo("NON_NULL_CONSTRAINT_VIOLATION");
        RecordId house = entail.create(HOUSE, house("Elm", 1));
        assertThat(failureOf(() -> entail.update(HOUSE, house, Draft.of("street", null)))
                        .details())
                .containsEntry("constraint", "street");
        assertThat(entail.query(HOUSE).count()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "STO-707 MOD-86 a constraint that stored records break is refused at set-up, one that they keep is added")
    final void setUp() {
        TestDatabase database = test().fresh();
        Entail loose = open(
                Model.model("Houses")
                        .facts(HOUSE)
                        .constrain(HOUSE, unique("number", "number"))
                        .build(),
                database);
        loose.create(HOUSE, Draft.of("number", 1));
        loose.create(HOUSE, Draft.of("number", 2));
        close(loose);
        Model strict = Model.model("Houses")
                .facts(HOUSE)
                .constrain(HOUSE, required("street", "street"), unique("number", "number"))
                .build();
        EntailException broken = failureOf(() -> open(strict, database));
        assertThat(broken.code()).isEqualTo("CONSTRAINT_SETUP_FAILED");
        assertThat(broken.details()).containsEntry("constraint", "street").containsEntry("record", "House");
        EntailException dropped =
                failureOf(() -> open(Model.model("Houses").facts(HOUSE).build(), database));
        assertThat(dropped.getMessage()).contains("constraint:number", "no longer in the model");
        Model kept = Model.model("Houses")
                .facts(HOUSE)
                .constrain(HOUSE, required("numbered", "number"), unique("number", "number"))
                .build();
        Entail entail = open(kept, database);
        assertThat(failureOf(() -> entail.create(HOUSE, Draft.of("number", 2))).code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
    }

    @Test
    @DisplayName("a text that is part of a key has at most 255 characters, on every database")
    final void keyLength() {
        Entail entail = open(model());
        entail.create(HOUSE, house("x".repeat(255), 1));
        assertThat(failureOf(() -> entail.create(HOUSE, house("x".repeat(256), 1)))
                        .code())
                .isEqualTo("VALUE_TOO_LONG");
    }
}
