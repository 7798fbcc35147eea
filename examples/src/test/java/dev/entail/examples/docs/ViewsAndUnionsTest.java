package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("views-and-unions.md")
class ViewsAndUnionsTest {
    // snippet: views
    static final Entity TEAM = entity("Team", text("name"), text("type"));
    static final Entity PERSON = entity("Person", text("name"), integer("age"), bool("active"));
    static final Entity TASK = entity("Task", text("state"));
    static final Relation MEMBERS = oneToMany(TEAM, "members", PERSON, "team");
    static final Relation TASKS = oneToMany(PERSON, "tasks", TASK, "owner");

    static final View ACTIVE = View.of("Active", PERSON, Match.eq("active", true));
    static final View ACTIVE_YOUNG = View.of("ActiveYoung", ACTIVE, Match.lt("age", 30));
    static final View TECHNICIAN = View.of("Technician", PERSON, Match.eq("team.type", "tech"));
    static final View BUSY = View.of("Busy", PERSON, Match.exists("tasks", Match.eq("state", "open")));
    // end

    // snippet: relation-views
    static final Relation LIKES =
            manyToMany(PERSON, "liked", TEAM, "likedBy").with(text("kind")).named("Like");
    static final RelationView LOVES = RelationView.of("Love", LIKES, "loved", "lovedBy", Match.eq("kind", "love"));
    // end

    // snippet: counting-members
    static final Model MODEL = model("Club")
            .facts(TEAM, PERSON, TASK, MEMBERS, TASKS)
            .facts(ACTIVE, ACTIVE_YOUNG, TECHNICIAN, BUSY, LIKES, LOVES)
            .derive(integer("activePeople"), Count.of(ACTIVE))
            .derive(TEAM, integer("loveCount"), Count.of("lovedBy"))
            .build();
    // end

    // snippet: unions
    static final Entity CUSTOMER = entity("Customer", text("name"), bool("vip"));
    static final Entity VENDOR = entity("Vendor", text("name"), text("trade"));
    static final View VIP = View.of("Vip", CUSTOMER, Match.eq("vip", true));
    static final Union CONTACT = Union.of("Contact", VIP, VENDOR).withCommon(text("name"));
    static final Entity NOTE = entity("Note", text("text"));
    static final Relation ABOUT = manyToOne(NOTE, "about", CONTACT, "notes");
    // end

    @Test
    @DisplayName("views are read and written like what they are a part of")
    void views() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", MODEL)) {
            // snippet: through-views
            RecordId ann =
                    entail.create(ACTIVE, Draft.of("name", "Ann").set("age", 20).set("active", true));
            List<Row> young = entail.query(ACTIVE_YOUNG).select("name").list();
            entail.inTransaction(writes -> writes.updateAll(ACTIVE, Match.ge("age", 65), Draft.of("active", false)));
            boolean passive = entail.update(BUSY, ann, Draft.of("name", "Anna")); // false: Ann has no open task
            // end
            assertThat(young).extracting(row -> row.text("name")).containsExactly("Ann");
            assertThat(passive).isFalse();
            assertThat(entail.global(integer("activePeople"))).isEqualTo(1L);
            RecordId red = entail.create(TEAM, Draft.of("name", "Red"));
            RecordId like = entail.link(LIKES, Link.between(ann, red).with("kind", "love"));
            assertThat(entail.query(PERSON)
                            .select("loved.loveCount")
                            .byId(ann)
                            .orElseThrow()
                            .rows("loved"))
                    .extracting(row -> row.integer("loveCount"))
                    .containsExactly(1L);
            entail.update(LIKES, like, Draft.of("kind", "hate"));
            assertThat(entail.query(TEAM)
                            .select("loveCount")
                            .byId(red)
                            .orElseThrow()
                            .integer("loveCount"))
                    .isZero();
        }
    }

    @Test
    @DisplayName("effects tell who enters a view")
    void members() {
        // snippet: members
        Entail entail = Entail.with(MODEL).observing(ACTIVE, TECHNICIAN).open("jdbc:h2:mem:");
        RecordId tech = entail.create(TEAM, Draft.of("name", "Red").set("type", "tech"));
        List<Effect> effects = entail.effects(writes -> writes.create(
                PERSON, Draft.of("name", "Ann").set("active", true).set("team", tech)));
        // end
        assertThat(effects)
                .extracting(effect -> effect.mutation().record())
                .startsWith("Person", "Team_members_team_Person", "Active", "Technician");
        entail.close();
    }

    @Test
    @DisplayName("a union is read as one")
    void unions() {
        Model model = model("Contacts")
                .facts(CUSTOMER, VENDOR, VIP, CONTACT, NOTE, ABOUT)
                .build();
        try (Entail entail = Entail.open("jdbc:h2:mem:", model)) {
            // snippet: through-unions
            RecordId ann = entail.create(CUSTOMER, Draft.of("name", "Ann").set("vip", true));
            RecordId wood = entail.create(VENDOR, Draft.of("name", "Wood Ltd").set("trade", "timber"));
            entail.create(NOTE, Draft.of("text", "call back").set("about", ann));
            List<Row> contacts = entail.query(CONTACT)
                    .select("__type", "name", "trade", "notes.text")
                    .list();
            // end
            assertThat(contacts).extracting(Row::id).containsExactlyInAnyOrder(ann, wood);
            assertThat(contacts).extracting(row -> row.text("__type")).containsExactlyInAnyOrder("Customer", "Vendor");
        }
    }
}
