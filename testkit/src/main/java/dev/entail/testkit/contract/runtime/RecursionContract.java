package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Relations that are followed again and again. */
abstract class RecursionContract extends RuntimeGroup {
    private Entail entail;
    private RecordId root;
    private RecordId a;
    private RecordId a1;
    private RecordId a2;
    private RecordId b;

    @BeforeEach
    final void tree() {
        entail = open(Crew.model());
        root = Crew.unit(entail, "root", null);
        a = Crew.unit(entail, "a", root);
        a1 = Crew.unit(entail, "a1", a);
        a2 = Crew.unit(entail, "a2", a);
        b = Crew.unit(entail, "b", root);
    }

    private String below(RecordId id, Selection.Related recursion) {
        return text(
                entail.query(Crew.UNIT).select(recursion).byId(id).orElseThrow().rows("kids"));
    }

    /** Titles with what is below in brackets. */
    private static String text(List<Row> rows) {
        return rows.stream()
                .map(row -> row.text("title") + (row.rows("kids").isEmpty() ? "" : text(row.rows("kids"))))
                .collect(Collectors.joining(" ", "(", ")"));
    }

    @Test
    @DisplayName("T-100 STO-170 STO-172 STO-175 a tree is read whole, with condition, order and page at every level")
    final void tree100() {
        assertThat(below(root, Selection.recursive("kids", "title"))).isEqualTo("(a(a1 a2) b)");
        assertThat(below(root, Selection.recursive("kids", "title").orderBy(Order.descending("title"))))
                .isEqualTo("(b a(a2 a1))");
        assertThat(below(root, Selection.recursive("kids", "title").where(Match.like("title", "a%"))))
                .isEqualTo("(a(a1 a2))");
        assertThat(below(
                        root,
                        Selection.recursive("kids", "title")
                                .orderBy(Order.descending("title"))
                                .limit(1)))
                .isEqualTo("(b)");
        assertThat(below(
                        root,
                        Selection.recursive("kids", "title")
                                .orderBy(Order.ascending("title"))
                                .limit(1)))
                .isEqualTo("(a(a1))");
        assertThat(below(root, Selection.recursive("kids", "title").depth(1))).isEqualTo("(a b)");
        Row row = entail.query(Crew.UNIT)
                .select(Selection.recursive("kids", "title", "parent.title", "&.target.title"))
                .byId(a)
                .orElseThrow();
        assertThat(row.rows("kids")).allSatisfy(kid -> {
            assertThat(kid.row("parent").text("title")).isEqualTo("a");
            assertThat(kid.row("&").row("target").text("title")).isEqualTo("a");
        });
    }

    @Test
    @DisplayName("T-101 STO-171 a circle ends where a record is met again on its own way")
    final void circle() {
        RecordId d = Crew.unit(entail, "d", a1);
        entail.update(Crew.UNIT, a, dev.entail.core.value.Draft.of("parent", d));
        assertThat(below(a, Selection.recursive("kids", "title"))).isEqualTo("(a1(d(a)) a2)");
        entail.update(Crew.UNIT, b, dev.entail.core.value.Draft.of("parent", b));
        assertThat(below(b, Selection.recursive("kids", "title"))).isEqualTo("(b)");
    }

    @Test
    @DisplayName("T-102 STO-171 records that satisfy a condition are read and not followed")
    final void until() {
        assertThat(below(root, Selection.recursive("kids", "title").until(Match.all())))
                .isEqualTo("(a b)");
        assertThat(below(root, Selection.recursive("kids", "title").until(Match.eq("title", "a"))))
                .isEqualTo("(a b)");
        Crew.unit(entail, "b1", b);
        assertThat(below(root, Selection.recursive("kids", "title").until(Match.eq("title", "a"))))
                .isEqualTo("(a b(b1))");
    }

    @Test
    @DisplayName("T-103 STO-174 the way from one record to another, or none")
    final void path() {
        var query = entail.query(Crew.UNIT).select("title");
        assertThat(query.path("kids", root, a2).orElseThrow())
                .extracting(row -> row.text("title"))
                .containsExactly("root", "a", "a2");
        assertThat(query.path("parent", a2, root).orElseThrow())
                .extracting(Row::id)
                .containsExactly(a2, a, root);
        assertThat(query.path("kids", root, root).orElseThrow()).hasSize(1);
        assertThat(query.path("kids", b, a2)).isEmpty();
        assertThat(query.path("kids", root, RecordId.of(999_999))).isEmpty();
        assertThat(query.where(Match.ne("title", "a")).path("kids", root, a2)).isEmpty();
        assertThat(failureOf(() -> entail.query(Crew.PERSON).path("docs", root, a))
                        .code())
                .isEqualTo("QUERY_INVALID");
    }

    @Test
    @DisplayName("T-104 STO-173 single relations are followed as well")
    final void chain() {
        Row row = entail.query(Crew.UNIT)
                .select(Selection.recursive("parent", "title"))
                .byId(a1)
                .orElseThrow();
        assertThat(row.row("parent").text("title")).isEqualTo("a");
        assertThat(row.row("parent").row("parent").text("title")).isEqualTo("root");
        assertThat(row.row("parent").row("parent").get("parent")).isNull();
        assertThat(entail.query(Crew.UNIT)
                        .select(Selection.recursive("parent", "title"))
                        .byId(root)
                        .orElseThrow()
                        .get("parent"))
                .isNull();
    }

    @Test
    @DisplayName("STO-124 STO-171 links without direction are followed to every record, circles and all")
    final void symmetric() {
        List<RecordId> people = new ArrayList<>();
        for (String name : List.of("p", "q", "r", "s")) {
            people.add(Crew.person(entail, name, 1));
        }
        Crew.trust(entail, people.get(0), people.get(1), 1);
        Crew.trust(entail, people.get(2), people.get(1), 2);
        Crew.trust(entail, people.get(2), people.get(0), 3);
        Crew.trust(entail, people.get(2), people.get(3), 4);
        Row p = entail.query(Crew.PERSON)
                .select(Selection.recursive("pals", "name", "&.trust").orderBy(Order.ascending("name")))
                .byId(people.get(0))
                .orElseThrow();
        assertThat(ways(p)).isEqualTo("q1(p1 r2(p3 q2 s4(r4))) r3(p3 q2(p1 r2) s4(r4))");
        assertThat(entail.query(Crew.PERSON)
                        .path("pals", people.get(0), people.get(3))
                        .orElseThrow())
                .extracting(Row::id)
                .containsExactly(people.get(0), people.get(2), people.get(3));
    }

    private static String ways(Row row) {
        return row.rows("pals").stream()
                .map(pal -> pal.text("name")
                        + pal.row("&").integer("trust")
                        + (pal.rows("pals").isEmpty() ? "" : "(" + ways(pal) + ")"))
                .collect(Collectors.joining(" "));
    }

    @Test
    @DisplayName("T-318 STO-175 a tree of 1,000 records is two statements, one more for a list below each record")
    final void statements() {
        entail.inTransaction(writes -> {
            List<RecordId> all = new ArrayList<>(List.of(root));
            for (int i = 0; i < 1000; i++) {
                RecordId unit = writes.create(
                        Crew.UNIT,
                        dev.entail.core.value.Draft.of("title", "n" + i).set("parent", all.get(i / 3)));
                all.add(unit);
            }
            return all;
        });
        Recording recording = log(entail)
                .record(() -> assertThat(count(entail.query(Crew.UNIT)
                                .select(Selection.recursive("kids", "title"))
                                .byId(root)
                                .orElseThrow()))
                        .isEqualTo(1004));
        assertThat(recording.statements()).as(recording.toString()).hasSize(2);
        assertThat(log(entail)
                        .record(() -> entail.query(Crew.UNIT)
                                .select(Selection.recursive(
                                        "kids", Selection.path("title"), Selection.path("parent.kids.title")))
                                .byId(a)
                                .orElseThrow())
                        .statements())
                .hasSize(3);
    }

    private static int count(Row row) {
        return row.rows("kids").stream().mapToInt(kid -> 1 + count(kid)).sum();
    }

    @Test
    @DisplayName(
            "STO-171 a recursion that is too deep is an error unless it is cut off on purpose; nonsense is refused")
    final void limits() {
        RecordId at = b;
        for (int i = 0; i < Selection.DEFAULT_DEPTH; i++) {
            at = Crew.unit(entail, "deep" + i, at);
        }
        RecordId last = at;
        assertThat(failureOf(() -> below(root, Selection.recursive("kids", "title")))
                        .code())
                .isEqualTo("QUERY_TOO_LARGE");
        assertThat(below(b, Selection.recursive("kids", "title"))).contains("deep99");
        assertThat(below(root, Selection.recursive("kids", "title").depth(2))).isEqualTo("(a(a1 a2) b(deep0))");
        assertThat(below(root, Selection.recursive("kids", "title").depth(200))).contains("deep99");
        assertThat(entail.query(Crew.UNIT).path("kids", root, last).orElseThrow())
                .hasSize(Selection.DEFAULT_DEPTH + 2);
        assertThat(failureOf(() -> Selection.recursive("kids").depth(0)).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> entail.query(Crew.PERSON)
                                .select(Selection.recursive("docs"))
                                .list())
                        .code())
                .isEqualTo("QUERY_INVALID");
        entail.link(Crew.PARENT, Link.between(a1, a2));
        assertThat(below(a, Selection.recursive("kids", "title"))).isEqualTo("(a2(a1))");
    }
}
