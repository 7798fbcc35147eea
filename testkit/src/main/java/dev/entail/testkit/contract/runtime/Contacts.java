package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;

/** Unions of entities, of a view and an entity, of a union, and of relations. */
final class Contacts {
    static final Entity CUSTOMER =
            entity("Customer", text("name"), bool("vip"), text("level").defaultTo("basic"), integer("spent"));
    static final Entity VENDOR = entity("Vendor", text("name"), text("trade"));
    static final Entity PARTNER = entity("Partner", text("name"), text("trade"));
    static final View VIP = View.of("VipCustomer", CUSTOMER, Match.eq("vip", true));
    static final Union CONTACT = Union.of("Contact", VIP, VENDOR).withCommon(text("name"));
    static final Union EVERYBODY = Union.of("Everybody", CONTACT, PARTNER);
    static final Entity NOTE = entity("Note", text("text"));
    static final Relation ABOUT = manyToOne(NOTE, "about", CONTACT, "notes").named("About");
    static final Relation SUPPLY = manyToOne(NOTE, "vendor", VENDOR, "mentions").named("Supply");

    static final Entity A = entity("A", text("name"));
    static final Entity B = entity("B", text("name"));
    static final Relation LIKES =
            manyToMany(A, "liked", B, "likedBy").with(integer("n")).named("Likes");
    static final Relation OWNS = manyToMany(A, "owned", B, "owners").named("Owns");
    static final RelationUnion TIES = RelationUnion.of("Ties", "ties", "tiedBy", LIKES, OWNS);

    private Contacts() {}

    static Model model() {
        return declarations().build();
    }

    /** The same, to be added to. */
    static ModelBuilder declarations() {
        return Model.model("Contacts")
                .facts(CUSTOMER, VENDOR, PARTNER, VIP, CONTACT, EVERYBODY, NOTE, ABOUT, SUPPLY)
                .facts(A, B, LIKES, OWNS, TIES)
                .derive(integer("contacts"), Count.of(CONTACT))
                .derive(integer("vipSpending"), Summation.of(VIP, "spent"))
                .derive(VENDOR, integer("mentionCount"), Count.of("mentions"))
                .derive(A, integer("tieCount"), Count.of("ties"))
                .constrain(VENDOR, Constraint.required("Vendor_name", "name"));
    }
}
