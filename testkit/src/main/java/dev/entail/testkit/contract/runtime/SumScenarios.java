package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.spi.Capability;
import dev.entail.testkit.jdbc.Recording;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of sums (section 11.5 of the runtime specification). */
abstract class SumScenarios extends ScenarioGroup {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity ITEM =
            entity("Item", text("name"), text("status"), decimal("price"), number("score"), number("divisor"));

    @Test
    @DisplayName("T-SUM-01 T-SUM-03 T-SUM-04 sums of all and of members follow values; others change nothing")
    final void global() {
        View completed = View.of("Completed", ITEM, Match.eq("status", "completed"));
        play(facts(ITEM, completed)
                .derive(decimal("total"), Summation.of(ITEM, "price"))
                .derive(decimal("completed"), Summation.of(completed, "price")));
        expect("total completed", "0 0");
        RecordId hundred = add(ITEM, "price", 100);
        RecordId fifty = add(ITEM, "price", 50);
        RecordId last = add(ITEM, "price", 200);
        expect("total", "350");
        set(ITEM, fifty, "price", 75);
        expect("total", "375");
        delete(ITEM, fifty);
        expect("total", "300");
        set(ITEM, hundred, "price", 1000);
        set(ITEM, last, "price", 2000);
        RecordId third = add(ITEM, "price", 500);
        expect("total", "3500");
        set(ITEM, hundred, "price", 1500);
        expect("total", "4000");
        assertThat(log(entail())
                        .record(() -> set(ITEM, hundred, "name", "first"))
                        .statements())
                .isNotEmpty()
                .noneMatch(sql -> sql.contains("total") || sql.contains("_Dictionary_"));
        expect("total", "4000");
        delete(ITEM, third);
        expect("total completed", "3500 0");
        add(ITEM, "price", 200, "status", "completed");
        add(ITEM, "price", 300, "status", "completed");
        add(ITEM, "price", 400, "status", "pending");
        expect("total completed", "4400 500");
    }

    @Test
    @DisplayName("T-SUM-02 what is null or not finite adds nothing; numbers that are not finite cannot be stored")
    final void nothing() {
        play(facts(ITEM)
                .derive(number("sum"), Summation.of(ITEM, "score"))
                .derive(number("ratios"), Summation.of(ITEM, List.of("score", "divisor"), SumScenarios::ratio)));
        expect("sum ratios", "0 0");
        add(ITEM, "score", 10);
        add(ITEM);
        RecordId twenty = add(ITEM, "score", 20, "divisor", null);
        add(ITEM, "score", null);
        expect("sum ratios", "30 30");
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(failureOf(() -> add(ITEM, "score", odd)).code()).isEqualTo("VALUE_MISMATCH");
            assertThat(failureOf(() -> set(ITEM, twenty, "score", odd)).code()).isEqualTo("VALUE_MISMATCH");
        }
        expect("sum ratios", "30 30");
        add(ITEM, "score", 0, "divisor", 0);
        RecordId infinite = add(ITEM, "score", 1, "divisor", 0);
        RecordId negative = add(ITEM, "score", -1, "divisor", 0);
        expect("sum ratios", "30 30");
        set(ITEM, infinite, "divisor", 1);
        expect("sum ratios", "30 31");
        set(ITEM, infinite, "divisor", 0);
        delete(ITEM, negative);
        expect("sum ratios", "31 30");
    }

    private static Double ratio(Row item) {
        double score = item.get("score") instanceof Double number ? number : 0;
        return score / (item.get("divisor") instanceof Double number ? number : 1);
    }

    @Test
    @DisplayName("T-SUM-05 sums of what is related, where a value is missing and where one changes")
    final void related() {
        for (Relation owned : List.of(
                manyToMany(USER, "items", ITEM, "owners"),
                oneToMany(USER, "items", ITEM, "owner"),
                manyToOne(ITEM, "owner", USER, "items"))) {
            play(facts(USER, ITEM, owned).derive(USER, decimal("total"), Summation.of("items", "price")));
            RecordId alice = add(USER, "items", List.of(draft("price", 1200), draft("price", 50), draft("price", 150)));
            RecordId bob = add(USER, "items", List.of(draft("price", 500), draft("price", null), draft("price", 100)));
            expect(USER, alice, "total", "1400");
            expect(USER, bob, "total", "600");
            RecordId mouse = entail().query(ITEM)
                    .where(Match.eq("price", 50))
                    .first()
                    .orElseThrow()
                    .id();
            set(ITEM, mouse, "price", 75);
            expect(USER, alice, "total", "1425");
            expect(USER, bob, "total", "600");
        }
    }

    @Test
    @DisplayName("T-SUM-06 the worth and the number of what is available in some zones of a warehouse")
    final void warehouse() {
        Entity house = entity("Warehouse", text("name"));
        Entity stock = entity("Stock", integer("quantity"), decimal("price"));
        Relation holds = oneToMany(house, "stocks", stock, "house")
                .with(text("status"), text("zone"))
                .named("Holds");
        RelationView available = RelationView.of(
                "Available",
                holds,
                "available",
                "availableIn",
                Match.and(Match.eq("status", "available"), Match.in("zone", List.of("A", "B"))));
        play(facts(house, stock, holds, available)
                .derive(house, decimal("total"), WeightedSummation.of("stocks", "quantity", "price"))
                .derive(house, decimal("ready"), WeightedSummation.of("available", "quantity", "price"))
                .derive(house, integer("pieces"), Summation.of("available", "quantity")));
        RecordId north = add(house);
        RecordId first = add(stock, "quantity", 100, "price", 10);
        RecordId second = add(stock, "quantity", 50, "price", 20);
        RecordId third = add(stock, "quantity", 200, "price", 5);
        RecordId fourth = add(stock, "quantity", 75, "price", 15);
        link(holds, north, first, "status", "available", "zone", "A");
        RecordId ofSecond = link(holds, north, second, "status", "available", "zone", "B");
        RecordId ofThird = link(holds, north, third, "status", "available", "zone", "C");
        RecordId ofFourth = link(holds, north, fourth, "status", "reserved", "zone", "A");
        expect(house, north, "total ready pieces", "4125 2000 150");
        set(holds, ofFourth, "status", "available");
        expect(house, north, "total ready pieces", "4125 3125 225");
        set(holds, ofThird, "zone", "B");
        expect(house, north, "total ready pieces", "4125 4125 425");
        set(stock, first, "quantity", 150);
        expect(house, north, "total ready pieces", "4625 4625 475");
        set(holds, ofSecond, "status", "broken");
        expect(house, north, "total ready pieces", "4625 3625 425");
        unlink(holds, north, first);
        expect(house, north, "total ready pieces", "3125 2125 275");
    }

    @Test
    @DisplayName("T-SUM-07 values of links, summed over the relation and five views of it")
    final void linkValues() {
        Relation deals = manyToMany(USER, "deals", ITEM, "sellers")
                .with(integer("revenue"), text("quarter"), text("kind"), text("client"))
                .named("Deal");
        RelationView firstQuarter = dealsOf(deals, "q1", Match.eq("quarter", "Q1"));
        RelationView software = dealsOf(deals, "software", Match.eq("kind", "software"));
        RelationView both = RelationView.of("D_both", firstQuarter, "both", "bothOf", Match.eq("kind", "software"));
        play(facts(USER, ITEM, deals, firstQuarter, software, both)
                .facts(
                        dealsOf(deals, "q2", Match.eq("quarter", "Q2")),
                        dealsOf(deals, "new", Match.eq("client", "new")))
                .derive(USER, integer("total"), Summation.of("deals", "&.revenue"))
                .derive(USER, integer("ofQ1"), Summation.of("q1", "&.revenue"))
                .derive(USER, integer("ofQ2"), Summation.of("q2", "&.revenue"))
                .derive(USER, integer("ofSoftware"), Summation.of("software", "&.revenue"))
                .derive(USER, integer("ofNew"), Summation.of("new", "&.revenue"))
                .derive(USER, integer("ofBoth"), Summation.of("both", "&.revenue")));
        RecordId seller = add(USER);
        deal(deals, seller, 50_000, "Q1", "software", "new");
        deal(deals, seller, 25_000, "Q1", "software", "old");
        deal(deals, seller, 30_000, "Q1", "hardware", "new");
        deal(deals, seller, 60_000, "Q2", "software", "old");
        deal(deals, seller, 40_000, "Q2", "hardware", "new");
        String names = "total ofQ1 ofQ2 ofSoftware ofNew ofBoth";
        expect(USER, seller, names, "205000 105000 100000 135000 120000 75000");
        deal(deals, seller, 70_000, "Q3", "software", "new");
        expect(USER, seller, names, "275000 105000 100000 205000 190000 75000");
    }

    private static RelationView dealsOf(Relation deals, String name, Match condition) {
        return RelationView.of("D_" + name, deals, name, name + "Of", condition);
    }

    private void deal(Relation deals, RecordId seller, int revenue, String quarter, String kind, String client) {
        link(deals, seller, add(ITEM), "revenue", revenue, "quarter", quarter, "kind", kind, "client", client);
    }

    @Test
    @DisplayName("T-SUM-08 sums over unions of records and over unions of links")
    final void unions() {
        Entity product = entity("Product", text("name"), decimal("revenue"));
        Entity service = entity("Service", text("name"), decimal("revenue"));
        Union source = Union.of("Source", product, service);
        Relation bought = manyToMany(USER, "bought", ITEM, "buyers").named("Bought");
        Relation leased = manyToMany(USER, "leased", ITEM, "tenants").named("Leased");
        RelationUnion has = RelationUnion.of("Has", "things", "users", bought, leased);
        play(facts(product, service, source, USER, ITEM, bought, leased, has)
                .derive(decimal("revenue"), Summation.of(source, "revenue"))
                .derive(USER, decimal("worth"), Summation.of("things", "price")));
        add(product, "revenue", 1500);
        add(product, "revenue", 50);
        add(service, "revenue", 2000);
        RecordId fiveHundred = add(service, "revenue", 500);
        add(product, "revenue", 100);
        add(service, "revenue", 50);
        expect("revenue", "4200");
        add(service, "revenue", 300);
        expect("revenue", "4500");
        delete(source, fiveHundred);
        expect("revenue", "4000");
        RecordId user = add(USER);
        RecordId mouse = add(ITEM, "price", 50);
        link(bought, user, add(ITEM, "price", 1200));
        link(leased, user, mouse);
        link(bought, user, add(ITEM, "price", 150));
        expect(USER, user, "worth", "1400");
        set(ITEM, mouse, "price", 80);
        expect(USER, user, "worth", "1430");
    }

    @Test
    @DisplayName(
            "T-SUM-11 a sum is of one path by its signature; of a relation on a property only, of records elsewhere")
    final void declarations() {
        Relation owned = manyToMany(USER, "items", ITEM, "owners").named("Owned");
        assertThat(problems(facts(USER, ITEM, owned).derive(USER, decimal("sum"), Summation.of(ITEM, "price"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(problems(facts(USER, ITEM, owned).derive(USER, decimal("sum"), Summation.of(owned, "id"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(problems(facts(USER, ITEM, owned).derive(decimal("sum"), Summation.of("items", "price"))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
        assertThat(problems(facts(USER, ITEM, owned).derive(USER, decimal("sum"), Summation.of("", "price"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(facts(USER, ITEM, owned).derive(decimal("sum"), Summation.of(ITEM, "price,score"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(facts(USER, ITEM, owned).derive(decimal("sum"), Summation.of(ITEM, "owners.name"))))
                .isNotEmpty();
    }

    @Test
    @DisplayName(
            "T-SUM-13 AGG-13 links enter and leave a view: nothing is summed up again, and nothing is SERIALIZABLE")
    final void incremental() {
        Relation tasks =
                manyToMany(USER, "tasks", ITEM, "users").with(integer("weight")).named("Assigned");
        RelationView heavy = RelationView.of("Heavy", tasks, "heavy", "heavyOf", Match.gt("weight", 50));
        playWithout(
                Capability.SERIALIZABLE,
                facts(USER, ITEM, tasks, heavy)
                        .derive(USER, integer("all"), Count.of("tasks"))
                        .derive(USER, integer("count"), Count.of("heavy"))
                        .derive(USER, number("sum"), Summation.of("heavy", "score"))
                        .derive(USER, integer("weights"), Summation.of("heavy", "&.weight")),
                log -> {
                    RecordId user = add(USER);
                    RecordId task = add(ITEM, "score", 20);
                    RecordId light = add(ITEM, "score", 5);
                    Step step = (expected, work) -> {
                        assertIncremental(log.record(work::run));
                        expect(USER, user, "all count sum weights", expected);
                    };
                    step.leadsTo("1 1 20 60", () -> link(tasks, user, task, "weight", 60));
                    step.leadsTo("2 1 20 60", () -> link(tasks, user, light, "weight", 40));
                    RecordId link = entail().query(tasks)
                            .where(Match.eq("target", task))
                            .first()
                            .orElseThrow()
                            .id();
                    step.leadsTo("2 1 20 70", () -> set(tasks, link, "weight", 70));
                    step.leadsTo("2 0 0 0", () -> set(tasks, link, "weight", 10));
                    step.leadsTo("2 1 20 60", () -> set(tasks, link, "weight", 60));
                    step.leadsTo("2 1 30 60", () -> set(ITEM, task, "score", 30));
                    step.leadsTo("1 0 0 0", () -> unlink(tasks, user, task));
                });
    }

    /** One attempt, which asks for no totals and for no set of the user: what it reads are single links and items. */
    private static void assertIncremental(Recording recording) {
        assertThat(recording.controls()).containsExactly("auto-commit off", "commit");
        assertThat(recording.statements())
                .as(recording.toString())
                .hasSizeLessThan(10)
                .noneMatch(sql -> sql.matches(".*\\b(SUM|COUNT|AVG|GROUP BY)\\b.*"))
                .noneMatch(sql ->
                        sql.startsWith("SELECT") && sql.matches(".* WHERE .*source.*") && !sql.contains(" AND "));
    }

    @FunctionalInterface
    private interface Step {
        void leadsTo(String expected, Runnable work);
    }
}
