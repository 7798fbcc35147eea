package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who enters and who leaves a view. */
abstract class MembershipContract extends RuntimeGroup {
    private Entail entail;
    private RecordId team;
    private RecordId user;

    @BeforeEach
    final void users() {
        entail = open(
                Teams.model(),
                Teams.TECH_USER,
                Teams.ACTIVE_USER,
                Teams.ACTIVE_YOUNG,
                Teams.BUSY,
                Teams.OLDER,
                Teams.F,
                Teams.F2,
                Teams.N);
        team = entail.create(
                Teams.TEAM, Draft.of("name", "A").set("type", "tech").set("limit", 100));
        user = entail.create(
                Teams.USER,
                Draft.of("name", "u").set("age", 20).set("active", true).set("team", team));
    }

    private List<String> events(Consumer<Writes> work) {
        return Events.of(entail.effects(work));
    }

    private List<String> update(RecordDefinition record, RecordId id, Draft changes) {
        return events(writes -> writes.update(record, id, changes));
    }

    @Test
    @DisplayName("T-170 STO-410 STO-413 STO-416 a new record enters its views after it and its links have come")
    final void created() {
        List<Effect> effects = entail.effects(writes -> writes.create(
                Teams.USER,
                Draft.of("name", "v").set("age", 20).set("active", true).set("team", team)));
        assertThat(Events.of(effects))
                .containsExactly(
                        "create User",
                        "create Membership",
                        "create TechUser",
                        "create ActiveUser",
                        "create ActiveYoung");
        MutationEvent.Created entered = (MutationEvent.Created) effects.get(4).mutation();
        assertThat(entered.values()).containsEntry("name", "v").containsEntry("age", 20L);
    }

    @Test
    @DisplayName(
            "T-171 T-172 T-173 T-174 T-178 T-179 STO-411 STO-412 changes of the record, along the path, and of links")
    final void changed() {
        assertThat(update(Teams.USER, user, Draft.of("age", 40)))
                .containsExactly("update User [age]", "delete ActiveYoung");
        assertThat(update(Teams.USER, user, Draft.of("age", 41))).containsExactly("update User [age]");
        assertThat(update(Teams.TEAM, team, Draft.of("type", "biz")))
                .containsExactly("update Team [type]", "delete TechUser");
        assertThat(update(Teams.TEAM, team, Draft.of("type", "tech")))
                .containsExactly("update Team [type]", "create TechUser");
        assertThat(update(Teams.ACTIVE_USER, user, Draft.of("age", 10)))
                .containsExactly("update User [age]", "create ActiveYoung");
        assertThat(entail.effects(
                        writes -> writes.updateAll(Teams.ACTIVE_YOUNG, Match.eq("name", "nobody"), Draft.of("age", 1))))
                .isEmpty();
        RecordId biz = entail.create(Teams.TEAM, Draft.of("name", "B").set("type", "biz"));
        assertThat(update(Teams.USER, user, Draft.of("team", biz)))
                .containsExactly("delete Membership", "create Membership", "delete TechUser");
        assertThat(events(writes -> writes.unlink(Teams.MEMBERS, user, biz))).containsExactly("delete Membership");
        assertThat(events(writes -> writes.link(Teams.MEMBERS, Link.between(user, team))))
                .containsExactly("create Membership", "create TechUser");
        assertThat(events(writes -> writes.unlink(Teams.MEMBERS, user, team)))
                .containsExactly("delete Membership", "delete TechUser");
    }

    @Test
    @DisplayName("T-175 T-177 STO-311 STO-402 MOD-66 creating, changing and deleting under the name of a view")
    final void throughViews() {
        assertThat(events(writes ->
                        writes.create(Teams.ACTIVE_USER, Draft.of("name", "z").set("active", false))))
                .containsExactly("create User");
        RecordId passive = entail.create(
                Teams.USER, Draft.of("name", "p").set("active", false).set("age", 5));
        assertThat(entail.update(Teams.ACTIVE_USER, passive, Draft.of("age", 6)))
                .isFalse();
        assertThat(entail.delete(Teams.ACTIVE_USER, passive)).isFalse();
        assertThat(events(writes -> writes.delete(Teams.ACTIVE_USER, user)))
                .containsExactly(
                        "delete Membership",
                        "delete TechUser",
                        "delete ActiveUser",
                        "delete ActiveYoung",
                        "delete User");
        assertThat(entail.query(Teams.USER).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("T-176 STO-417 MOD-65 a record that is deleted leaves its views first, and others leave because of it")
    final void deleted() {
        assertThat(events(writes -> writes.delete(Teams.TEAM, team)))
                .containsExactly("delete Membership", "delete TechUser", "delete Team");
        assertThat(events(writes ->
                        writes.create(Teams.USER, Draft.of("name", "q").set("active", true))))
                .containsExactly("create User", "create ActiveUser");
    }

    @Test
    @DisplayName("T-180 STO-403 a view over a list hears of each record of the list")
    final void lists() {
        RecordId task = entail.create(Teams.TASK, Draft.of("state", "open"));
        assertThat(events(writes -> writes.link(Teams.TASKS, Link.between(user, task))))
                .containsExactly("create Ownership", "create Busy");
        assertThat(update(Teams.TASK, task, Draft.of("state", "done")))
                .containsExactly("update Task [state]", "delete Busy");
        assertThat(update(Teams.TASK, task, Draft.of("state", "open")))
                .containsExactly("update Task [state]", "create Busy");
        RecordId other = entail.create(Teams.USER, Draft.of("name", "o"));
        assertThat(events(writes -> writes.link(Teams.TASKS, Link.between(other, task))))
                .containsExactlyInAnyOrder("delete Ownership", "create Ownership", "delete Busy", "create Busy");
        assertThat(events(writes -> writes.delete(Teams.TASK, task)))
                .containsExactly("delete Ownership", "delete Busy", "delete Task");
    }

    @Test
    @DisplayName("T-181 STO-404 a view that compares two values hears of both")
    final void references() {
        assertThat(update(Teams.TEAM, team, Draft.of("limit", 10)))
                .containsExactly("update Team [limit]", "create Older");
        assertThat(update(Teams.USER, user, Draft.of("age", 9))).containsExactly("update User [age]", "delete Older");
    }

    @Test
    @DisplayName("STO-404 STO-411 a view hears of both ends of a range, and of links of its links")
    final void farReferences() {
        View within = View.of("Within", Crew.PERSON, Match.between("age", 1, Match.field("boss.age")));
        RelationView seated =
                RelationView.of("Seated", Crew.CLUBS, "seatedIn", "seatedPeople", Match.isNotNull("seat.title"));
        Entail crew = open(
                Model.model("Within")
                        .facts(Crew.PERSON, Crew.CLUB, Crew.PLACE, Crew.BOSS, Crew.CLUBS, Crew.SEAT, within, seated)
                        .build(),
                within,
                seated);
        RecordId boss = Crew.person(crew, "boss", 5);
        RecordId person = Crew.person(crew, "person", 3);
        assertThat(Events.of(crew.effects(writes -> writes.link(Crew.BOSS, Link.between(person, boss)))))
                .containsExactly("create Person_boss_staff_Person", "create Within");
        assertThat(Events.of(crew.effects(writes -> writes.update(Crew.PERSON, boss, Draft.of("age", 2)))))
                .containsExactly("update Person [age]", "delete Within");
        RecordId link = Crew.join(crew, person, Crew.club(crew, "c"), "p");
        RecordId place = crew.create(Crew.PLACE, Draft.of("title", "here"));
        assertThat(Events.of(crew.effects(writes -> writes.link(Crew.SEAT, Link.between(link, place)))))
                .containsExactly("create Clubs_seat_seatOf_Place", "create Seated");
        assertThat(Events.of(crew.effects(writes -> writes.delete(Crew.PLACE, place))))
                .containsExactly("delete Clubs_seat_seatOf_Place", "delete Seated", "delete Place");
    }

    @Test
    @DisplayName("T-183 T-185 T-186 T-187 STO-425 links enter and leave views of their relation")
    final void links() {
        RecordId a = entail.create(Teams.T, Draft.of("name", "a").set("lv", 9));
        RecordId b = entail.create(Teams.T, Draft.of("name", "b").set("lv", 1));
        RecordId c = entail.create(Teams.T, Draft.of("name", "c").set("lv", 9));
        List<Effect> effects = entail.effects(writes -> writes.create(
                Teams.U,
                Draft.of("name", "u")
                        .set(
                                "ts",
                                List.of(
                                        Draft.of("id", a).set("&", Draft.of("kind", "hot")),
                                        Draft.of("id", b).set("&", Draft.of("kind", "hot")),
                                        Draft.of("id", c).set("&", Draft.of("kind", "cold"))))));
        assertThat(Events.of(effects))
                .filteredOn(event -> event.equals("create F"))
                .hasSize(2);
        assertThat(Events.of(effects))
                .filteredOn(event -> event.equals("create F2"))
                .hasSize(1);
        assertThat(Events.of(effects))
                .filteredOn(event -> event.equals("create N"))
                .hasSize(3);
        List<Effect> lowered = entail.effects(writes -> writes.update(Teams.T, a, Draft.of("lv", 2)));
        assertThat(Events.of(lowered)).containsExactly("update T [lv]", "delete F2");
        assertThat(((MutationEvent.Deleted) lowered.get(1).mutation()).values()).containsKeys("source", "target");
        RecordId cooled = entail.query(Teams.R)
                .where(Match.eq("target.name", "b"))
                .list()
                .get(0)
                .id();
        assertThat(update(Teams.R, cooled, Draft.of("kind", "cold"))).containsExactly("update R [kind]", "delete F");
        assertThat(update(Teams.R, cooled, Draft.of("kind", "bad"))).containsExactly("update R [kind]", "delete N");
        assertThat(events(writes -> writes.deleteAll(Teams.R, Match.eq("target.name", "a"))))
                .containsExactly("delete F", "delete N", "delete R");
    }

    @Test
    @DisplayName("T-190 STO-012 STO-358 a link made under the name of a view is a link of the base, and once only")
    final void linkThroughView() {
        RecordId u = entail.create(Teams.U, Draft.of("name", "u"));
        RecordId t = entail.create(Teams.T, Draft.of("name", "t"));
        assertThat(events(writes -> writes.link(Teams.F, Link.between(u, t).with("kind", "cold"))))
                .containsExactly("create R", "create N");
        assertThat(failureOf(() -> entail.link(Teams.F, Link.between(u, t).with("kind", "hot")))
                        .code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        assertThat(entail.unlink(Teams.F, u, t)).isFalse();
        assertThat(entail.unlink(Teams.N, u, t)).isTrue();
    }

    @Test
    @DisplayName("T-182 T-317 STO-415 STO-909 views that nobody observes cost nothing; observed ones one question per"
            + " operation")
    final void cost() {
        Entail unobserved = open(Teams.model());
        unobserved.create(Teams.USER, Draft.of("name", "first"));
        Draft draft = Draft.of("name", "x").set("age", 1).set("active", true);
        assertThat(log(unobserved)
                        .record(() -> unobserved.create(Teams.USER, draft))
                        .statements())
                .hasSize(1);
        assertThat(log(entail).record(() -> entail.create(Teams.USER, draft)).statements())
                .as("insert, membership, the record for three events")
                .hasSize(3);
        assertThat(log(entail)
                        .record(() -> entail.inTransaction(
                                writes -> writes.updateAll(Teams.USER, Match.all(), Draft.of("active", false))))
                        .roundTrips())
                .as("match with rows, membership before, update, membership after, records")
                .isEqualTo(5);
    }

    @Test
    @DisplayName("MOD-65 STO-409 counts and sums over views follow every way of entering and leaving")
    final void computations() {
        Entail counting = open(Teams.counting());
        RecordId tech = counting.create(Teams.TEAM, Draft.of("name", "A").set("type", "tech"));
        RecordId a = counting.create(
                Teams.USER,
                Draft.of("name", "a").set("age", 20).set("active", true).set("team", tech));
        counting.update(Teams.USER, a, Draft.of("age", 25));
        counting.update(Teams.USER, a, Draft.of("active", false).set("age", 26));
        counting.update(Teams.USER, a, Draft.of("active", true).set("age", 27));
        RecordId t = counting.create(Teams.T, Draft.of("name", "t").set("lv", 9));
        RecordId u = counting.create(Teams.U, Draft.of("name", "u"));
        RecordId link = counting.link(Teams.R, Link.between(u, t).with("kind", "hot"));
        counting.update(Teams.T, t, Draft.of("lv", 8));
        counting.update(Teams.T, t, Draft.of("lv", 2));
        counting.update(Teams.T, t, Draft.of("lv", 7));
        counting.update(Teams.R, link, Draft.of("kind", "cold"));
        counting.update(Teams.R, link, Draft.of("kind", "hot"));
        assertThat(counting.global(Property.integer("activeAge"))).isEqualTo(27);
        assertThat(counting.query(Teams.U)
                        .select("hotSum")
                        .byId(u)
                        .orElseThrow()
                        .integer("hotSum"))
                .isEqualTo(7);
        counting.delete(Teams.TEAM, tech);
        counting.delete(Teams.T, t);
    }
}
