package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
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
