package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.history.EntailFuzz;
import dev.entail.testkit.history.FuzzOptions;
import dev.entail.testkit.history.Played;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sums, averages and truths over items, links, and what items belong to. */
abstract class AggregateContract extends RuntimeGroup {
    @Test
    @DisplayName("T-SUM-09 T-WSM-04 WSM-03 items count with the values of their links, and links change")
    final void linkValues() {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        RecordId tea = product(entail, "Tea", "10", 5);
        RecordId jam = product(entail, "Jam", "2.5", 1);
        shelve(entail, store, tea, 3, "A");
        RecordId shelf = shelve(entail, store, jam, 4, "B");
        assertThat(row(entail, store, "pieces", "worth", "worthA", "kinds")
                        .values()
                        .values())
                .containsExactly(7L, new BigDecimal("40"), new BigDecimal("30"), 2L);
        entail.update(Warehouse.SHELF, shelf, Draft.of("quantity", 10));
        assertThat(row(entail, store, "pieces", "worth", "worthA").values().values())
                .containsExactly(13L, new BigDecimal("55"), new BigDecimal("30"));
        entail.update(Warehouse.SHELF, shelf, Draft.of("zone", "A").set("quantity", 2));
        assertThat(row(entail, store, "worth", "worthA").values().values())
                .containsExactly(new BigDecimal("35"), new BigDecimal("35"));
        entail.update(Warehouse.PRODUCT, tea, Draft.of("price", new BigDecimal("1")));
        assertThat(row(entail, store, "worth", "worthA").values().values())
                .containsExactly(new BigDecimal("8"), new BigDecimal("8"));
        entail.unlink(Warehouse.SHELF, store, jam);
        assertThat(row(entail, store, "pieces", "worth", "worthA", "dear")
                        .values()
                        .values())
                .containsExactly(3L, new BigDecimal("3"), new BigDecimal("3"), 0L);
        assertThat(entail.global(decimal("allWorth"))).isEqualByComparingTo("3");
        assertThat(entail.query(Warehouse.PRODUCT).select("sold").list())
                .extracting(product -> product.integer("sold"))
                .containsExactly(-3L, 0L);
    }

    @Test
    @DisplayName("T-SUM-10 T-CUS-05 a value three relations away is followed, through changes of every link on the way")
    final void deep() {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        RecordId acme = maker(entail, "Acme", "3");
        RecordId bolt = maker(entail, "Bolt", "4");
        RecordId tea = product(entail, "Tea", "10", 5);
        RecordId jam = product(entail, "Jam", "20", 5);
        shelve(entail, store, tea, 1, "A");
        shelve(entail, store, jam, 1, "A");
        assertThat(label(entail, tea)).isEqualTo("Tea by null");
        entail.update(Warehouse.PRODUCT, tea, Draft.of("maker", acme));
        entail.update(Warehouse.PRODUCT, jam, Draft.of("maker", acme));
        assertThat(row(entail, store, "rebates", "makersTotal").values().values())
                .containsExactly(new BigDecimal("6"), new BigDecimal("60"));
        entail.update(
                Warehouse.MAKER, acme, Draft.of("rebate", new BigDecimal("5")).set("name", "Apex"));
        assertThat(label(entail, tea)).isEqualTo("Tea by Apex");
        entail.update(Warehouse.PRODUCT, jam, Draft.of("maker", bolt).set("price", new BigDecimal("1")));
        assertThat(row(entail, store, "rebates", "makersTotal").values().values())
                .containsExactly(new BigDecimal("9"), new BigDecimal("11"));
        entail.delete(Warehouse.MAKER, acme);
        assertThat(label(entail, tea)).isEqualTo("Tea by null");
        assertThat(row(entail, store, "rebates", "makersTotal").values().values())
                .containsExactly(new BigDecimal("4"), new BigDecimal("1"));
    }

    @Test
    @DisplayName(
            "T-AVG-01 T-AVG-02 T-AVG-05 T-AVG-06 an average counts what has no value as zero, unless it leaves it out")
    final void averages() {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        assertThat(row(entail, store, "meanScore", "meanPrice").values().values())
                .containsExactly(0.0, new BigDecimal("0"));
        RecordId tea = entail.create(Warehouse.PRODUCT, Draft.of("score", 100.0).set("price", new BigDecimal("10")));
        RecordId jam = entail.create(Warehouse.PRODUCT, Draft.of("score", 200.0));
        RecordId ham = entail.create(Warehouse.PRODUCT, Draft.of("price", new BigDecimal("1")));
        for (RecordId product : List.of(tea, jam, ham)) {
            shelve(entail, store, product, 1, "A");
        }
        assertThat(row(entail, store, "meanScore", "meanPrice").values().values())
                .containsExactly(100.0, new BigDecimal("5.5"));
        assertThat(entail.global(number("allMean"))).isEqualTo(100.0);
        entail.update(Warehouse.PRODUCT, ham, Draft.of("score", 300.0).set("price", null));
        assertThat(row(entail, store, "meanScore", "meanPrice").values().values())
                .containsExactly(200.0, new BigDecimal("10"));
        entail.delete(Warehouse.PRODUCT, jam);
        assertThat(row(entail, store, "meanScore").number("meanScore")).isEqualTo(200.0);
        assertThat(entail.global(number("allMean"))).isEqualTo(200.0);
        entail.unlink(Warehouse.SHELF, store, tea);
        entail.unlink(Warehouse.SHELF, store, ham);
        assertThat(row(entail, store, "meanScore", "meanPrice").values().values())
                .containsExactly(0.0, new BigDecimal("0"));
    }

    @Test
    @DisplayName(
            "T-EVY-01 T-EVY-02 T-EVY-03 T-EVY-07 T-ANY-01 truths of none, some and all items, of both kinds when empty")
    final void truths() {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        assertThat(truths(entail, store)).containsExactly(true, false, false);
        assertThat(entail.global(bool("everyChecked"))).isTrue();
        assertThat(entail.global(bool("anyChecked"))).isFalse();
        RecordId tea = product(entail, "Tea", "10", 5);
        RecordId jam = product(entail, "Jam", "10", 2);
        shelve(entail, store, tea, 5, "A");
        RecordId shelf = shelve(entail, store, jam, 3, "A");
        assertThat(truths(entail, store)).containsExactly(false, false, false);
        entail.update(Warehouse.PRODUCT, tea, Draft.of("checked", true));
        assertThat(truths(entail, store)).containsExactly(false, true, false);
        entail.update(Warehouse.PRODUCT, jam, Draft.of("checked", true));
        entail.update(Warehouse.SHELF, shelf, Draft.of("quantity", 2));
        assertThat(truths(entail, store)).containsExactly(true, true, true);
        assertThat(entail.global(bool("everyChecked"))).isTrue();
        assertThat(entail.global(bool("anyChecked"))).isTrue();
        entail.update(Warehouse.PRODUCT, jam, Draft.of("checked", null));
        assertThat(truths(entail, store)).containsExactly(false, true, true);
        entail.delete(Warehouse.PRODUCT, jam);
        assertThat(truths(entail, store)).containsExactly(true, true, true);
        entail.delete(Warehouse.PRODUCT, tea);
        assertThat(truths(entail, store)).containsExactly(true, false, false);
    }

    @Test
    @DisplayName("T-SUM-12 AGG-13 a record that leaves a view and comes back counts once")
    final void views() {
        Entail entail = open(Warehouse.model());
        RecordId tea = entail.create(
                Warehouse.PRODUCT, Draft.of("checked", true).set("stock", 2).set("price", new BigDecimal("100")));
        assertThat(checked(entail)).containsExactly(1L, new BigDecimal("200"));
        entail.update(Warehouse.PRODUCT, tea, Draft.of("checked", false).set("stock", 3));
        assertThat(checked(entail)).containsExactly(0L, new BigDecimal("0"));
        entail.update(Warehouse.PRODUCT, tea, Draft.of("stock", 4));
        entail.update(Warehouse.PRODUCT, tea, Draft.of("checked", true));
        assertThat(checked(entail)).containsExactly(1L, new BigDecimal("400"));
        entail.update(Warehouse.PRODUCT, tea, Draft.of("stock", 5));
        assertThat(checked(entail)).containsExactly(1L, new BigDecimal("500"));
        entail.delete(Warehouse.PRODUCT, tea);
        assertThat(checked(entail)).containsExactly(0L, new BigDecimal("0"));
    }

    @Test
    @DisplayName("T-SYM-01 WK-24 both ends of a link without direction count its values, a link to oneself once")
    final void symmetric() {
        Entail entail = open(Warehouse.model());
        RecordId tea = product(entail, "Tea", "1", 10);
        RecordId jam = product(entail, "Jam", "1", 20);
        RecordId link = entail.link(Warehouse.TWIN, Link.between(tea, jam).with("weight", 2));
        entail.link(Warehouse.TWIN, Link.between(tea, tea).with("weight", 5));
        assertThat(row(entail, tea, "twinWeight", "twinStock").values().values())
                .containsExactly(7L, new BigDecimal("90"));
        assertThat(row(entail, jam, "twinWeight", "twinStock").values().values())
                .containsExactly(2L, new BigDecimal("20"));
        entail.update(Warehouse.TWIN, link, Draft.of("weight", 9));
        entail.update(Warehouse.PRODUCT, jam, Draft.of("stock", 1));
        assertThat(row(entail, tea, "twinWeight", "twinStock").values().values())
                .containsExactly(14L, new BigDecimal("59"));
        assertThat(row(entail, jam, "twinWeight", "twinStock").values().values())
                .containsExactly(9L, new BigDecimal("90"));
        entail.unlink(Warehouse.TWIN, jam, tea);
        assertThat(row(entail, tea, "twinWeight", "twinStock").values().values())
                .containsExactly(5L, new BigDecimal("50"));
        assertThat(row(entail, jam, "twinWeight", "twinStock").values().values())
                .containsExactly(0L, new BigDecimal("0"));
    }

    @Test
    @DisplayName("WK-17 RSP-04 effects tell of the values that users declared, not of what these are made of")
    final void hidden() {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        RecordId tea = product(entail, "Tea", "10", 5);
        assertThat(entail.effects(writes ->
                        writes.link(Warehouse.SHELF, Link.between(store, tea).with("quantity", 1))))
                .allSatisfy(effect -> {
                    if (effect.mutation() instanceof MutationEvent.Updated updated) {
                        assertThat(updated.changes().keySet())
                                .noneMatch(name -> name.contains("$") || name.contains("~"));
                    }
                });
        assertThat(entail.query(Warehouse.STORE)
                        .select("*")
                        .list()
                        .get(0)
                        .values()
                        .keySet())
                .noneMatch(name -> name.contains("$") || name.contains("~"));
    }

    @Test
    @DisplayName("T-ORA-06 INC-03 what a change costs does not depend on how many items there are")
    final void cost() {
        assertThat(costs(2)).isEqualTo(costs(40));
    }

    /** Round trips of a new link, a change of an item, of a link, and of what the item belongs to. */
    private List<Integer> costs(int products) {
        Entail entail = open(Warehouse.model());
        RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
        RecordId shelf = RecordId.of(1);
        RecordId last = RecordId.of(1);
        RecordId acme = maker(entail, "Acme", "3");
        for (int i = 0; i < products; i++) {
            last = product(entail, "p" + i, "2", i);
            shelf = shelve(entail, store, last, 1, "A");
        }
        entail.update(Warehouse.PRODUCT, last, Draft.of("maker", acme));
        RecordId more = product(entail, "more", "20", 7);
        RecordId item = last;
        RecordId link = shelf;
        return List.of(
                roundTrips(entail, () -> shelve(entail, store, more, 2, "B")),
                roundTrips(entail, () -> entail.update(Warehouse.PRODUCT, item, Draft.of("price", BigDecimal.TEN))),
                roundTrips(entail, () -> entail.update(Warehouse.SHELF, link, Draft.of("quantity", 9))),
                roundTrips(entail, () -> entail.update(Warehouse.MAKER, acme, Draft.of("rebate", BigDecimal.ONE))));
    }

    private int roundTrips(Entail entail, Runnable work) {
        return log(entail).record(work::run).roundTrips();
    }

    @Test
    @DisplayName("AGG-11 T-ORA-01 random histories agree with an independent recomputation")
    final void histories() {
        Model model = Warehouse.model();
        Played played = EntailFuzz.check(
                model,
                builder -> builder.open(test().fresh().open()),
                FuzzOptions.standard().histories(12).transactions(12).withoutQuestions());
        assertThat(played.accepted()).isGreaterThan(60);
    }

    private List<Object> checked(Entail entail) {
        return List.of(entail.global(integer("checkedCount")), entail.global(decimal("checkedStock")));
    }

    private static List<Object> truths(Entail entail, RecordId store) {
        return List.copyOf(row(entail, store, "allChecked", "someChecked", "allPlenty")
                .values()
                .values());
    }

    private static String label(Entail entail, RecordId product) {
        return row(entail, product, "label").text("label");
    }

    private static Row row(Entail entail, RecordId id, String... names) {
        RecordDefinition record =
                names[0].startsWith("twin") || names[0].equals("label") ? Warehouse.PRODUCT : Warehouse.STORE;
        return entail.query(record)
                .where(dev.entail.core.match.Match.eq("id", id))
                .select(names)
                .first()
                .orElseThrow();
    }

    private static RecordId maker(Entail entail, String name, String rebate) {
        return entail.create(Warehouse.MAKER, Draft.of("name", name).set("rebate", new BigDecimal(rebate)));
    }

    private static RecordId product(Entail entail, String name, String price, long stock) {
        return entail.create(
                Warehouse.PRODUCT,
                Draft.of("name", name).set("price", new BigDecimal(price)).set("stock", stock));
    }

    private static RecordId shelve(Entail entail, RecordId store, RecordId product, long quantity, String zone) {
        Relation shelf = Warehouse.SHELF;
        return entail.link(shelf, new Link(store, product, Draft.of(Map.of("quantity", quantity, "zone", zone))));
    }
}
