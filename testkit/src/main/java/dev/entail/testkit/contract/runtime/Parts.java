package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.oneToMany;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;

/** F-JSON and F-ORG of the catalogue: values with structure, and lists of lists. */
final class Parts {
    static final Entity ITEM = entity(
            "Item",
            text("name"),
            list(text("tags")),
            json("obj"),
            json("j"),
            bool("flag"),
            number("n"),
            timestamp("at"),
            list(integer("counts")),
            list(decimal("prices")),
            list(bool("switches")),
            list(timestamp("times")),
            list(json("things")),
            list(number("sizes")),
            decimal("price"),
            integer("stock"));
    static final Entity PART = entity("Part", text("name"), list(text("tags")));
    static final Relation PARTS = oneToMany(ITEM, "parts", PART, "item").named("Parts");

    static final Entity ORG = entity("Org", text("name"));
    static final Entity GROUP = entity("Group", text("name"));
    static final Entity MEMBER = entity("Member", text("role"));
    static final Relation GROUPS = oneToMany(ORG, "groups", GROUP, "org").named("Groups");
    static final Relation MEMBERS = oneToMany(GROUP, "members", MEMBER, "group").named("Members");

    private Parts() {}

    static Model model() {
        return Model.model("Parts")
                .facts(ITEM, PART, PARTS, ORG, GROUP, MEMBER, GROUPS, MEMBERS)
                .build();
    }
}
