package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;

/** F-EDGE, F-VIEW and the union of T-193 of the catalogue: views and unions of entities and of relations. */
final class Edges {
    static final Entity U = entity("U", text("name"));
    static final Entity T = entity("T", text("name"), integer("lv"));
    static final Relation R = manyToMany(U, "ts", T, "us").named("R").with(text("kind"));
    static final RelationView F = RelationView.of("F", R, "hotTs", "hotUs", Match.eq("kind", "hot"));
    static final RelationView F2 = RelationView.of("F2", F, "hotHigh", "hotHighUs", Match.gt("target.lv", 5));
    static final RelationView N = RelationView.of("N", R, "okTs", "okUs", Match.not(Match.eq("kind", "bad")));

    /** A single relation that lives in the row of its source, with views of it. */
    static final Relation MAIN = manyToOne(U, "main", T, "mainOf").named("Main").with(text("kind"));

    static final RelationView HOT_MAIN =
            RelationView.of("HotMain", MAIN, "hotMain", "hotMainOf", Match.eq("kind", "hot"));
    static final RelationView HIGH_MAIN =
            RelationView.of("HighMain", MAIN, "highMain", "highMainOf", Match.gt("target.lv", 5));

    static final Entity TEAM = entity("Team", text("name"), text("type"));
    static final Entity USER = entity("User", text("name"), integer("age"), bool("active"));
    static final Relation MEMBER = manyToOne(USER, "team", TEAM, "members").named("Member");
    static final View TECH_USER = View.of("TechUser", USER, Match.eq("team.type", "tech"));
    static final View ACTIVE_USER = View.of("ActiveUser", USER, Match.eq("active", true));
    static final View ACTIVE_YOUNG = View.of("ActiveYoung", ACTIVE_USER, Match.lt("age", 30));

    static final Entity CUSTOMER = entity("Customer", text("name"), bool("vip"));
    static final Entity VENDOR = entity("Vendor", text("name"), text("brand"));
    static final View VIP = View.of("VipCustomer", CUSTOMER, Match.eq("vip", true));
    static final Union CONTACT = Union.of("Contact", VIP, VENDOR);

    static final Relation OWNS =
            manyToMany(U, "owned", T, "owners").named("Owns").with(text("since"));
    static final Relation RENTS =
            manyToMany(U, "rented", T, "tenants").named("Rents").with(text("since"));
    static final RelationUnion USES = RelationUnion.of("Uses", "used", "users", OWNS, RENTS);

    private Edges() {}

    static Model model() {
        return Model.model("Edges")
                .facts(U, T, R, F, F2, N, MAIN, HOT_MAIN, HIGH_MAIN, OWNS, RENTS, USES)
                .facts(TEAM, USER, MEMBER, TECH_USER, ACTIVE_USER, ACTIVE_YOUNG)
                .facts(CUSTOMER, VENDOR, VIP, CONTACT)
                .build();
    }
}
