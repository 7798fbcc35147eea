package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.core.definition.Entity;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.Recording;
import dev.entail.wiring.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Order, pages with offsets and with cursors, and the bound on what has no page. */
abstract class PageContract extends RuntimeGroup {
    private static final Integer[] AGES = {30, null, 10, 30, 20, null, 30};

    private Entail entail;
    private final List<RecordId> people = new ArrayList<>();

    @BeforeEach
    final void crew() {
        entail = open(Crew.model());
        people.clear();
        for (int i = 0; i < AGES.length; i++) {
            RecordId boss = i < 3 ? null : people.get(i % 3);
            people.add(entail.create(
                    Crew.PERSON, Draft.of("name", "p" + i).set("age", AGES[i]).set("boss", boss)));
        }
    }

    private static List<RecordId> ids(List<Row> rows) {
        return rows.stream().map(Row::id).toList();
    }

    @Test
    @DisplayName("T-093..T-096 STO-155 STO-157 pages count records, whatever the condition joins")
    final void offsets() {
        RecordId club = Crew.club(entail, "A");
        RecordId other = Crew.club(entail, "B");
        for (RecordId person : people.subList(0, 5)) {
            Crew.join(entail, person, club, "x");
            Crew.join(entail, person, other, "y");
        }
        var query = entail.query(Crew.PERSON)
                .where(Match.like("clubs.title", "%"))
                .orderBy(Order.ascending("age"), Order.ascending("id"));
        List<RecordId> all = ids(query.list());
        assertThat(ids(query.limit(2).offset(1).list())).isEqualTo(all.subList(1, 3));
        assertThat(ids(query.offset(2).list())).isEqualTo(all.subList(2, 5));
        assertThat(query.limit(0).list()).isEmpty();
        assertThat(failureOf(() -> query.limit(-1)).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> query.offset(-1)).code()).isEqualTo("QUERY_INVALID");
    }

    @Test
    @DisplayName("T-097 T-098 STO-156 STO-158 order over single relations, nulls in a fixed place, mistakes told apart")
    final void order() {
        List<Long> ages =
                entail.query(Crew.PERSON).select("boss.age").orderBy(Order.descending("boss.age")).list().stream()
                        .map(row -> row.rowOrNull("boss") == null
                                ? null
                                : (Long) row.row("boss").get("age"))
                        .toList();
        assertThat(ages).containsExactly(null, null, null, null, 30L, 30L, 10L);
        assertThat(List.of("zz", "staff.name", "boss", "docs").stream()
                        .map(path -> failureOf(() -> entail.query(Crew.PERSON)
                                        .orderBy(Order.ascending(path))
                                        .list())
                                .getMessage())
                        .distinct())
                .hasSize(4);
    }

    @Test
    @DisplayName("T-099 STO-157 STO-158 pages with offset and pages behind cursors tile the whole result")
    final void tiles() {
        for (List<Order> order : List.of(
                List.<Order>of(),
                List.of(Order.ascending("mood")),
                List.of(Order.ascending("age")),
                List.of(Order.descending("age")),
                List.of(Order.descending("mood"), Order.ascending("age")),
                List.of(Order.ascending("boss.age"), Order.descending("name")),
                List.of(Order.descending("boss.age"), Order.ascending("age")),
                List.of(Order.descending("id")))) {
            var query = entail.query(Crew.PERSON).orderBy(order.toArray(Order[]::new));
            List<RecordId> all = ids(query.limit(100).list());
            List<RecordId> byOffset = new ArrayList<>();
            for (int offset = 0; offset < AGES.length; offset += 3) {
                byOffset.addAll(ids(query.limit(3).offset(offset).list()));
            }
            assertThat(byOffset).as(order.toString()).isEqualTo(all).hasSize(AGES.length);
            for (int size = 1; size < 4; size++) {
                List<RecordId> byCursor = new ArrayList<>();
                Slice slice = query.page(size);
                while (true) {
                    byCursor.addAll(ids(slice.rows()));
                    if (slice.next().isEmpty()) {
                        break;
                    }
                    Cursor cursor = Cursor.parse(slice.next().get().text());
                    slice = query.after(cursor).page(size);
                }
                assertThat(byCursor).as(order + " by " + size).isEqualTo(all);
            }
        }
    }

    @Test
    @DisplayName(
            "STO-157 STO-158 pages by a unique value that may be null tile the result, and the statement of each is one"
                    + " range of its index, wherever the page is")
    final void uniqueKeys() {
        Entity article = entity("Article", text("title"), integer("rank"));
        Entail ranked = open(Model.model("Articles")
                .facts(article)
                .constrain(article, unique("rank", "rank"))
                .build());
        List<RecordId> values = new ArrayList<>();
        List<RecordId> nulls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            boolean none = i % 3 == 0;
            RecordId id = ranked.create(article, Draft.of("title", "a").set("rank", none ? null : (i * 5) % 9));
            (none ? nulls : values).add(id);
        }
        values.sort(Comparator.comparing(id ->
                ranked.query(article).select("rank").byId(id).orElseThrow().integer("rank")));
        for (Order order : List.of(Order.ascending("rank"), Order.descending("rank"))) {
            List<RecordId> expected = new ArrayList<>(order.ascending() ? values : nulls);
            expected.addAll(order.ascending() ? nulls : values.reversed());
            for (int size = 1; size < 5; size++) {
                List<RecordId> found = new ArrayList<>();
                int each = size;
                Recording recording = log(ranked)
                        .record(() -> found.addAll(
                                ids(all(ranked.query(article).select("rank").orderBy(order), each))));
                assertThat(found).as(order + " by " + size).isEqualTo(expected);
                assertThat(recording.statements())
                        .allSatisfy(sql -> assertThat(sql).doesNotContain(" OR ", " NULLS "));
            }
        }
    }

    /** All records, read page by page. */
    private static List<Row> all(RecordQuery query, int size) {
        Slice slice = query.page(size);
        List<Row> rows = new ArrayList<>(slice.rows());
        while (slice.next().isPresent()) {
            slice = query.after(slice.next().get()).page(size);
            rows.addAll(slice.rows());
        }
        return rows;
    }

    @Test
    @DisplayName("T-099 STO-157 a page behind a cursor neither skips nor repeats what is there all the time")
    final void changesBetweenPages() {
        var query = entail.query(Crew.PERSON).orderBy(Order.ascending("name"));
        Slice first = query.page(3);
        Crew.person(entail, "p", 1);
        entail.delete(Crew.PERSON, people.get(2));
        assertThat(ids(query.after(first.next().orElseThrow()).page(3).rows())).isEqualTo(people.subList(3, 6));
    }

    @Test
    @DisplayName("STO-147 STO-157 lists are read page by page for each parent")
    final void nestedPages() {
        RecordId boss = people.get(0);
        List<RecordId> staff = entail
                .query(Crew.PERSON)
                .select(Selection.related("staff").orderBy(Order.descending("age")))
                .byId(boss)
                .orElseThrow()
                .rows("staff")
                .stream()
                .map(Row::id)
                .toList();
        Selection.Related page = Selection.related("staff", "name")
                .orderBy(Order.descending("age"))
                .page(1);
        List<RecordId> found = new ArrayList<>();
        Optional<Cursor> next = Optional.empty();
        do {
            Row row = entail.query(Crew.PERSON)
                    .select(next.isEmpty() ? page : page.after(next.get()))
                    .byId(boss)
                    .orElseThrow();
            assertThat(row.rows("staff")).hasSize(1);
            found.addAll(ids(row.rows("staff")));
            next = row.next("staff");
        } while (next.isPresent());
        assertThat(found).isEqualTo(staff).hasSize(2);
        List<Row> all = entail.query(Crew.PERSON)
                .select(page)
                .orderBy(Order.ascending("id"))
                .list();
        assertThat(all.stream().map(row -> row.rows("staff").size())).containsExactly(1, 1, 1, 0, 0, 0, 0);
        assertThat(all.stream().map(row -> row.next("staff").isPresent()))
                .containsExactly(true, false, false, false, false, false, false);
    }

    @Test
    @DisplayName("STO-157 a cursor of another query or a damaged one is refused")
    final void foreignCursors() {
        var query = entail.query(Crew.PERSON).orderBy(Order.ascending("age"));
        Cursor cursor = query.page(2).next().orElseThrow();
        for (var other : List.of(
                entail.query(Crew.PERSON),
                entail.query(Crew.PERSON).orderBy(Order.descending("age")),
                query.where(Match.eq("age", 10)),
                entail.query(Crew.CLUB))) {
            assertThat(failureOf(() -> other.after(cursor).page(2)).code()).isEqualTo("CURSOR_INVALID");
        }
        assertThat(failureOf(() -> Cursor.parse("nonsense")).code()).isEqualTo("CURSOR_INVALID");
        assertThat(failureOf(() -> Cursor.parse(cursor.text() + "AAAA")).code()).isEqualTo("CURSOR_INVALID");
        assertThat(failureOf(() -> query.page(0)).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> query.offset(1).page(2)).code()).isEqualTo("QUERY_INVALID");
    }

    @Test
    @DisplayName("a query without a page has a bound, is never cut silently, and says how to go on")
    final void bound() {
        CountingDatabase database = test().fresh().open();
        try (Entail small = Entail.with(Crew.model())
                .settings(Settings.DEFAULT.withQueryLimit(4))
                .open(database)) {
            RecordId boss = Crew.person(small, "boss", 1);
            for (int i = 0; i < 4; i++) {
                small.create(Crew.PERSON, Draft.of("name", "s" + i).set("boss", boss));
            }
            var people = small.query(Crew.PERSON);
            assertThat(failureOf(people::list)).satisfies(failure -> {
                assertThat(failure.code()).isEqualTo("QUERY_TOO_LARGE");
                assertThat(failure.getMessage()).contains("page", "forEach", "limit", "unbounded");
            });
            assertThat(people.limit(100).list()).hasSize(5);
            assertThat(people.unbounded().list()).hasSize(5);
            assertThat(people.where(Match.isNotNull("boss")).list()).hasSize(4);
            assertThat(people.select("staff.name").byId(boss).orElseThrow().rows("staff"))
                    .hasSize(4);
            small.create(Crew.PERSON, Draft.of("name", "s5").set("boss", boss));
            assertThat(failureOf(() -> people.select("staff.name").byId(boss)).code())
                    .isEqualTo("QUERY_TOO_LARGE");
            assertThat(people.select(Selection.related("staff").unbounded()).byId(boss))
                    .isPresent();
            assertThat(people.select(Selection.related("staff").limit(9))
                            .byId(boss)
                            .orElseThrow()
                            .rows("staff"))
                    .hasSize(5);
            assertThat(people.select("staff.name").unbounded().list()).hasSize(6);
            assertThat(people.count()).isEqualTo(6);
            List<Row> streamed = new ArrayList<>();
            people.select("staff.name").forEach(streamed::add);
            assertThat(streamed).hasSize(6);
        }
    }

    @Test
    @DisplayName("a query is a value: the same question asked for other pages")
    final void values() {
        assertThat(Query.of("Person").limit(1).offset(2))
                .isEqualTo(Query.of("Person").offset(2).limit(1));
    }
}
