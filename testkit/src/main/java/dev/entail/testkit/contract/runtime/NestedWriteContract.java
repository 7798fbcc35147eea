package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records with everything that hangs on them, created and changed in one go. */
abstract class NestedWriteContract extends RuntimeGroup {
    private Entail entail;

    @BeforeEach
    final void crew() {
        entail = open(Crew.model());
    }

    private RecordId id(String entity, String name) {
        String attribute = entity.equals("Person") ? "name" : entity.equals("Badge") ? "label" : "title";
        return entail.query(entity)
                .where(Match.eq(attribute, name))
                .list()
                .get(0)
                .id();
    }

    private List<Row> links(Relation relation) {
        return entail.query(relation)
                .select("*", "source.id", "target.id")
                .orderBy(Order.ascending("id"))
                .list();
    }

    private List<Effect> update(RecordId person, Draft changes) {
        return entail.effects(writes -> writes.update(Crew.PERSON, person, changes));
    }

    @Test
    @DisplayName("STO-321 STO-365 what a record points to comes before it, also where the link has a table of its own")
    final void pointedToFirst() {
        Entity song = Entity.entity("Song", Property.text("name"));
        Entity band = Entity.entity("Band", Property.text("name"));
        Relation by = Relation.manyToOne(song, "by", band, "songs").named("By");
        Relation label = Relation.manyToOne(song, "label", band, "published").named("Label");
        Entail music = open(Model.model("Music")
                .facts(song, band, by, label, RelationUnion.of("Credit", "credits", "credited", by, label))
                .build());
        assertThat(Events.of(music.effects(writes -> writes.create(song, Draft.of("by", Draft.of("name", "b"))))))
                .containsExactly("create Band", "create Song", "create By");
    }

    @Test
    @DisplayName(
            "T-110 T-111 T-112 T-160 T-163 T-165 STO-301 STO-320 STO-321 a record is created with all that hangs on it")
    final void everythingAtOnce() {
        List<Effect> effects = entail.effects(writes -> writes.create(Crew.PERSON, Crew.everything()));
        assertThat(Events.of(effects))
                .hasSize(17)
                .startsWith("create Person", "create Person", "create Person_boss_staff_Person")
                .containsSubsequence("create Badge", "create Badge_holder_badge_Person")
                .containsSubsequence(
                        "create Doc", "create Doc_author_docs_Person", "create Doc", "create Doc_author_docs_Person")
                .containsSubsequence("create Locker", "create Person_locker_keeper_Locker")
                .containsSubsequence("create Skill", "create Person_skills_owner_Skill")
                .containsSubsequence("create Club", "create Clubs", "create Clubs_seat_seatOf_Place")
                .containsSubsequence("create Place", "create Clubs_seat_seatOf_Place");
        Events.assertEndsKnown(entail.model(), effects);
        assertThat(effects.stream()
                        .map(effect -> ((MutationEvent.Created) effect.mutation()).values())
                        .filter(values -> values.containsKey("mood"))
                        .map(values -> values.get("name") + " " + values.get("mood")))
                .containsExactly("L calm", "u calm");
        Row person = entail.query(Crew.PERSON)
                .select("*", "boss.name", "badge.label", "locker.code", "docs.title", "skills.label", "clubs.title")
                .byId(id("Person", "u"))
                .orElseThrow();
        assertThat(person.text("mood")).isEqualTo("calm");
        assertThat(person.row("boss").text("name")).isEqualTo("L");
        assertThat(person.row("badge").text("label")).isEqualTo("p");
        assertThat(person.row("locker").text("code")).isEqualTo("i");
        assertThat(person.rows("docs").stream().map(doc -> doc.text("title"))).containsExactlyInAnyOrder("f1", "f2");
        assertThat(links(Crew.HOLDER).get(0).get("shine")).isEqualTo(3L);
        assertThat(links(Crew.AUTHOR).stream().map(link -> link.get("reads"))).containsExactly(1L, null);
        assertThat(links(Crew.CLUBS).get(0).get("post")).isEqualTo("r");
        assertThat(links(Crew.SEAT).get(0).row("source").id())
                .isEqualTo(links(Crew.CLUBS).get(0).id());
    }

    @Test
    @DisplayName("T-113 T-114 STO-303 STO-304 unknown names, scalars and nulls in lists are refused, nothing is stored")
    final void malformed() {
        assertThat(failureOf(() -> entail.create(Crew.PERSON, Draft.of("nam", "x"))))
                .hasMessageContaining("name, age, mood");
        assertThat(failureOf(() -> entail.create(Crew.PERSON, Draft.of("clubs", List.of(Draft.of("ttl", "x")))))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        for (Draft draft : List.of(
                Draft.of("boss", 5),
                Draft.of("clubs", Arrays.asList((Object) null)),
                Draft.of("boss", List.of(Draft.of("name", "x"))),
                Draft.of("clubs", Draft.of("title", "x")),
                Draft.of("boss", Draft.of("name", "x").set("&", 1)))) {
            assertThat(failureOf(() -> entail.create(Crew.PERSON, draft)).code())
                    .as("%s", draft)
                    .isEqualTo("VALUE_MISMATCH");
        }
        assertThat(entail.query(Crew.PERSON).count()).isZero();
        assertThat(entail.query(Crew.CLUB).count()).isZero();
    }

    @Test
    @DisplayName("T-115 T-145 STO-059 a reference to nothing is refused")
    final void dangling() {
        assertThat(failureOf(() -> entail.create(Crew.PERSON, Draft.of("docs", List.of(RecordId.of(999)))))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
        assertThat(failureOf(() -> entail.create(Crew.PERSON, Draft.of("clubs", List.of(RecordId.of(999)))))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
        assertThat(failureOf(() -> entail.create(Crew.CLUBS, Draft.of("source", RecordId.of(999))))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(entail.query(Crew.PERSON).count()).isZero();
    }

    @Test
    @DisplayName(
            "T-116 T-164 STO-305 STO-336 T-137 references: once each, whole rows will do, their values are not written")
    final void references() {
        RecordId club = entail.create(Crew.CLUB, Draft.of("title", "A"));
        RecordId person = entail.create(Crew.PERSON, Draft.of("name", "u").set("clubs", List.of(club, club)));
        assertThat(links(Crew.CLUBS)).hasSize(1);
        Draft twice = Draft.of(
                "clubs",
                List.of(
                        Draft.of("id", club).set("&", Draft.of("post", "a")),
                        Draft.of("id", club).set("&", Draft.of("post", "b"))));
        assertThat(failureOf(() -> entail.create(Crew.PERSON, twice)).code()).isEqualTo("VALUE_MISMATCH");
        Row read = entail.query(Crew.PERSON).select("*", "clubs.*").byId(person).orElseThrow();
        entail.create(Crew.PERSON, Draft.of("name", "v").set("boss", read).set("clubs", read.rows("clubs")));
        assertThat(links(Crew.CLUBS)).hasSize(2);
        update(person, Draft.of("clubs", List.of(Draft.of("id", club).set("title", "new"))));
        assertThat(entail.query(Crew.CLUB)
                        .select("title")
                        .byId(club)
                        .orElseThrow()
                        .text("title"))
                .isEqualTo("A");
    }

    @Test
    @DisplayName("T-119 T-122 T-123 T-156 STO-066 STO-307 updates change what they name, and defaults stay out of them")
    final void values() {
        RecordId person = entail.create(Crew.PERSON, Draft.of("name", "u").set("age", 1));
        List<Effect> effects = update(person, Draft.of("id", RecordId.of(4242)).set("age", 11));
        assertThat(Events.of(effects)).containsExactly("update Person [age]");
        assertThat(update(person, Draft.of("age", 11))).isEmpty();
        assertThat(update(RecordId.of(77), Draft.of("age", 11))).isEmpty();
        assertThat(Events.of(update(person, Draft.of("mood", null)))).containsExactly("update Person [mood]");
        assertThat(Events.of(update(person, Draft.of("age", 12)))).containsExactly("update Person [age]");
        Row row = entail.query(Crew.PERSON).select("*").byId(person).orElseThrow();
        assertThat(row.get("mood")).isNull();
        assertThat(row.get("age")).isEqualTo(12L);
    }

    @Test
    @DisplayName("T-120 T-121 T-126 T-127 STO-331 STO-333 relations in an update are replaced as a whole")
    final void relations() {
        entail.create(Crew.PERSON, Crew.everything());
        RecordId person = id("Person", "u");
        List<Effect> effects = update(
                person, Draft.of("age", 2).set("boss", Draft.of("name", "L2").set("age", 3)));
        assertThat(Events.of(effects))
                .containsExactlyInAnyOrder(
                        "create Person",
                        "delete Person_boss_staff_Person",
                        "update Person [age]",
                        "create Person_boss_staff_Person")
                .containsSubsequence("delete Person_boss_staff_Person", "create Person_boss_staff_Person")
                .containsSubsequence("create Person", "create Person_boss_staff_Person");
        Events.assertEndsKnown(
                entail.model(), update(person, Draft.of("boss", null).set("badge", null)));
        assertThat(links(Crew.BOSS)).isEmpty();
        assertThat(entail.query(Crew.BADGE).count()).isEqualTo(1);
        assertThat(Events.of(update(person, Draft.of("clubs", List.of()))))
                .containsExactly("delete Clubs_seat_seatOf_Place", "delete Clubs");
        assertThat(Events.of(update(person, Draft.of("docs", null))))
                .containsExactly("delete Doc_author_docs_Person", "delete Doc_author_docs_Person");
    }

    @Test
    @DisplayName("T-125 T-131 T-132 T-149 STO-332 STO-334 STO-335 links that stay keep their identity and their values")
    final void keptLinks() {
        entail.create(Crew.PERSON, Crew.everything());
        RecordId person = id("Person", "u");
        Row first = links(Crew.AUTHOR).get(0);
        assertThat(Events.of(update(person, Draft.of("docs", List.of(id("Doc", "f1"))))))
                .containsExactly("delete Doc_author_docs_Person");
        assertThat(links(Crew.AUTHOR)).containsExactly(first);
        RecordId badge = id("Badge", "p");
        assertThat(update(person, Draft.of("badge", badge))).isEmpty();
        List<Effect> shined =
                update(person, Draft.of("badge", Draft.of("id", badge).set("&", Draft.of("shine", 99))));
        assertThat(Events.of(shined)).containsExactly("update Badge_holder_badge_Person [shine]");
        assertThat(Events.of(update(
                        person,
                        Draft.of(
                                "skills",
                                List.of(entail.query(Crew.SKILL).list().get(0).id(), Draft.of("label", "b"))))))
                .containsExactly("create Skill", "create Person_skills_owner_Skill");
    }

    @Test
    @DisplayName("T-128 STO-337 both ends of a relation among one entity are replaced in one update")
    final void bothEnds() {
        List<RecordId> people = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            people.add(entail.create(Crew.PERSON, Draft.of("name", name)));
        }
        update(people.get(0), Draft.of("boss", people.get(1)));
        update(people.get(2), Draft.of("boss", people.get(0)));
        update(people.get(0), Draft.of("boss", people.get(3)).set("staff", List.of(people.get(3))));
        Row row = entail.query(Crew.PERSON)
                .select("boss.name", "staff.name")
                .byId(people.get(0))
                .orElseThrow();
        assertThat(row.row("boss").text("name")).isEqualTo("d");
        assertThat(row.rows("staff").stream().map(staff -> staff.text("name"))).containsExactly("d");
    }

    @Test
    @DisplayName("T-129 T-130 T-133 T-134 T-135 T-136 STO-322 STO-323 an exclusive end gives up its link before it gets"
            + " another")
    final void stealing() {
        RecordId badge = entail.create(Crew.BADGE, Draft.of("label", "p"));
        RecordId first = entail.create(Crew.PERSON, Draft.of("name", "u1").set("badge", badge));
        AtomicReference<RecordId> third = new AtomicReference<>(first);
        List<String> stolen = List.of("delete Badge_holder_badge_Person", "create Badge_holder_badge_Person");
        assertThat(Events.of(entail.effects(writes -> third.set(
                        writes.create(Crew.PERSON, Draft.of("name", "u3").set("badge", badge))))))
                .containsExactly("create Person", stolen.get(0), stolen.get(1));
        Draft shiny = Draft.of("badge", Draft.of("id", badge).set("&", Draft.of("shine", 7)));
        assertThat(Events.of(update(first, shiny))).containsExactlyElementsOf(stolen);
        assertThat(links(Crew.HOLDER).get(0).get("shine")).isEqualTo(7L);
        assertThat(Events.of(
                        entail.effects(writes -> writes.update(Crew.BADGE, badge, Draft.of("holder", third.get())))))
                .containsExactlyElementsOf(stolen);
        assertThat(Events.of(entail.effects(writes -> writes.link(Crew.HOLDER, Link.between(badge, first)))))
                .containsExactlyElementsOf(stolen);
        entail.inTransaction(writes ->
                writes.updateAll(Crew.PERSON, Match.in("id", List.of(first, third.get())), Draft.of("badge", badge)));
        assertThat(links(Crew.HOLDER)).hasSize(1);
        assertThat(links(Crew.HOLDER).get(0).row("target").id()).isEqualTo(third.get());
    }

    @Test
    @DisplayName("T-138 T-139 T-140 STO-012..014 a pair is linked once, whichever way round; a record may be linked to"
            + " itself")
    final void pairs() {
        RecordId a = entail.create(Crew.PERSON, Draft.of("name", "a"));
        RecordId b = entail.create(Crew.PERSON, Draft.of("name", "b"));
        entail.link(Crew.PALS, Link.between(a, b));
        assertThat(failureOf(() -> entail.link(Crew.PALS, Link.between(a, b))).code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        assertThat(failureOf(() -> entail.link(Crew.PALS, Link.between(b, a))).code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        entail.link(Crew.BOSS, Link.between(a, b));
        assertThat(failureOf(() -> entail.link(Crew.BOSS, Link.between(a, b))).code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        entail.link(Crew.PALS, Link.between(a, a));
        Row row = entail.query(Crew.PERSON).select("pals.name").byId(a).orElseThrow();
        assertThat(row.rows("pals").stream().map(pal -> pal.text("name"))).containsExactlyInAnyOrder("a", "b");
    }
}
