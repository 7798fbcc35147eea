package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is read of records, of what they are related to, and of the links between. */
abstract class SelectionContract extends RuntimeGroup {
    private Entail entail;
    private RecordId boss;
    private RecordId u1;
    private RecordId u2;

    @BeforeEach
    final void crew() {
        entail = open(Crew.model());
        boss = Crew.person(entail, "boss", 50);
        u1 = entail.create(Crew.PERSON, Draft.of("name", "u1").set("age", 10).set("boss", boss));
        u2 = entail.create(Crew.PERSON, Draft.of("name", "u2").set("age", 20).set("boss", boss));
        RecordId clubA = Crew.club(entail, "A");
        RecordId clubB = Crew.club(entail, "B");
        Crew.join(entail, u1, clubA, "lead");
        Crew.join(entail, u1, clubB, "dev");
        Crew.join(entail, u2, clubA, "dev");
        Crew.join(entail, u2, clubB, "cook");
    }

    private Row person(RecordId id, Selection... parts) {
        return entail.query(Crew.PERSON).select(parts).byId(id).orElseThrow();
    }

    @Test
    @DisplayName("T-080..T-082 STO-140..142 nothing asked for is the id, a relation alone is its id")
    final void ids() {
        assertThat(entail.query(Crew.PERSON).list())
                .allSatisfy(row -> assertThat(row.values()).isEmpty());
        Row row = person(u1, Selection.path("name"), Selection.path("boss"), Selection.path("clubs"));
        assertThat(row.row("boss")).isEqualTo(new Row(boss, Map.of()));
        assertThat(row.rows("clubs"))
                .hasSize(2)
                .allSatisfy(club -> assertThat(club.values()).isEmpty());
        assertThat(failureOf(() -> person(u1, Selection.path("zzz"))).getMessage())
                .contains("zzz", "name");
    }

    @Test
    @DisplayName(
            "T-083 T-084 T-088 T-089 STO-141 STO-143 links are read under &, and two mentions of a relation are one")
    final void links() {
        Row row = person(u1, Selection.path("clubs.title"), Selection.path("clubs.&.post"));
        assertThat(row.rows("clubs")).allSatisfy(club -> {
            assertThat(club.row("&").id().value()).isPositive();
            assertThat(club.row("&").values()).containsOnlyKeys("post");
        });
        assertThat(row.rows("clubs").stream()
                        .map(club -> club.text("title") + club.row("&").text("post")))
                .containsExactly("Alead", "Bdev");
        assertThat(person(
                                u1,
                                Selection.related(
                                        "boss", Selection.path("name"), Selection.link("source.name", "target.id")))
                        .row("boss")
                        .row("&")
                        .row("source")
                        .text("name"))
                .isEqualTo("u1");
        assertThat(person(boss, Selection.path("boss.&.id")).get("boss")).isNull();
        assertThat(failureOf(() -> person(u1, Selection.link("post"))).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> person(u1, Selection.path("clubs.&.&.post"))).code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> person(
                                u1,
                                Selection.related("clubs", "title"),
                                Selection.related("clubs", "title").where(Match.eq("title", "A"))))
                        .code())
                .isEqualTo("QUERY_INVALID");
    }

    @Test
    @DisplayName("T-085 STO-146 a single record that does not satisfy its condition is null, the parent stays")
    final void conditionOnSingle() {
        Row row = person(u1, Selection.related("boss", "name", "clubs.title").where(Match.lt("age", 10)));
        assertThat(row.values()).containsKey("boss");
        assertThat(row.get("boss")).isNull();
        assertThat(person(u1, Selection.related("boss", "name").where(Match.eq("name", "boss")))
                        .row("boss")
                        .text("name"))
                .isEqualTo("boss");
        RecordId hot = entail.create(Crew.DOC, Draft.of("title", "hot").set("author", u1));
        assertThat(entail.query(Crew.DOC)
                        .select(Selection.related("author", "name").where(Match.eq("boss.name", "boss")))
                        .byId(hot)
                        .orElseThrow()
                        .row("author")
                        .text("name"))
                .isEqualTo("u1");
        assertThat(entail.query(Crew.DOC)
                        .select(Selection.related("author", "name").where(Match.gt("&.reads", 5)))
                        .byId(hot)
                        .orElseThrow()
                        .get("author"))
                .isNull();
    }

    @Test
    @DisplayName("T-086 T-087 STO-145 STO-147 STO-150 lists are filtered, sorted and cut for each parent; & included")
    final void lists() {
        List<Row> rows = entail.query(Crew.PERSON)
                .select(Selection.related("clubs", "title").where(Match.eq("title", "B")))
                .orderBy(Order.ascending("id"))
                .list();
        assertThat(rows.stream().map(row -> row.rows("clubs").size())).containsExactly(0, 1, 1);
        List<Row> last = entail.query(Crew.PERSON)
                .select(Selection.related("clubs", "title")
                        .orderBy(Order.descending("title"))
                        .limit(1))
                .where(Match.eq("clubs.title", "A"))
                .list();
        assertThat(last)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.rows("clubs"))
                        .singleElement()
                        .satisfies(club -> assertThat(club.text("title")).isEqualTo("B")));
        assertThat(person(
                                u2,
                                Selection.related("clubs", "title")
                                        .orderBy(Order.ascending("&.post"))
                                        .offset(1))
                        .rows("clubs"))
                .extracting(club -> club.text("title"))
                .containsExactly("A");
        assertThat(person(u2, Selection.related("clubs", "title").where(Match.eq("&.post", "cook")))
                        .rows("clubs"))
                .extracting(club -> club.text("title"))
                .containsExactly("B");
    }

    @Test
    @DisplayName("T-091 T-092 STO-144 where links have no direction, & is the link between this parent and this child")
    final void symmetric() {
        RecordId a = Crew.person(entail, "a", 1);
        RecordId b = Crew.person(entail, "b", 1);
        RecordId c = Crew.person(entail, "c", 1);
        RecordId d = Crew.person(entail, "d", 1);
        Crew.trust(entail, a, b, 1);
        Crew.trust(entail, c, b, 2);
        Crew.trust(entail, c, d, 3);
        assertThat(trusted(a)).containsExactly("b1");
        assertThat(trusted(b)).containsExactly("a1", "c2");
        assertThat(trusted(c)).containsExactly("b2", "d3");
        Row link = person(a, Selection.related("pals", Selection.link("source.name", "target.name")))
                .rows("pals")
                .get(0)
                .row("&");
        assertThat(link.row("source").text("name")).isEqualTo("a");
        assertThat(link.row("target").text("name")).isEqualTo("b");
        assertThat(person(a, Selection.path("pals.&"))
                        .rows("pals")
                        .get(0)
                        .row("&")
                        .values())
                .isEmpty();
    }

    private List<String> trusted(RecordId id) {
        return person(id, Selection.related("pals", "name", "&.trust").orderBy(Order.ascending("name")))
                .rows("pals")
                .stream()
                .map(pal -> pal.text("name") + pal.row("&").integer("trust"))
                .toList();
    }

    @Test
    @DisplayName("T-107 STO-166 STO-168 what several records share is read once and belongs to each of them")
    final void shared() {
        List<Row> rows = entail.query(Crew.PERSON)
                .select("boss.name", "boss.staff.name")
                .where(Match.isNotNull("boss"))
                .list();
        assertThat(rows)
                .hasSize(2)
                .allSatisfy(
                        row -> assertThat(row.row("boss").rows("staff").stream().map(staff -> staff.text("name")))
                                .containsExactly("u1", "u2"));
    }

    @Test
    @DisplayName("T-143 STO-143 the links of a link are read too, single ones and lists")
    final void belowLinks() {
        RecordId link = entail.query(Crew.CLUBS)
                .where(Match.and(Match.eq("source", u1), Match.eq("post", "lead")))
                .first()
                .orElseThrow()
                .id();
        RecordId place = entail.create(Crew.PLACE, Draft.of("title", "loc"));
        entail.link(Crew.SEAT, dev.entail.core.computation.Link.between(link, place));
        Row row = person(u1, Selection.related("clubs", "title", "&.seat.title", "&.target.people.name"));
        Row club = row.rows("clubs").get(0);
        assertThat(club.row("&").row("seat").text("title")).isEqualTo("loc");
        assertThat(club.row("&").row("target").rows("people"))
                .extracting(person -> person.text("name"))
                .containsExactly("u1", "u2");
    }
}
