package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.json.MatchJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which records a condition finds: operators, null, paths over relations and links, searches. */
abstract class MatchContract extends RuntimeGroup {
    private Entail entail;
    private RecordId boss;
    private RecordId u1;
    private RecordId u2;
    private RecordId clubA;
    private RecordId clubB;
    private RecordId seated;

    @BeforeEach
    final void crew() {
        entail = open(Crew.model());
        boss = Crew.person(entail, "boss", 50);
        u1 = entail.create(Crew.PERSON, Draft.of("name", "u1").set("age", 10).set("boss", boss));
        u2 = Crew.person(entail, "u2", 20);
        clubA = Crew.club(entail, "A");
        clubB = Crew.club(entail, "B");
        seated = Crew.join(entail, u1, clubA, "lead");
        Crew.join(entail, u1, clubB, "dev");
        Crew.join(entail, u2, clubA, "dev");
    }

    private List<String> names(Match match) {
        return entail.query(Crew.PERSON).select("name").where(match).list().stream()
                .map(row -> row.text("name"))
                .sorted()
                .toList();
    }

    private String refusal(Match match) {
        return failureOf(() -> names(match)).code();
    }

    @Test
    @DisplayName("T-030 T-031 STO-120 a path goes over the link of a relation, and links are asked for by name")
    final void links() {
        assertThat(names(Match.eq("clubs.&.post", "lead"))).containsExactly("u1");
        assertThat(entail.query(Crew.CLUBS)
                        .select("source.name", "target.title")
                        .where(Match.and(Match.eq("source.name", "u1"), Match.eq("post", "dev")))
                        .list())
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.row("source").text("name")).isEqualTo("u1");
                    assertThat(link.row("target").text("title")).isEqualTo("B");
                });
        assertThat(names(Match.eq("clubs.&.target.title", "B"))).containsExactly("u1");
        assertThat(names(Match.isNull("boss.&.source.name"))).containsExactly("boss", "u2");
        assertThat(names(Match.eq("boss.&.source.name", "u1"))).containsExactly("u1");
        assertThat(names(Match.exists("clubs.&", Match.eq("post", "dev")))).containsExactly("u1", "u2");
        assertThat(names(Match.exists("clubs", Match.and(Match.eq("title", "A"), Match.eq("&.post", "dev")))))
                .containsExactly("u2");
    }

    @Test
    @DisplayName(
            "T-032 T-033 T-046 T-047 STO-123 STO-126 STO-127 comparisons over a list are about one record, searches"
                    + " about any")
    final void lists() {
        assertThat(names(Match.not(Match.eq("clubs.title", "B")))).containsExactly("u1", "u2");
        assertThat(names(Match.not(Match.exists("clubs", Match.eq("title", "B")))))
                .containsExactly("boss", "u2");
        assertThat(names(Match.and(Match.eq("clubs.title", "A"), Match.eq("clubs.title", "B"))))
                .isEmpty();
        assertThat(names(Match.and(
                        Match.exists("clubs", Match.eq("title", "A")), Match.exists("clubs", Match.eq("title", "B")))))
                .containsExactly("u1");
        assertThat(names(Match.and(Match.eq("clubs.title", "A"), Match.eq("clubs.&.post", "dev"))))
                .containsExactly("u2");
        assertThat(names(Match.and(
                        Match.eq("clubs.title", "A"),
                        Match.or(Match.eq("clubs.&.post", "dev"), Match.eq("clubs.&.post", "cook")))))
                .containsExactly("u2");
        assertThat(names(Match.not(Match.or(Match.eq("clubs.title", "A"), Match.eq("clubs.&.post", "lead")))))
                .containsExactly("u1");
        assertThat(names(Match.or(Match.eq("age", 50), Match.eq("clubs.title", "B"))))
                .containsExactly("boss", "u1");
    }

    @Test
    @DisplayName("T-034..T-037 STO-111 BEX-22 BEX-23 lists of values, empty and with null")
    final void membership() {
        assertThat(names(Match.in("age", List.of()))).isEmpty();
        assertThat(names(Match.notIn("age", List.of()))).hasSize(3);
        assertThat(names(Match.in("mood", Arrays.asList(null, "x")))).isEmpty();
        assertThat(names(Match.notIn("mood", Arrays.asList(null, "x")))).hasSize(3);
        entail.create(Crew.PERSON, Draft.of("name", "blank").set("mood", null));
        assertThat(names(Match.in("mood", Arrays.asList(null, "x")))).containsExactly("blank");
        assertThat(names(Match.in("mood", Arrays.asList(null, "calm")))).hasSize(4);
        assertThat(names(Match.notIn("mood", List.of()))).hasSize(4);
        assertThat(names(Match.notIn("mood", List.of("wild")))).doesNotContain("blank");
        assertThat(names(Match.notIn("mood", Arrays.asList(null, "wild")))).doesNotContain("blank");
    }

    @Test
    @DisplayName("T-038 T-040 T-050 T-051 T-054 STO-116 STO-130..132 BEX-22 BEX-25 bounds, fields, and nulls that are"
            + " neither")
    final void comparisons() {
        assertThat(names(Match.between("age", 10, 20))).containsExactly("u1", "u2");
        assertThat(names(Match.between("age", Match.field("age"), Match.field("boss.age"))))
                .containsExactly("u1");
        assertThat(names(Match.lt("age", Match.field("boss.age")))).containsExactly("u1");
        assertThat(names(Match.like("name", Match.field("name")))).hasSize(3);
        assertThat(names(Match.exists("boss", Match.gt("age", 40)))).containsExactly("u1");
        Crew.person(entail, "ageless", null);
        assertThat(names(Match.gt("age", 25))).containsExactly("boss");
        assertThat(names(Match.not(Match.gt("age", 25)))).containsExactly("u1", "u2");
        assertThat(names(Match.not(Match.in("age", List.of(50))))).containsExactly("u1", "u2");
    }

    @Test
    @DisplayName("STO-126 STO-128 the negation of a search over a single relation is true where the inside is unknown")
    final void negatedSearchOfOne() {
        RecordId ageless = Crew.person(entail, "ageless", null);
        entail.create(Crew.PERSON, Draft.of("name", "u3").set("age", 1).set("boss", ageless));
        assertThat(names(Match.not(Match.exists("boss", Match.gt("age", 40)))))
                .containsExactly("ageless", "boss", "u2", "u3");
        assertThat(names(Match.not(Match.exists("boss", Match.all())))).containsExactly("ageless", "boss", "u2");
    }

    @SuppressWarnings("NullAway") // what a caller without null checks may do
    @Test
    @DisplayName(
            "T-039 T-043 T-044 T-052 STO-110..113 STO-121 BEX-20 BEX-22 BEX-24 what makes no sense is refused before"
                    + " anything is sent")
    final void refusals() {
        assertThat(refusal(Match.between("age", null, 20))).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> new Match.Comparison("age", Operator.GT, null))
                        .getMessage())
                .contains("isNull");
        assertThat(refusal(Match.eq("boss", 1))).isEqualTo("QUERY_INVALID");
        assertThat(refusal(Match.gt("boss", boss))).isEqualTo("QUERY_INVALID");
        assertThat(refusal(Match.isNull("clubs"))).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> names(Match.eq("zzz", 1))).getMessage()).contains("zzz", "name", "clubs");
        assertThat(refusal(Match.eq("zzz", 1))).isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> names(Match.eq("name.x", 1))).getMessage()).contains("'name'", "leads nowhere");
        for (String path : List.of("&", "&.post", "clubs.&.&", "clubs.&.&.post", "name.&")) {
            assertThat(refusal(Match.eq(path, 1))).as(path).isEqualTo("QUERY_INVALID");
        }
        assertThat(failureOf(() -> new MatchJson().read("{\"path\": \"age\", \"is\": \"~\", \"value\": 1}"))
                        .getMessage())
                .contains("'~'");
        assertThat(log(entail).record(() -> refusal(Match.eq("age", "old"))).statements())
                .isEmpty();
        assertThat(log(entail)
                        .record(() -> failureOf(() -> entail.query(Crew.PERSON)
                                .select(dev.entail.core.query.Selection.related("clubs", "title")
                                        .where(Match.eq("title", 5)))
                                .list()))
                        .statements())
                .isEmpty();
    }

    @Test
    @DisplayName("T-041 T-042 T-045 STO-122 ids in every form, a missing single relation is null")
    final void ids() {
        assertThat(names(Match.eq("id", u1.toString()))).containsExactly("u1");
        assertThat(names(Match.in("id", List.of(u1, u2.value())))).containsExactly("u1", "u2");
        assertThat(names(Match.isNull("boss.id"))).containsExactly("boss", "u2");
        assertThat(names(Match.eq("boss", boss))).containsExactly("u1");
        assertThat(names(Match.ne("boss", boss))).isEmpty();
        assertThat(names(Match.eq("clubs", clubB))).containsExactly("u1");
        assertThat(names(Match.or(Match.eq("boss.name", "boss"), Match.eq("age", 20))))
                .containsExactly("u1", "u2");
    }

    @Test
    @DisplayName(
            "T-048 T-059 T-103 STO-103 STO-129 each record is found once, with conditions before, between and after"
                    + " searches")
    final void once() {
        assertThat(names(Match.like("clubs.title", "%"))).containsExactly("u1", "u2");
        assertThat(names(Match.and(
                        Match.gt("age", 5),
                        Match.exists("clubs", Match.eq("title", "A")),
                        Match.lt("age", 15),
                        Match.exists("clubs", Match.eq("&.post", "dev")),
                        Match.eq("mood", "calm"))))
                .containsExactly("u1");
        assertThat(entail.query(Crew.PERSON)
                        .where(Match.like("clubs.title", "%"))
                        .count())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("T-053 STO-130 inside a search a field is one of the record that the whole query asks for")
    final void fieldsInside() {
        RecordId lead = Crew.person(entail, "L", 50);
        entail.create(Crew.PERSON, Draft.of("name", "m1").set("age", 10).set("boss", lead));
        entail.create(Crew.PERSON, Draft.of("name", "m2").set("age", 60).set("boss", lead));
        assertThat(names(Match.exists("staff", Match.gt("age", Match.field("age")))))
                .containsExactly("L");
    }

    @Test
    @DisplayName("T-055..T-056 STO-125 STO-126 searches over several lists and inside each other, and their negation")
    final void organisation() {
        Entail orgs = open(Parts.model());
        RecordId orgA = orgs.create(Parts.ORG, Draft.of("name", "orgA"));
        RecordId orgB = orgs.create(Parts.ORG, Draft.of("name", "orgB"));
        orgs.create(Parts.ORG, Draft.of("name", "orgC"));
        group(orgs, orgA, "user");
        group(orgs, orgA, "admin");
        group(orgs, orgB, "user");
        Match admin = Match.eq("role", "admin");
        for (Match search : List.of(
                Match.exists("groups.members", admin), Match.exists("groups", Match.exists("members", admin)))) {
            assertThat(orgs(orgs, search)).containsExactly("orgA");
            assertThat(orgs(orgs, Match.not(search))).containsExactly("orgB", "orgC");
        }
    }

    private static void group(Entail entail, RecordId org, String role) {
        RecordId group = entail.create(Parts.GROUP, Draft.of("org", org));
        entail.create(Parts.MEMBER, Draft.of("role", role).set("group", group));
    }

    private static List<String> orgs(Entail entail, Match match) {
        return entail.query(Parts.ORG).select("name").where(match).list().stream()
                .map(row -> row.text("name"))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("T-058 STO-117 40,000 values are no problem, or a coded one that names key, size and limit")
    final void manyValues() {
        List<Long> many = LongStream.range(0, 40_000)
                .map(i -> i == 0 ? u1.value() : 1_000_000 + i)
                .boxed()
                .toList();
        assertThat(names(Match.in("id", many))).containsExactly("u1");
        assertThat(names(Match.notIn("id", many))).containsExactly("boss", "u2");
        assertThat(names(Match.in("age", many.stream().map(i -> i + 5_000_000).toList())))
                .isEmpty();
        assertThat(names(Match.in(
                        "name",
                        many.stream()
                                .map(i -> i.equals(u1.value()) ? "u2" : "'" + i + "\"")
                                .toList())))
                .containsExactly("u2");
        Match tooMany = Match.in(
                "boss.age", LongStream.range(0, 1_000).mapToObj(i -> (Object) i).toList());
        assertThat(names(tooMany)).containsExactly("u1");
    }

    @Test
    @DisplayName("T-049 T-060 STO-118 STO-119 BEX-20 BEX-21 conditions go to JSON and back, and maps become conditions")
    final void json() {
        MatchJson json = new MatchJson();
        for (Match match : List.of(
                Match.all(),
                Match.in("id", List.of(u1)),
                Match.between("age", 10, Match.field("age")),
                Match.not(Match.exists("clubs", Match.eq("&.post", "lead"))),
                Match.or(Match.isNull("boss"), Match.ilike("name", "U_"), Match.eq("boss", boss)))) {
            Match back = json.read(json.write(match));
            assertThat(names(back)).as(json.write(match)).isEqualTo(names(match));
        }
        assertThat(names(json.read("{\"path\": \"name\", \"is\": \"LIKE\", \"value\": \"u%\"}")))
                .isEqualTo(names(json.read("{\"path\": \"name\", \"is\": \"In\", \"value\": [\"u1\", \"u2\"]}")));
        assertThat(names(Match.values(Map.of("age", 10, "mood", "calm")))).containsExactly("u1");
        assertThat(failureOf(() -> Match.values(Map.of())).code()).isEqualTo("QUERY_INVALID");
        assertThat(names(Match.and(Match.eq("age", 10)))).isEqualTo(names(Match.eq("age", 10)));
    }

    @Test
    @DisplayName("STO-114 without regard to case means the letters of ASCII, on every database alike")
    final void ilike() {
        for (String name : List.of("ÉCLAIR", "éclair", "100%", "a\\b")) {
            Crew.person(entail, name, 1);
        }
        assertThat(names(Match.ilike("name", "BOSS"))).containsExactly("boss");
        assertThat(names(Match.ilike("name", "Éclair"))).containsExactly("ÉCLAIR");
        assertThat(names(Match.ilike("name", "éCLAIR"))).containsExactly("éclair");
        assertThat(names(Match.ilike("name", "1__\\%"))).containsExactly("100%");
        assertThat(names(Match.ilike("name", "A\\\\B"))).containsExactly("a\\b");
        assertThat(names(Match.like("name", "BOSS"))).isEmpty();
    }

    @Test
    @DisplayName("T-061..T-065 STO-124 STO-128 links without direction are followed both ways, any number of times")
    final void symmetric() {
        RecordId a = Crew.person(entail, "a", 1);
        RecordId b = Crew.person(entail, "b", 1);
        RecordId c = Crew.person(entail, "c", 1);
        RecordId d = Crew.person(entail, "d", 1);
        Crew.trust(entail, a, b, 1);
        Crew.trust(entail, c, b, 2);
        Crew.trust(entail, c, d, 3);
        assertThat(names(Match.eq("pals.name", "b"))).containsExactly("a", "c");
        assertThat(names(Match.eq("pals.pals.name", "a"))).containsExactly("a", "c");
        assertThat(names(Match.eq("pals.pals.name", "d"))).containsExactly("b", "d");
        assertThat(names(Match.eq("pals.pals.name", "b"))).containsExactly("b", "d");
        assertThat(names(Match.eq("pals.&.trust", 3))).containsExactly("c", "d");
        assertThat(names(Match.eq("pals.pals.&.trust", 3))).containsExactly("b", "c", "d");
        assertThat(names(Match.eq("pals.pals.pals.name", "a"))).containsExactly("b", "d");
        entail.create(Crew.DOC, Draft.of("title", "hot").set("author", a));
        assertThat(names(Match.not(Match.exists("pals.docs", Match.eq("title", "hot")))))
                .contains("a", "c", "d")
                .doesNotContain("b");
    }

    @Test
    @DisplayName("T-075 T-090 STO-023 links that other relations start at are followed like entities")
    final void relationOnRelation() {
        RecordId place = entail.create(Crew.PLACE, Draft.of("title", "loc"));
        entail.link(Crew.SEAT, dev.entail.core.computation.Link.between(seated, place));
        assertThat(names(Match.eq("clubs.&.seat.title", "loc"))).containsExactly("u1");
        assertThat(names(Match.exists("clubs.&.seat", Match.eq("title", "loc"))))
                .containsExactly("u1");
        Row row = entail.query(Crew.PLACE)
                .select("seatOf.post", "seatOf.source.name", "seatOf.target.title")
                .byId(place)
                .orElseThrow()
                .row("seatOf");
        assertThat(row.text("post")).isEqualTo("lead");
        assertThat(row.row("source").text("name")).isEqualTo("u1");
        assertThat(row.row("target").text("title")).isEqualTo("A");
        assertThat(entail.query(Crew.PERSON)
                        .select("clubs.&.seat.title")
                        .byId(u1)
                        .orElseThrow()
                        .rows("clubs"))
                .extracting(club -> club.row("&").rowOrNull("seat"))
                .anySatisfy(seat -> assertThat(seat).isNull())
                .anySatisfy(seat -> assertThat(seat).isNotNull());
    }
}
