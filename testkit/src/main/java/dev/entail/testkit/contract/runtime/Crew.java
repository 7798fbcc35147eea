package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;

/** Every kind of relation at once: with values, symmetric, with dependents, and between a link and a record. */
final class Crew {
    static final Entity PERSON =
            entity("Person", text("name"), integer("age"), text("mood").defaultTo("calm"));
    static final Entity BADGE = entity("Badge", text("label"));
    static final Entity DOC = entity("Doc", text("title"));
    static final Entity LOCKER = entity("Locker", text("code"));
    static final Entity CLUB = entity("Club", text("title"));
    static final Entity PLACE = entity("Place", text("title"));
    static final Entity SKILL = entity("Skill", text("label"));
    static final Entity UNIT = entity("Unit", text("title"));

    static final Relation HOLDER = oneToOne(BADGE, "holder", PERSON, "badge").with(integer("shine"));
    static final Relation AUTHOR = manyToOne(DOC, "author", PERSON, "docs").with(integer("reads"));
    static final Relation BOSS = manyToOne(PERSON, "boss", PERSON, "staff");
    static final Relation PALS = manyToMany(PERSON, "pals", PERSON, "pals").with(integer("trust"));
    static final Relation KEEPER = oneToOne(PERSON, "locker", LOCKER, "keeper").reliantTargets();
    static final Relation CLUBS =
            manyToMany(PERSON, "clubs", CLUB, "people").with(text("post")).named("Clubs");
    static final Relation SEAT = oneToOne(CLUBS, "seat", PLACE, "seatOf");
    static final Relation SKILLS = oneToMany(PERSON, "skills", SKILL, "owner").reliantTargets();
    static final Relation PARENT = manyToOne(UNIT, "parent", UNIT, "kids");

    private Crew() {}

    static Model model() {
        return Model.model("Crew")
                .facts(PERSON, BADGE, DOC, LOCKER, CLUB, PLACE, SKILL, UNIT)
                .facts(HOLDER, AUTHOR, BOSS, PALS, KEEPER, CLUBS, SEAT, SKILLS, PARENT)
                .build();
    }

    /** A person with everything that a person can have (T-110). */
    static Draft everything() {
        return Draft.of("name", "u")
                .set("age", 1)
                .set("badge", Draft.of("label", "p").set("&", Draft.of("shine", 3)))
                .set("locker", Draft.of("code", "i"))
                .set("docs", List.of(Draft.of("title", "f1").set("&", Draft.of("reads", 1)), Draft.of("title", "f2")))
                .set("skills", List.of(Draft.of("label", "pw")))
                .set(
                        "clubs",
                        List.of(Draft.of("title", "t")
                                .set("&", Draft.of("post", "r").set("seat", Draft.of("title", "loc")))))
                .set("boss", Draft.of("name", "L").set("age", 9));
    }

    static RecordId person(Entail entail, String name, Integer age) {
        return entail.create(PERSON, Draft.of("name", name).set("age", age));
    }

    static RecordId club(Entail entail, String title) {
        return entail.create(CLUB, Draft.of("title", title));
    }

    static RecordId join(Entail entail, RecordId person, RecordId club, String post) {
        return entail.link(CLUBS, Link.between(person, club).with("post", post));
    }

    static RecordId trust(Entail entail, RecordId one, RecordId other, int trust) {
        return entail.link(PALS, Link.between(one, other).with("trust", trust));
    }

    static RecordId unit(Entail entail, String title, RecordId parent) {
        return entail.create(UNIT, Draft.of("title", title).set("parent", parent));
    }
}
