package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Finding, selecting, sorting and paging. */
abstract class QueryContract extends RuntimeGroup {
    private Entail entail;
    private RecordId red;
    private RecordId ann;
    private RecordId bob;
    private RecordId cid;

    @BeforeEach
    final void people() {
        entail = open(Club.model());
        red = entail.create(Club.TEAM, Draft.of("name", "Red"));
        ann = entail.create(
                Club.PERSON,
                Draft.of("name", "Ann")
                        .set("age", 30)
                        .set("money", new BigDecimal("2.5"))
                        .set("team", red));
        bob = entail.create(
                Club.PERSON,
                Draft.of("name", "Bob").set("age", 20).set("mentor", ann).set("team", red));
        cid = entail.create(Club.PERSON, Draft.of("name", "cid_100%").set("mentor", ann));
        entail.link(Club.FANS, Link.between(cid, red).with("since", 1999));
        entail.link(Club.FRIENDS, Link.between(ann, bob));
    }

    private List<String> names(Match match) {
        return entail.query(Club.PERSON).select("name").where(match).orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.text("name"))
                .toList();
    }

    @Test
    @DisplayName("STO-111 BEX-21..23 operators and their rules for null")
    final void operators() {
        assertThat(names(Match.eq("age", 20))).containsExactly("Bob");
        assertThat(names(Match.ne("age", 20))).containsExactly("Ann");
        assertThat(names(Match.not(Match.eq("age", 20)))).containsExactly("Ann");
        assertThat(names(Match.eq("age", null))).containsExactly("cid_100%");
        assertThat(names(Match.isNotNull("age"))).containsExactly("Ann", "Bob");
        assertThat(names(Match.and(Match.ge("age", 20), Match.lt("age", 30)))).containsExactly("Bob");
        assertThat(names(Match.or(Match.gt("age", 29), Match.le("age", 20)))).containsExactly("Ann", "Bob");
        assertThat(names(Match.in("age", Arrays.asList(30, null)))).containsExactly("Ann", "cid_100%");
        assertThat(names(Match.in("age", List.of()))).isEmpty();
        assertThat(names(Match.notIn("age", List.of()))).hasSize(3);
        assertThat(names(Match.notIn("age", List.of(30)))).containsExactly("Bob");
        assertThat(names(Match.eq("money", new BigDecimal("2.50")))).containsExactly("Ann");
    }

    @Test
    @DisplayName(
            "STO-111 STO-130..132 BEX-25 between two bounds, and comparison with another field of the record asked for")
    final void betweenAndFields() {
        assertThat(names(Match.between("age", 20, 29))).containsExactly("Bob");
        assertThat(names(Match.between("pupils.age", 15, 25))).containsExactly("Ann");
        assertThat(names(Match.lt("age", Match.field("mentor.age")))).containsExactly("Bob");
        assertThat(names(Match.eq("name", Match.field("name")))).hasSize(3);
        assertThat(names(Match.exists("pupils", Match.lt("age", Match.field("age")))))
                .containsExactly("Ann");
        assertThat(failureOf(() -> names(Match.lt("age", Match.field("name")))).code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> names(Match.lt("age", Match.field("pupils.age"))))
                        .code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> names(Match.lt("age", Match.field("aeg")))).code())
                .isEqualTo("UNKNOWN_NAME");
    }

    @Test
    @DisplayName("STO-114 patterns are case-sensitive and can be escaped")
    final void patterns() {
        assertThat(names(Match.like("name", "A%"))).containsExactly("Ann");
        assertThat(names(Match.like("name", "a%"))).isEmpty();
        assertThat(names(Match.like("name", "%o_"))).containsExactly("Bob");
        assertThat(names(Match.like("name", "%\\_100\\%"))).containsExactly("cid_100%");
    }

    @Test
    @DisplayName("STO-120..127 BEX-24 paths over single and list relations, and exists")
    final void paths() {
        assertThat(names(Match.eq("mentor.name", "Ann"))).containsExactly("Bob", "cid_100%");
        assertThat(names(Match.eq("mentor.team", red))).containsExactly("Bob", "cid_100%");
        assertThat(names(Match.isNull("mentor"))).containsExactly("Ann");
        assertThat(names(Match.isNull("mentor.name"))).containsExactly("Ann");
        assertThat(names(Match.eq("pupils.age", 20))).containsExactly("Ann");
        assertThat(names(Match.exists("pupils", Match.eq("supports.name", "Red"))))
                .containsExactly("Ann");
        assertThat(entail.query(Club.FANS)
                        .where(Match.exists("source", Match.eq("name", "cid_100%")))
                        .count())
                .isEqualTo(1);
        assertThat(names(Match.not(Match.exists("pupils", Match.all())))).containsExactly("Bob", "cid_100%");
        assertThat(names(Match.eq("friends.name", "Ann"))).containsExactly("Bob");
        assertThat(names(Match.eq("friends.name", "Bob"))).containsExactly("Ann");
        assertThat(entail.query(Club.TEAM)
                        .where(Match.eq("members.mentor.name", "Ann"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("STO-140..147 selection of values, single and list relations; null is present, lists are never null")
    final void selection() {
        Row row = entail.query(Club.PERSON)
                .select("*", "team.name", "mentor.name", "pupils.name", "friends", "locker.size")
                .byId(ann)
                .orElseThrow();
        assertThat(row.row("team").text("name")).isEqualTo("Red");
        assertThat(row.get("mentor")).isNull();
        assertThat(row.get("weight")).isNull();
        assertThat(row.get("locker")).isNull();
        assertThat(row.rows("pupils")).extracting(pupil -> pupil.text("name")).containsExactly("Bob", "cid_100%");
        assertThat(row.rows("friends")).extracting(Row::id).containsExactly(bob);
        assertThat(failureOf(() -> row.get("nothing")).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(entail.query(Club.PERSON)
                        .select("mentor.team.members.name")
                        .byId(cid)
                        .orElseThrow()
                        .row("mentor")
                        .row("team")
                        .rows("members"))
                .hasSize(2);
    }

    @Test
    @DisplayName("STO-145 STO-147 a list is filtered, sorted and cut for each parent on its own")
    final void nestedPages() {
        Row row = entail.query(Club.PERSON)
                .select(Selection.related("pupils", "name")
                        .orderBy(Order.descending("name"))
                        .limit(1))
                .byId(ann)
                .orElseThrow();
        assertThat(row.rows("pupils")).extracting(pupil -> pupil.text("name")).containsExactly("cid_100%");
        assertThat(entail.query(Club.PERSON)
                        .select(Selection.related("pupils", "name").where(Match.eq("age", 20)))
                        .byId(ann)
                        .orElseThrow()
                        .rows("pupils"))
                .extracting(Row::id)
                .containsExactly(bob);
    }

    @Test
    @DisplayName("STO-155..158 BEX-26 order over single relations with nulls last, limit and offset")
    final void orderAndPages() {
        List<Row> byAge = entail.query(Club.PERSON)
                .select("name")
                .orderBy(Order.ascending("age"))
                .list();
        assertThat(byAge).extracting(Row::id).containsExactly(bob, ann, cid);
        assertThat(entail.query(Club.PERSON).orderBy(Order.descending("age")).list())
                .extracting(Row::id)
                .containsExactly(cid, ann, bob);
        assertThat(entail.query(Club.PERSON)
                        .orderBy(Order.ascending("mentor.name"), Order.descending("id"))
                        .list())
                .extracting(Row::id)
                .containsExactly(cid, bob, ann);
        assertThat(entail.query(Club.PERSON).limit(1).offset(1).list())
                .extracting(Row::id)
                .containsExactly(bob);
        assertThat(entail.query(Club.PERSON).offset(2).list())
                .extracting(Row::id)
                .containsExactly(cid);
        assertThat(entail.query(Club.PERSON).limit(0).list()).isEmpty();
    }

    @Test
    @DisplayName("STO-105 STO-022 links are records: they have ids, ends and values, wherever they are stored")
    final void links() {
        Row fan = entail.query(Club.FANS)
                .select("since", "source.name", "target.name")
                .first()
                .orElseThrow();
        assertThat(fan.integer("since")).isEqualTo(1999);
        assertThat(fan.row("source").text("name")).isEqualTo("cid_100%");
        List<Row> members = entail.query(Club.MEMBERS)
                .select("source.name", "target.name")
                .where(Match.eq("target", ann))
                .list();
        assertThat(members).singleElement().satisfies(link -> {
            assertThat(link.row("source").text("name")).isEqualTo("Red");
            assertThat(link.row("target").text("name")).isEqualTo("Ann");
        });
        assertThat(entail.query(Club.MEMBERS).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("STO-112 STO-156 BEX-20 BEX-26 malformed questions are refused before anything is sent")
    final void malformed() {
        assertThat(failureOf(() -> names(Match.eq("age", "old"))).code()).isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> names(Match.eq("name.first", "x"))).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> names(Match.like("age", "x"))).code()).isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> new Match.Comparison("age", Operator.GT, null))
                        .code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> entail.query(Club.PERSON)
                                .orderBy(Order.ascending("pupils.name"))
                                .list())
                        .code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> entail.query(Club.PERSON).limit(-1)).code()).isEqualTo("QUERY_INVALID");
    }
}
