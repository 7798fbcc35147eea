package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;

/** Views of entities and of relations: nested, over single relations, over lists, and with values that follow from them. */
final class Teams {
    static final Entity TEAM = entity("Team", text("name"), text("type"), integer("limit"));
    static final Entity USER = entity("User", text("name"), integer("age"), bool("active"));
    static final Entity TASK = entity("Task", text("state"), integer("effort"));
    static final Relation MEMBERS = manyToOne(USER, "team", TEAM, "members").named("Membership");
    static final Relation TASKS = oneToMany(USER, "tasks", TASK, "owner").named("Ownership");
    static final View TECH_USER = View.of("TechUser", USER, Match.eq("team.type", "tech"));
    static final View ACTIVE_USER = View.of("ActiveUser", USER, Match.eq("active", true));
    static final View ACTIVE_YOUNG = View.of("ActiveYoung", ACTIVE_USER, Match.lt("age", 30));
    static final View BUSY = View.of("Busy", USER, Match.exists("tasks", Match.eq("state", "open")));
    static final View OLDER = View.of("Older", USER, Match.gt("age", Match.field("team.limit")));

    static final Entity U = entity("U", text("name"));
    static final Entity T = entity("T", text("name"), integer("lv"));
    static final Relation R = manyToMany(U, "ts", T, "us").with(text("kind")).named("R");
    static final RelationView F = RelationView.of("F", R, "hotTs", "hotUs", Match.eq("kind", "hot"));
    static final RelationView F2 = RelationView.of("F2", F, "hotHigh", "hotHighUs", Match.gt("target.lv", 5));
    static final RelationView N = RelationView.of("N", R, "okTs", "okUs", Match.not(Match.eq("kind", "bad")));

    private Teams() {}

    static Model model() {
        return Model.model("Teams")
                .facts(TEAM, USER, TASK, MEMBERS, TASKS, TECH_USER, ACTIVE_USER, ACTIVE_YOUNG, BUSY, OLDER)
                .facts(U, T, R, F, F2, N)
                .build();
    }

    /** The same with values that look at views. */
    static Model counting() {
        return Model.model("Teams")
                .facts(TEAM, USER, TASK, MEMBERS, TASKS, TECH_USER, ACTIVE_USER, ACTIVE_YOUNG, BUSY, OLDER)
                .facts(U, T, R, F, F2, N)
                .derive(integer("actives"), Count.of(ACTIVE_USER))
                .derive(integer("activeAge"), Summation.of(ACTIVE_USER, "age"))
                .derive(integer("techies"), Count.of(TECH_USER))
                .derive(U, integer("hotCount"), Count.of("hotHigh"))
                .derive(U, integer("hotSum"), Summation.of("hotHigh", "lv"))
                .derive(T, integer("fans"), Count.of("hotUs"))
                .build();
    }
}
