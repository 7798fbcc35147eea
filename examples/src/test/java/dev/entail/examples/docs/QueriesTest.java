package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.json.MatchJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("queries.md")
class QueriesTest {
    private Entail entail;
    private RecordId ann;
    private RecordId red;

    @BeforeEach
    void club() {
        entail = Entail.open("jdbc:h2:mem:", ModellingTest.CLUB);
        red = entail.create(ModellingTest.TEAM, Draft.of("name", "Red"));
        ann = entail.create(
                ModellingTest.PERSON,
                Draft.of("name", "Ann")
                        .set("team", red)
                        .set("pupils", List.of(Draft.of("name", "Bob"), Draft.of("name", "Cid"))));
        entail.link(ModellingTest.FANS, Link.between(ann, red).with("since", 1999));
    }

    @AfterEach
    void close() {
        entail.close();
    }

    @Test
    @DisplayName("select, where, order, page")
    void first() {
        // snippet: query
        List<Row> rows = entail.query(ModellingTest.PERSON)
                .select("name", "team.name", "pupils.name")
                .where(Match.isNull("mentor"))
                .orderBy(Order.descending("team.name"), Order.ascending("name"))
                .limit(20)
                .list();
        Row row = rows.get(0);
        String name = row.text("name");
        Row team = row.rowOrNull("team"); // null if there is none
        List<Row> pupils = row.rows("pupils"); // never null
        // end
        assertThat(rows).hasSize(1);
        assertThat(name).isEqualTo("Ann");
        assertThat(team).isNotNull();
        assertThat(team.text("name")).isEqualTo("Red");
        assertThat(pupils).extracting(pupil -> pupil.text("name")).containsExactly("Bob", "Cid");
    }

    @Test
    @DisplayName("one record, the first one, how many")
    void ends() {
        // snippet: query-ends
        Row byId = entail.query(ModellingTest.PERSON).select("*").byId(ann).orElseThrow();
        Row first = entail.query(ModellingTest.PERSON)
                .select("name")
                .orderBy(Order.ascending("name"))
                .first()
                .orElseThrow();
        long count = entail.query(ModellingTest.PERSON)
                .where(Match.like("name", "B%"))
                .count();
        // end
        assertThat(byId.text("name")).isEqualTo("Ann");
        assertThat(first.id()).isEqualTo(ann);
        assertThat(count).isEqualTo(1);
    }

    @Test
    @DisplayName("conditions on values, ids and paths")
    void matches() {
        // snippet: matches
        Match inTeam = Match.eq("team", red); // a relation attribute stands for the id
        Match ofRed = Match.eq("team.name", "Red"); // over a single relation
        Match teaches = Match.eq("pupils.name", "Bob"); // some pupil is called Bob
        Match alone = Match.not(Match.exists("pupils", Match.all())); // nobody is
        Match either = Match.or(Match.in("name", List.of("Ann", "Bob")), Match.isNull("team"));
        // end
        assertThat(names(inTeam)).containsExactly("Ann");
        assertThat(names(ofRed)).containsExactly("Ann");
        assertThat(names(teaches)).containsExactly("Ann");
        assertThat(names(alone)).containsExactly("Bob", "Cid");
        assertThat(names(either)).containsExactly("Ann", "Bob", "Cid");
        assertThat(names(Match.ne("team.name", "Blue"))).containsExactly("Ann");
        assertThat(names(Match.not(Match.eq("team.name", "Blue")))).containsExactly("Ann");
        assertThat(names(Match.in("name", List.of()))).isEmpty();
        assertThat(names(Match.in("team", Arrays.asList(red, null)))).hasSize(3);
    }

    private List<String> names(Match match) {
        return entail
                .query(ModellingTest.PERSON)
                .select("name")
                .where(match)
                .orderBy(Order.ascending("id"))
                .list()
                .stream()
                .map(row -> row.text("name"))
                .toList();
    }

    @Test
    @DisplayName("a list has its own condition, order and page")
    void lists() {
        // snippet: nested
        Row row = entail.query(ModellingTest.PERSON)
                .select(Selection.related("pupils", "name", "team.name")
                        .where(Match.like("name", "%i%"))
                        .orderBy(Order.descending("name"))
                        .limit(10))
                .byId(ann)
                .orElseThrow();
        // end
        assertThat(row.rows("pupils")).extracting(pupil -> pupil.text("name")).containsExactly("Cid");
    }

    @Test
    @DisplayName("conditions about one related record, about any, and about the link to it")
    void listConditions() {
        // snippet: list-conditions
        Match oneBoth = Match.and(Match.like("pupils.name", "B%"), Match.like("pupils.name", "%b")); // the same pupil
        Match anyEach = Match.and(
                Match.exists("pupils", Match.eq("name", "Bob")),
                Match.exists("pupils", Match.eq("name", "Cid"))); // two pupils
        Match someOther = Match.not(Match.eq("pupils.name", "Bob")); // some pupil is not called Bob
        Match noBob = Match.not(Match.exists("pupils", Match.eq("name", "Bob"))); // no pupil is called Bob
        Match oldFan = Match.lt("supports.&.since", 2000); // the link to a team that is supported
        Match oldFanOfRed = Match.exists("supports", Match.and(Match.eq("name", "Red"), Match.lt("&.since", 2000)));
        // end
        assertThat(names(oneBoth)).containsExactly("Ann");
        assertThat(names(anyEach)).containsExactly("Ann");
        assertThat(names(someOther)).containsExactly("Ann");
        assertThat(names(noBob)).containsExactly("Bob", "Cid");
        assertThat(names(oldFan)).containsExactly("Ann");
        assertThat(names(oldFanOfRed)).containsExactly("Ann");
    }

    @Test
    @DisplayName("conditions as JSON")
    void json() {
        // snippet: match-json
        MatchJson json = new MatchJson();
        String text = json.write(Match.and(Match.eq("team.name", "Red"), Match.ilike("name", "a%")));
        Match match = json.read(text);
        // end
        assertThat(text)
                .isEqualTo("{\"and\":[{\"is\":\"eq\",\"path\":\"team.name\",\"value\":\"Red\"},"
                        + "{\"is\":\"ilike\",\"path\":\"name\",\"value\":\"a%\"}]}");
        assertThat(names(match)).containsExactly("Ann");
    }

    @Test
    @DisplayName("pages behind cursors")
    void pages() {
        // snippet: pages
        RecordQuery people = entail.query(ModellingTest.PERSON).select("name").orderBy(Order.ascending("name"));
        Slice first = people.page(2);
        Cursor next = first.next().orElseThrow(); // empty behind the last page
        String forTheClient = next.text();
        Slice second = people.after(Cursor.parse(forTheClient)).page(2);
        // end
        assertThat(first.rows()).extracting(row -> row.text("name")).containsExactly("Ann", "Bob");
        assertThat(second.rows()).extracting(row -> row.text("name")).containsExactly("Cid");
        assertThat(second.next()).isEmpty();
        // snippet: nested-pages
        Selection.Related pupils = Selection.related("pupils", "name").orderBy(Order.ascending("name"));
        Row teacher = entail.query(ModellingTest.PERSON)
                .select(pupils.page(1))
                .byId(ann)
                .orElseThrow();
        Cursor more = teacher.next("pupils").orElseThrow();
        Row again = entail.query(ModellingTest.PERSON)
                .select(pupils.page(1).after(more))
                .byId(ann)
                .orElseThrow();
        // end
        assertThat(again.rows("pupils")).extracting(row -> row.text("name")).containsExactly("Cid");
    }

    @Test
    @DisplayName("trees")
    void recursion() {
        RecordId bob = entail.query(ModellingTest.PERSON)
                .where(Match.eq("name", "Bob"))
                .first()
                .orElseThrow()
                .id();
        RecordId eve =
                entail.create(ModellingTest.PERSON, Draft.of("name", "Eve").set("mentor", bob));
        // snippet: recursion
        Row tree = entail.query(ModellingTest.PERSON)
                .select(Selection.recursive("pupils", "name").orderBy(Order.ascending("name")))
                .byId(ann)
                .orElseThrow();
        Row pupilOfPupil = tree.rows("pupils").get(0).rows("pupils").get(0);
        List<Row> way = entail.query(ModellingTest.PERSON)
                .select("name")
                .path("pupils", ann, eve)
                .orElseThrow();
        // end
        assertThat(pupilOfPupil.text("name")).isEqualTo("Eve");
        assertThat(way).extracting(row -> row.text("name")).containsExactly("Ann", "Bob", "Eve");
    }

    @Test
    @DisplayName("numbers, streams, locks")
    void others() {
        // snippet: query-others
        RecordQuery people = entail.query(ModellingTest.PERSON);
        boolean any = people.where(Match.eq("name", "Ann")).exists();
        List<Object> numbers = people.aggregate(Aggregate.count(), Aggregate.min("name"));
        List<String> names = new ArrayList<>();
        people.select("name").orderBy(Order.ascending("name")).forEach(row -> names.add(row.text("name")));
        entail.inTransaction(writes -> {
            Row locked = writes.query(ModellingTest.PERSON)
                    .select("name")
                    .lock()
                    .byId(ann)
                    .orElseThrow();
            return writes.update(ModellingTest.PERSON, ann, Draft.of("name", locked.text("name") + "!"));
        });
        // end
        assertThat(any).isTrue();
        assertThat(numbers).containsExactly(3L, "Ann");
        assertThat(names).containsExactly("Ann", "Bob", "Cid");
        assertThat(entail.query(ModellingTest.PERSON)
                        .select("name")
                        .byId(ann)
                        .orElseThrow()
                        .text("name"))
                .isEqualTo("Ann!");
    }

    @Test
    @DisplayName("links are records")
    void links() {
        // snippet: links
        List<Row> fans = entail.query(ModellingTest.FANS)
                .select("since", "source.name", "target.name")
                .where(Match.eq("target", red))
                .list();
        // end
        assertThat(fans).singleElement().satisfies(fan -> {
            assertThat(fan.integer("since")).isEqualTo(1999);
            assertThat(fan.row("source").text("name")).isEqualTo("Ann");
            assertThat(fan.row("target").text("name")).isEqualTo("Red");
        });
    }

    @Test
    @DisplayName("mistakes are refused before anything is sent")
    void mistakes() {
        assertThat(codeOf(() -> names(Match.eq("nmae", "x")))).isEqualTo("UNKNOWN_NAME");
        assertThat(codeOf(() -> names(Match.eq("name", 5)))).isEqualTo("VALUE_MISMATCH");
        assertThat(codeOf(() -> names(Match.eq("name.x", 5)))).isEqualTo("QUERY_INVALID");
        assertThat(codeOf(() -> entail.query(ModellingTest.PERSON)
                        .orderBy(Order.ascending("pupils.name"))
                        .list()))
                .isEqualTo("QUERY_INVALID");
        assertThat(codeOf(() ->
                        entail.query(ModellingTest.PERSON).first().orElseThrow().text("name")))
                .isEqualTo("UNKNOWN_NAME");
    }

    private static String codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(EntailException.class, action).code();
    }
}
