package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Deleting, unlinking, and records that depend on others. */
abstract class CascadeContract extends RuntimeGroup {
    private Entail entail;
    private RecordId person;

    @BeforeEach
    final void crew() {
        entail = open(Crew.model());
        person = entail.inTransaction(writes -> writes.create(Crew.PERSON, Crew.everything()));
    }

    private RecordId only(Entity entity) {
        return entail.query(entity).list().get(0).id();
    }

    private List<String> delete(RecordDefinition record, RecordId id) {
        List<Effect> effects = entail.effects(writes -> writes.delete(record, id));
        Events.assertEndsKnown(entail.model(), effects);
        return Events.of(effects);
    }

    @Test
    @DisplayName("T-146 T-160 STO-345..347 STO-360 STO-373 a record goes with its links, the links of those, and its"
            + " dependents")
    final void everything() {
        entail.update(Crew.PERSON, person, Draft.of("docs", List.of(only(Crew.DOC))));
        entail.update(Crew.PERSON, person, Draft.of("boss", null).set("badge", null));
        assertThat(delete(Crew.PERSON, person))
                .containsExactlyInAnyOrder(
                        "delete Doc_author_docs_Person",
                        "delete Clubs_seat_seatOf_Place",
                        "delete Clubs",
                        "delete Person_locker_keeper_Locker",
                        "delete Locker",
                        "delete Person_skills_owner_Skill",
                        "delete Skill",
                        "delete Person")
                .startsWith("delete Doc_author_docs_Person")
                .containsSubsequence("delete Clubs_seat_seatOf_Place", "delete Clubs", "delete Locker")
                .containsSubsequence("delete Person_locker_keeper_Locker", "delete Locker", "delete Person")
                .containsSubsequence("delete Person_skills_owner_Skill", "delete Skill", "delete Person");
        for (Entity survivor : List.of(Crew.DOC, Crew.CLUB, Crew.PLACE, Crew.BADGE)) {
            assertThat(entail.query(survivor).count()).as("%s", survivor).isPositive();
        }
        assertThat(entail.query(Crew.LOCKER).count() + entail.query(Crew.SKILL).count())
                .isZero();
    }

    @Test
    @DisplayName(
            "T-143 T-144 T-147 T-153 STO-346 STO-348 STO-361 links and dependents go alone, and nothing else with them")
    final void alone() {
        RecordId other = entail.create(Crew.PERSON, Draft.of("name", "o"));
        RecordId third = entail.create(Crew.PERSON, Draft.of("name", "t"));
        entail.link(Crew.PALS, Link.between(person, other));
        entail.link(Crew.PALS, Link.between(third, person));
        assertThat(delete(Crew.LOCKER, only(Crew.LOCKER)))
                .containsExactly("delete Person_locker_keeper_Locker", "delete Locker");
        List<Effect> unlinked = entail.effects(writes -> writes.deleteAll(Crew.CLUBS, Match.eq("post", "r")));
        assertThat(Events.of(unlinked)).containsExactly("delete Clubs_seat_seatOf_Place", "delete Clubs");
        Events.assertEndsKnown(entail.model(), unlinked);
        assertThat(entail.effects(writes -> writes.deleteAll(Crew.CLUBS, Match.all())))
                .isEmpty();
        assertThat(delete(Crew.PERSON, person))
                .contains("delete Person_pals_pals_Person", "delete Person_pals_pals_Person");
        assertThat(entail.query(Crew.PALS).count()).isZero();
        assertThat(entail.query(Crew.PERSON).count()).isEqualTo(3);
    }

    @Test
    @DisplayName("T-148 T-152 STO-357 STO-362 STO-364 a dependent is never left without its owner, on no route")
    final void orphans() {
        RecordId locker = only(Crew.LOCKER);
        RecordId other = entail.create(Crew.PERSON, Draft.of("name", "v").set("locker", Draft.of("code", "o")));
        for (Draft changes : List.of(
                Draft.of("locker", Draft.of("code", "new")),
                Draft.of("locker", null),
                Draft.of("skills", null),
                Draft.of("skills", List.of(Draft.of("label", "other"))))) {
            assertThat(failureOf(() -> entail.update(Crew.PERSON, person, changes))
                            .code())
                    .as("%s", changes)
                    .isEqualTo("RELIANCE_VIOLATION");
        }
        List<Runnable> routes = List.of(
                () -> entail.unlink(Crew.KEEPER, person, locker),
                () -> entail.inTransaction(writes -> writes.deleteAll(Crew.KEEPER, Match.all())),
                () -> entail.update(Crew.LOCKER, locker, Draft.of("keeper", null)),
                () -> entail.link(Crew.KEEPER, Link.between(other, locker)),
                () -> entail.update(Crew.LOCKER, locker, Draft.of("keeper", other)),
                () -> entail.create(Crew.KEEPER, Draft.of("source", other).set("target", locker)));
        for (Runnable route : routes) {
            assertThat(failureOf(route::run).code()).isEqualTo("RELIANCE_VIOLATION");
        }
        assertThat(entail.query(Crew.LOCKER).count()).isEqualTo(2);
        assertThat(entail.query(Crew.SKILL).count()).isEqualTo(1);
        assertThat(entail.query(Crew.KEEPER).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("T-150 T-151 STO-363 a dependent moves to another owner: the old link goes, a new one comes")
    final void moves() {
        RecordId other = entail.create(Crew.PERSON, Draft.of("name", "v"));
        List<Effect> moved = entail.effects(writes -> writes.link(Crew.KEEPER, Link.between(other, only(Crew.LOCKER))));
        assertThat(Events.of(moved))
                .containsExactly("delete Person_locker_keeper_Locker", "create Person_locker_keeper_Locker");
        RecordId skill = only(Crew.SKILL);
        entail.update(Crew.PERSON, person, Draft.of("skills", List.of(skill, Draft.of("label", "b"))));
        assertThat(Events.of(entail.effects(writes -> writes.update(Crew.SKILL, skill, Draft.of("owner", other)))))
                .containsExactly("delete Person_skills_owner_Skill", "create Person_skills_owner_Skill");
        assertThat(entail.query(Crew.PERSON)
                        .select("skills.label")
                        .byId(person)
                        .orElseThrow()
                        .rows("skills"))
                .hasSize(1);
    }

    @Test
    @DisplayName("T-154 STO-349 a long chain and a circle of dependents go with one delete")
    final void chains() {
        Entity node = Entity.entity("Node", Property.integer("n"));
        Relation next = Relation.oneToOne(node, "next", node, "previous").reliantTargets();
        Entail chain = open(Model.model("Chain").facts(node, next).build());
        List<RecordId> ids = chain.inTransaction(writes -> {
            List<RecordId> made = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                made.add(writes.create(node, Draft.of("n", i)));
            }
            for (int i = 1; i < made.size(); i++) {
                writes.link(next, Link.between(made.get(i - 1), made.get(i)));
            }
            return made;
        });
        List<Effect> effects = chain.effects(writes -> writes.delete(node, ids.get(0)));
        assertThat(effects).hasSize(599);
        Events.assertEndsKnown(chain.model(), effects);
        assertThat(chain.query(node).count()).isZero();
        RecordId a = chain.create(node, Draft.of("n", 1));
        RecordId b = chain.create(node, Draft.of("n", 2).set("previous", a));
        chain.link(next, Link.between(b, a));
        List<Effect> circle = chain.effects(writes -> writes.delete(node, a));
        assertThat(Events.of(circle))
                .filteredOn(event -> event.equals("delete Node"))
                .hasSize(2);
        Events.assertEndsKnown(chain.model(), circle);
        assertThat(chain.query(node).count()).isZero();
    }

    @Test
    @DisplayName(
            "STO-346 STO-360 STO-373 STO-411 links that depend on records, and records that depend on links of theirs")
    final void dependentLinks() {
        Entity pact = Entity.entity("Pact", Property.text("name"));
        Entity town = Entity.entity("Town", Property.text("name"));
        Relation roads = Relation.manyToMany(town, "roadsTo", town, "roadsFrom").named("Road");
        Relation terms = Relation.oneToMany(pact, "roads", roads, "pact")
                .reliantTargets()
                .named("Terms");
        Relation suburbs = Relation.oneToMany(roads, "suburbs", town, "road")
                .reliantTargets()
                .named("Suburb");
        View reaching = View.of("Reaching", town, Match.exists("roadsTo", Match.all()));
        Entail map = open(
                Model.model("Map")
                        .facts(pact, town, roads, terms, suburbs, reaching)
                        .derive(town, Property.integer("ways"), Count.of("roadsTo"))
                        .build(),
                reaching);
        List<RecordId> towns =
                map.inTransaction(writes -> writes.createAll(town, List.of(Draft.empty(), Draft.empty())));
        RecordId road = map.link(roads, Link.between(towns.get(0), towns.get(1)));
        RecordId peace = map.create(pact, Draft.of("roads", List.of(road)));
        List<Effect> effects = map.effects(writes -> writes.delete(pact, peace));
        assertThat(Events.of(effects))
                .filteredOn(event -> event.startsWith("delete"))
                .containsExactly("delete Terms", "delete Road", "delete Reaching", "delete Pact");
        Events.assertEndsKnown(map.model(), effects);
        RecordId other = map.link(roads, Link.between(towns.get(0), towns.get(1)));
        map.link(suburbs, Link.between(other, towns.get(1)));
        List<Effect> unlinked = map.effects(writes -> writes.unlink(roads, towns.get(0), towns.get(1)));
        assertThat(Events.of(unlinked))
                .filteredOn(event -> event.startsWith("delete"))
                .containsExactly("delete Suburb", "delete Road", "delete Town", "delete Reaching");
        Events.assertEndsKnown(map.model(), unlinked);
        assertThat(map.query(town).list()).hasSize(1);
    }

    @Test
    @DisplayName("T-141 T-142 STO-338 values of a link change, its ends never")
    final void linkValues() {
        RecordId club = entail.query(Crew.CLUBS).list().get(0).id();
        assertThat(Events.of(entail.effects(
                        writes -> writes.updateAll(Crew.CLUBS, Match.eq("post", "r"), Draft.of("post", "y")))))
                .containsExactly("update Clubs [post]");
        assertThat(entail.update(Crew.CLUBS, club, Draft.of("source", person).set("post", "z")))
                .isTrue();
        RecordId other = entail.create(Crew.PERSON, Draft.of("name", "v"));
        assertThat(failureOf(() -> entail.update(Crew.CLUBS, club, Draft.of("source", other)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        entail.update(Crew.CLUBS, club, Draft.of("seat", Draft.of("title", "elsewhere")));
        assertThat(entail.query(Crew.SEAT).count()).isEqualTo(1);
        assertThat(entail.query(Crew.PLACE).count()).isEqualTo(2);
        assertThat(entail.query(Crew.CLUBS)
                        .select("post")
                        .byId(club)
                        .orElseThrow()
                        .text("post"))
                .isEqualTo("z");
    }

    @Test
    @DisplayName("T-057 T-155 STO-126 STO-310 what is changed or deleted by a condition is what a query with it finds")
    final void byCondition() {
        Entail orgs = open(Parts.model());
        for (String role : List.of("admin", "user")) {
            orgs.create(
                    Parts.ORG,
                    Draft.of("name", role)
                            .set(
                                    "groups",
                                    List.of(
                                            Draft.of("members", List.of(Draft.of("role", "user"))),
                                            Draft.of("members", List.of(Draft.of("role", role))))));
        }
        orgs.create(Parts.ORG, Draft.of("name", "empty"));
        Match without = Match.not(Match.exists("groups.members", Match.eq("role", "admin")));
        List<RecordId> marked =
                orgs.inTransaction(writes -> writes.updateAll(Parts.ORG, without, Draft.of("name", "marked")));
        List<RecordId> deleted = orgs.inTransaction(writes -> writes.deleteAll(Parts.ORG, without));
        assertThat(marked).hasSize(2).isEqualTo(deleted);
        assertThat(orgs.query(Parts.ORG).select("name").list())
                .extracting(row -> row.text("name"))
                .containsExactly("admin");
    }

    @Test
    @DisplayName("T-312 T-313 T-316 STO-903..905 statements follow the kinds of record that change, not their number")
    final void statements() {
        Entity post = Entity.entity("Post", Property.integer("n"));
        Entity tag = Entity.entity("Tag", Property.text("name"));
        Relation tags = Relation.manyToMany(post, "tags", tag, "posts");
        Entail blog = open(Model.model("Tags").facts(post, tag, tags).build());
        List<RecordId> made = blog.inTransaction(writes -> {
            List<RecordId> names = writes.createAll(
                    tag,
                    IntStream.range(0, 8)
                            .mapToObj(i -> Draft.of("name", "t" + i))
                            .toList());
            return writes.createAll(
                    post,
                    IntStream.range(0, 100)
                            .mapToObj(i -> Draft.of("n", i).set("tags", names.subList(0, 5)))
                            .toList());
        });
        Recording updated = log(blog)
                .record(() -> blog.inTransaction(writes -> writes.updateAll(post, Match.all(), Draft.of("n", 7))));
        assertThat(updated.roundTrips()).as("update of 100 rows: %s", updated).isEqualTo(2);
        List<RecordId> others = blog.query(tag).list().stream().map(Row::id).toList();
        Recording replaced =
                log(blog).record(() -> blog.update(post, made.get(0), Draft.of("tags", others.subList(3, 8))));
        assertThat(replaced.roundTrips()).as("list replaced: %s", replaced).isEqualTo(4);
        Recording deleted = log(blog).record(() -> blog.inTransaction(writes -> writes.deleteAll(post, Match.all())));
        assertThat(deleted.roundTrips())
                .as("delete of 100 with 5 links each: %s", deleted)
                .isEqualTo(5);
    }
}
