package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Queries over views and unions, of entities and of relations. */
abstract class SetQueryContract extends RuntimeGroup {
    private Entail entail;
    private RecordId u;
    private RecordId a;
    private RecordId c;

    @BeforeEach
    final void edges() {
        entail = open(Edges.model());
        u = entail.create(Edges.U, Draft.of("name", "u"));
        a = thing("a", 9);
        RecordId b = thing("b", 1);
        c = thing("c", 9);
        link(u, a, "hot");
        link(u, b, "hot");
        link(u, c, "cold");
    }

    private RecordId thing(String name, int level) {
        return entail.create(Edges.T, Draft.of("name", name).set("lv", level));
    }

    private void link(RecordId from, RecordId to, String kind) {
        entail.link(Edges.R, Link.between(from, to).with("kind", kind));
    }

    private List<String> names(RecordDefinition record, Match match) {
        return entail.query(record).select("name").where(match).orderBy(Order.ascending("name")).list().stream()
                .map(row -> row.text("name"))
                .toList();
    }

    private static List<String> names(Row row, String list) {
        return row.rows(list).stream().map(item -> item.text("name")).sorted().toList();
    }

    @Test
    @DisplayName("T-174 STO-104 STO-402 a view of an entity finds its members only, views of views as well")
    final void views() {
        RecordId tech = entail.create(Edges.TEAM, Draft.of("name", "t").set("type", "tech"));
        entail.create(
                Edges.USER,
                Draft.of("name", "x").set("age", 20).set("active", true).set("team", tech));
        entail.create(Edges.USER, Draft.of("name", "y").set("age", 40).set("active", true));
        entail.create(Edges.USER, Draft.of("name", "z").set("age", 20).set("active", false));
        assertThat(names(Edges.TECH_USER, Match.all())).containsExactly("x");
        assertThat(names(Edges.ACTIVE_USER, Match.all())).containsExactly("x", "y");
        assertThat(names(Edges.ACTIVE_YOUNG, Match.all())).containsExactly("x");
        assertThat(names(Edges.ACTIVE_YOUNG, Match.not(Match.eq("age", 20)))).isEmpty();
        assertThat(entail.query(Edges.ACTIVE_YOUNG).where(Match.gt("age", 100)).list())
                .isEmpty();
        assertThat(entail.query(Edges.TECH_USER).count()).isEqualTo(1);
        assertThat(entail.query(Edges.TECH_USER).exists()).isTrue();
        assertThat(entail.query(Edges.TECH_USER)
                        .select("team.name")
                        .where(Match.eq("team.name", "t"))
                        .list())
                .hasSize(1);
        assertThat(entail.query(Edges.TEAM)
                        .select("members.name")
                        .byId(tech)
                        .orElseThrow()
                        .rows("members"))
                .hasSize(1);
    }

    @Test
    @DisplayName("T-184 STO-148 STO-421 STO-422 a relation and its views are read together, each under its own name")
    final void relationViews() {
        Row row = entail.query(Edges.U)
                .select("hotTs.name", "hotTs.&.kind", "hotHigh.name", "ts.name")
                .byId(u)
                .orElseThrow();
        assertThat(names(row, "hotTs")).containsExactly("a", "b");
        assertThat(names(row, "hotHigh")).containsExactly("a");
        assertThat(names(row, "ts")).containsExactly("a", "b", "c");
        assertThat(row.rows("hotTs"))
                .allSatisfy(item -> assertThat(item.row("&").text("kind")).isEqualTo("hot"));
        assertThat(entail.query(Edges.F2).select("source.name", "target.name").list())
                .singleElement()
                .satisfies(link -> assertThat(link.row("target").text("name")).isEqualTo("a"));
        assertThat(names(entail.query(Edges.T).select("hotUs.name").byId(c).orElseThrow(), "hotUs"))
                .isEmpty();
    }

    @Test
    @DisplayName("T-188 STO-421 in a path the condition of a view is about the very link that is followed")
    final void pathsOverViews() {
        assertThat(names(Edges.U, Match.eq("hotTs.name", "c"))).isEmpty();
        assertThat(names(Edges.U, Match.eq("hotTs.name", "a"))).containsExactly("u");
        assertThat(names(Edges.U, Match.eq("hotHigh.lv", 9))).containsExactly("u");
        assertThat(names(Edges.U, Match.eq("hotHigh.name", "b"))).isEmpty();
        assertThat(names(Edges.T, Match.eq("hotUs.name", "u"))).containsExactly("a", "b");
        assertThat(names(Edges.T, Match.not(Match.exists("hotUs", Match.all()))))
                .containsExactly("c");
        RecordId v = entail.create(Edges.U, Draft.of("name", "v"));
        link(v, c, "hot");
        assertThat(names(Edges.U, Match.exists("hotTs", Match.eq("name", "c")))).containsExactly("v");
        assertThat(names(Edges.U, Match.exists("hotHigh", Match.all()))).containsExactly("u", "v");
    }

    @Test
    @DisplayName("T-189 STO-424 a negation in the condition of a view survives from every direction")
    final void negatedViews() {
        RecordId w = entail.create(Edges.U, Draft.of("name", "w"));
        RecordId good = thing("good", 1);
        RecordId bad = thing("bad", 1);
        link(w, good, "good");
        link(w, bad, "bad");
        assertThat(entail.query(Edges.N)
                        .select("target.name")
                        .where(Match.eq("source", w))
                        .list())
                .singleElement()
                .satisfies(link -> assertThat(link.row("target").text("name")).isEqualTo("good"));
        assertThat(names(entail.query(Edges.U).select("okTs.name").byId(w).orElseThrow(), "okTs"))
                .containsExactly("good");
        assertThat(names(Edges.U, Match.eq("okTs.name", "bad"))).isEmpty();
        assertThat(names(Edges.U, Match.exists("okTs", Match.eq("name", "bad"))))
                .isEmpty();
        assertThat(names(Edges.T, Match.eq("okUs.name", "w"))).containsExactly("good");
        assertThat(names(Edges.U, Match.eq("okTs.name", "good"))).containsExactly("w");
    }

    @Test
    @DisplayName("T-191 STO-133 STO-156 STO-423 sorting and fields over a view are refused with the name of its base")
    final void refusals() {
        for (String path : List.of("hotMain.name", "highMain.name")) {
            assertThat(failureOf(() -> entail.query(Edges.U)
                                    .orderBy(Order.ascending(path))
                                    .list())
                            .getMessage())
                    .contains("'main'");
            assertThat(failureOf(() -> names(Edges.U, Match.eq("name", Match.field(path))))
                            .getMessage())
                    .contains("'main'");
        }
        assertThat(failureOf(() -> entail.query(Edges.U)
                                .orderBy(Order.ascending("hotTs.name"))
                                .list())
                        .code())
                .isEqualTo("QUERY_INVALID");
    }

    @Test
    @DisplayName("T-192 STO-146 a view of a single relation is null where its condition fails, the base is still there")
    final void singleViews() {
        entail.link(Edges.MAIN, Link.between(u, a).with("kind", "cold"));
        RecordId v = entail.create(Edges.U, Draft.of("name", "v"));
        entail.link(
                Edges.MAIN,
                Link.between(
                                v,
                                entail.query(Edges.T)
                                        .where(Match.eq("name", "b"))
                                        .first()
                                        .orElseThrow()
                                        .id())
                        .with("kind", "hot"));
        Row first = entail.query(Edges.U)
                .select("main.name", "hotMain.name", "hotMain.&.kind", "highMain.name", "highMain.&.kind")
                .byId(u)
                .orElseThrow();
        assertThat(first.row("main").text("name")).isEqualTo("a");
        assertThat(first.get("hotMain")).isNull();
        assertThat(first.row("highMain").text("name")).isEqualTo("a");
        assertThat(first.row("highMain").row("&").text("kind")).isEqualTo("cold");
        assertThat(names(Edges.U, Match.eq("hotMain.name", "b"))).containsExactly("v");
        assertThat(names(Edges.U, Match.isNull("hotMain"))).containsExactly("u");
        assertThat(names(Edges.U, Match.isNull("highMain.&.kind"))).containsExactly("v");
        assertThat(names(Edges.U, Match.not(Match.exists("highMain", Match.all()))))
                .containsExactly("v");
        assertThat(names(Edges.T, Match.eq("hotMainOf.name", "v"))).containsExactly("b");
        assertThat(names(Edges.T, Match.exists("highMainOf", Match.all()))).containsExactly("a");
        assertThat(names(entail.query(Edges.T).select("hotMainOf.name").byId(a).orElseThrow(), "hotMainOf"))
                .isEmpty();
        assertThat(entail.query(Edges.HOT_MAIN).count()).isEqualTo(1);
        assertThat(entail.query(Edges.HIGH_MAIN).select("source.name").list())
                .singleElement()
                .satisfies(link -> assertThat(link.row("source").text("name")).isEqualTo("u"));
    }

    @Test
    @DisplayName("T-193 STO-431 STO-433 a union has the records of its inputs, and says what each was created as")
    final void unions() {
        entail.create(Edges.CUSTOMER, Draft.of("name", "vip").set("vip", true));
        entail.create(Edges.CUSTOMER, Draft.of("name", "plain").set("vip", false));
        entail.create(Edges.VENDOR, Draft.of("name", "shop").set("brand", "B"));
        assertThat(names(Edges.CUSTOMER, Match.all())).containsExactly("plain", "vip");
        assertThat(names(Edges.VIP, Match.all())).containsExactly("vip");
        assertThat(names(Edges.VENDOR, Match.all())).containsExactly("shop");
        assertThat(names(Edges.CONTACT, Match.all())).containsExactly("shop", "vip");
        assertThat(names(Edges.CONTACT, Match.eq("__type", "Customer"))).containsExactly("vip");
        assertThat(names(Edges.CONTACT, Match.not(Match.eq("__type", "Customer"))))
                .containsExactly("shop");
        assertThat(entail.query(Edges.CONTACT)
                        .select("*")
                        .orderBy(Order.ascending("name"))
                        .list())
                .extracting(row -> row.text("name") + row.text("__type") + row.get("brand") + row.get("vip"))
                .containsExactly("shopVendorBnull", "vipCustomernulltrue");
    }

    @Test
    @DisplayName("T-199 STO-441 the links of several relations are found under the union from both ends")
    final void relationUnions() {
        entail.link(Edges.OWNS, Link.between(u, a).with("since", "1"));
        entail.link(Edges.RENTS, Link.between(u, c).with("since", "2"));
        Row row = entail.query(Edges.U)
                .select("owned.name", "rented.name")
                .select(Selection.related("used", "name", "&.since", "&.__type").orderBy(Order.ascending("&.since")))
                .byId(u)
                .orElseThrow();
        assertThat(names(row, "owned")).containsExactly("a");
        assertThat(names(row, "rented")).containsExactly("c");
        assertThat(row.rows("used"))
                .extracting(item -> item.text("name")
                        + item.row("&").text("since")
                        + item.row("&").text("__type"))
                .containsExactly("a1Owns", "c2Rents");
        assertThat(names(
                        entail.query(Edges.T)
                                .select("users.name", "tenants.name")
                                .byId(c)
                                .orElseThrow(),
                        "users"))
                .containsExactly("u");
        assertThat(names(Edges.T, Match.eq("users.name", "u"))).containsExactly("a", "c");
        assertThat(names(Edges.T, Match.eq("owners.name", "u"))).containsExactly("a");
        assertThat(entail.query(Edges.USES).count()).isEqualTo(2);
        assertThat(entail.query(Edges.OWNS).count()).isEqualTo(1);
    }
}
