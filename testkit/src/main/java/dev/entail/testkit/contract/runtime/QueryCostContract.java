package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.core.computation.Link;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.jdbc.Recording;
import dev.entail.testkit.jdbc.StatementLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many statements each shape of query takes, and that they are the same text for the same shape. */
@SuppressWarnings("NullAway.Init") // each test opens its own
abstract class QueryCostContract extends RuntimeGroup {
    private Entail entail;
    private final List<RecordId> people = new ArrayList<>();

    private void crew(int persons, int docsEach, int clubsEach) {
        entail = open(Crew.model());
        people.clear();
        entail.inTransaction(writes -> {
            List<RecordId> clubs = new ArrayList<>();
            for (int i = 0; i < Math.max(1, clubsEach); i++) {
                clubs.add(writes.create(Crew.CLUB, Draft.of("title", "c" + i)));
            }
            for (int i = 0; i < persons; i++) {
                RecordId person =
                        writes.create(Crew.PERSON, Draft.of("name", "p" + i).set("age", i));
                people.add(person);
                for (int k = 0; k < docsEach; k++) {
                    RecordId doc = writes.create(Crew.DOC, Draft.of("title", "d" + k));
                    writes.link(Crew.AUTHOR, Link.between(doc, person).with("reads", k));
                }
                for (int k = 0; k < clubsEach; k++) {
                    writes.link(Crew.CLUBS, Link.between(person, clubs.get(k)).with("post", "x"));
                }
            }
            return clubs;
        });
    }

    private int statements(StatementLog.Block block) {
        return log(entail).record(block).statements().size();
    }

    @Test
    @DisplayName("STO-906 50 parents with two lists are 3 statements, for 5 children and for 5,000")
    final void fiftyParents() {
        for (int each : new int[] {1, 100}) {
            crew(50, each, each);
            Recording recording = log(entail)
                    .record(() -> assertThat(entail.query(Crew.PERSON)
                                    .select("name", "boss.name", "docs.title", "clubs.title")
                                    .list())
                            .hasSize(50)
                            .allSatisfy(row -> assertThat(row.rows("docs").size()
                                            + row.rows("clubs").size())
                                    .isEqualTo(2 * each)));
            assertThat(recording.statements()).as(recording.toString()).hasSize(3);
        }
    }

    @Test
    @DisplayName(
            "T-105 T-106 T-314 T-315 STO-166 STO-907 STO-908 each shape of list is one statement, whatever is asked of"
                    + " it")
    final void lists() {
        crew(100, 4, 3);
        var query = entail.query(Crew.PERSON);
        assertThat(statements(() -> query.list())).isEqualTo(1);
        assertThat(statements(
                        () -> query.select("boss.boss.name", "badge.label").list()))
                .isEqualTo(1);
        assertThat(statements(() -> query.select("docs.title", "docs.&.reads").list()))
                .isEqualTo(2);
        assertThat(statements(() -> query.select("clubs.title").list())).isEqualTo(2);
        assertThat(statements(() -> query.select(Selection.related("docs", "title")
                                .orderBy(Order.descending("&.reads"))
                                .limit(3))
                        .list()))
                .isEqualTo(2);
        assertThat(statements(() ->
                        query.select(Selection.related("docs", "title").page(3)).list()))
                .isEqualTo(2);
        assertThat(statements(() -> query.select("pals.name", "pals.&.trust").list()))
                .isEqualTo(2);
        assertThat(statements(() ->
                        query.select("clubs.people.name", "clubs.&.seat.title").list()))
                .isEqualTo(3);
        assertThat(statements(() -> query.select("boss.staff.name").list())).isEqualTo(1);
        assertThat(statements(() -> query.where(Match.exists("clubs", Match.eq("title", "c1")))
                        .list()))
                .isEqualTo(1);
        assertThat(statements(() -> query.select("docs.title").page(10))).isEqualTo(2);
    }

    @Test
    @DisplayName("STO-165 STO-180 STO-181 counting, asking whether there is any, sums and locks")
    final void others() {
        crew(10, 2, 1);
        var query = entail.query(Crew.PERSON).where(Match.like("docs.title", "d%"));
        assertThat(statements(query::count)).isEqualTo(1);
        assertThat(statements(query::exists)).isEqualTo(1);
        assertThat(statements(
                        () -> query.aggregate(Aggregate.count(), Aggregate.sum("age"), Aggregate.avg("boss.age"))))
                .isEqualTo(1);
        entail.inTransaction(writes -> {
            assertThat(statements(() ->
                            writes.query(Crew.PERSON).select("name").lock().byId(people.get(0))))
                    .isEqualTo(1);
            assertThat(statements(() -> writes.query(Crew.PERSON)
                            .select("name")
                            .where(Match.eq("id", people.get(0)))
                            .lock()
                            .list()))
                    .isEqualTo(1);
            return true;
        });
        assertThat(statements(() -> entail.query(Crew.PERSON).select("name").forEach(row -> {})))
                .isEqualTo(1);
        assertThat(statements(
                        () -> entail.query(Crew.PERSON).select("docs.title").forEach(row -> {})))
                .isEqualTo(2);
    }

    @Test
    @DisplayName(
            "STO-117 more joins than the database can do are refused before anything is sent, for the root, its lists"
                    + " and conditions, with the numbers")
    final void tooManyTables() {
        crew(2, 1, 0);
        int limit = database(entail).dialect().maxTables();
        int most = Math.min(limit, 80);
        var query = entail.query(Crew.PERSON);
        assertThat(query.select("boss.".repeat(most - 1) + "name").list()).hasSize(2);
        if (limit == Integer.MAX_VALUE) {
            return;
        }
        String tooLong = "boss.".repeat(limit) + "name";
        for (RecordQuery wrong : List.of(
                query.select(tooLong),
                query.select("docs.author." + tooLong),
                query.where(Match.eq(tooLong, "x")),
                query.orderBy(Order.ascending(tooLong)))) {
            List<EntailException> refusals = new ArrayList<>();
            assertThat(statements(() -> refusals.add(failureOf(wrong::list)))).isZero();
            assertThat(refusals.get(0).code()).isEqualTo("QUERY_TOO_LARGE");
            assertThat(refusals.get(0).details()).containsEntry("limit", limit);
            assertThat(refusals.get(0).getMessage()).contains("joins", String.valueOf(limit), "fewer single relations");
        }
    }

    @Test
    @DisplayName(
            "STO-157 STO-158 a page by a value that may be null is one statement, and a second one only where its nulls"
                    + " and its values meet")
    final void pagesAcrossNulls() {
        crew(8, 0, 0);
        List<RecordId> ageless = people.subList(0, 3);
        ageless.forEach(id -> entail.update(Crew.PERSON, id, Draft.of("age", null)));
        var query = entail.query(Crew.PERSON).select("age");
        assertThat(pageCosts(query.orderBy(Order.ascending("age")), 2)).containsExactly(1, 1, 2, 1);
        assertThat(pageCosts(query.orderBy(Order.descending("age")), 2)).containsExactly(1, 2, 1, 1);
        assertThat(pageCosts(query.orderBy(Order.ascending("age")), 5)).containsExactly(2, 2);
        assertThat(pageCosts(query.orderBy(Order.descending("age"), Order.ascending("boss.name")), 3))
                .containsExactly(2, 2, 1);
        assertThat(pageCosts(query.orderBy(Order.ascending("name")), 3)).containsExactly(1, 1, 2);
    }

    /** How many statements each page takes. */
    private List<Integer> pageCosts(RecordQuery query, int size) {
        List<Integer> costs = new ArrayList<>();
        List<Slice> last = new ArrayList<>();
        RecordQuery next = query;
        do {
            RecordQuery page = next;
            costs.add(statements(() -> last.add(page.page(size))));
            if (last.getLast().next().isPresent()) {
                next = query.after(last.getLast().next().get());
            }
        } while (last.getLast().next().isPresent());
        return costs;
    }

    @Test
    @DisplayName("T-319 STO-920 STO-922 the same shape with other values is the same text, lists of values filled up")
    final void stableText() {
        crew(5, 1, 1);
        List<String> first = ask(5, List.of(1, 2, 3), "a", 1, 0);
        List<String> second = ask(77, List.of(4, 5, 6, 7), "b", 3, 0);
        assertThat(first).hasSize(2).isEqualTo(second);
        assertThat(ask(1, List.of(1, 2, 3, 4, 5), "a", 1, 0)).isNotEqualTo(first);
    }

    private List<String> ask(int age, List<Integer> ages, String title, int limit, int offset) {
        return log(entail)
                .record(() -> entail.query(Crew.PERSON)
                        .select(Selection.related("docs", "title")
                                .where(Match.ne("title", title))
                                .limit(limit))
                        .where(Match.or(Match.ne("age", age), Match.in("age", ages)))
                        .offset(offset)
                        .limit(4)
                        .list())
                .statements();
    }
}
