package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of custom computations, global values and of opening models, number by number. */
abstract class ComputedScenarios extends RuntimeGroup {
    private static final Entity TEAM = entity("Team", text("name"), integer("budget"));
    private static final Entity CITY = entity("City", integer("rent"));
    private static final Entity PERSON = entity("Person", text("kind"), integer("salary"), integer("bonus"));
    private static final Relation MEMBER = manyToOne(PERSON, "team", TEAM, "members");
    private static final Relation HOME = manyToOne(PERSON, "city", CITY, "people");

    private static ModelBuilder facts() {
        return Model.model("People").facts(TEAM, CITY, PERSON, MEMBER, HOME);
    }

    private static @Nullable Object value(Entail entail, Entity entity, RecordId id, String name) {
        return entail.query(entity).select(name).byId(id).orElseThrow().get(name);
    }

    @Test
    @DisplayName("T-CUS-09 a change of two values that a function reads runs it once, changes on different paths run it"
            + " for each transaction, and together once")
    final void once() {
        AtomicInteger runs = new AtomicInteger();
        Entail entail = open(facts().derive(
                        PERSON,
                        text("profile"),
                        Custom.reading("salary", "bonus", "team.budget", "city.rent")
                                .computing(row -> {
                                    runs.incrementAndGet();
                                    return row.get("salary") + "+" + row.get("bonus") + " "
                                            + rest(row.rowOrNull("team"), "budget") + " "
                                            + rest(row.rowOrNull("city"), "rent");
                                }))
                .build());
        RecordId team = entail.create(TEAM, Draft.of("budget", 1));
        RecordId city = entail.create(CITY, Draft.of("rent", 2));
        RecordId ann = entail.create(PERSON, Draft.of("team", team).set("city", city));
        runs.set(0);
        entail.update(PERSON, ann, Draft.of("salary", 5).set("bonus", 6));
        assertThat(runs).as("two values of one update").hasValue(1);
        entail.update(TEAM, team, Draft.of("budget", 3));
        entail.update(CITY, city, Draft.of("rent", 4));
        assertThat(runs).as("two paths, two transactions").hasValue(3);
        entail.inTransaction(writes -> {
            writes.requireSerializable();
            writes.update(TEAM, team, Draft.of("budget", 7));
            return writes.update(CITY, city, Draft.of("rent", 8));
        });
        assertThat(runs).as("two paths, one transaction").hasValue(4);
        assertThat(value(entail, PERSON, ann, "profile")).isEqualTo("5+6 7 8");
    }

    private static @Nullable Object rest(@Nullable Row row, String name) {
        return row == null ? null : row.get(name);
    }

    @Test
    @DisplayName("T-CUS-13 conditions have three truth values: null is found by null only, is not different from"
            + " anything, and derived values and paths are conditions like others")
    final void threeValues() {
        Entail entail = open(facts().derive(
                        PERSON,
                        integer("pay"),
                        Computed.from(
                                List.of("salary", "bonus"),
                                row -> row.get("salary") instanceof Long salary
                                                && row.get("bonus") instanceof Long bonus
                                        ? salary + bonus
                                        : null))
                .derive(integer("kindless"), counting(Match.isNull("kind")))
                .derive(integer("notX"), counting(Match.ne("kind", "x")))
                .derive(integer("notNotX"), counting(Match.not(Match.eq("kind", "x"))))
                .derive(integer("rich"), counting(Match.ge("pay", 100L)))
                .derive(integer("inRed"), counting(Match.eq("team.name", "red")))
                .build());
        List<String> all = List.of("kindless", "notX", "notNotX", "rich", "inRed");
        entail.create(PERSON, Draft.empty());
        assertThat(globals(entail, all)).containsExactly(1L, 0L, 0L, 0L, 0L);
        entail.create(PERSON, Draft.of("kind", "x"));
        assertThat(globals(entail, all)).containsExactly(1L, 0L, 0L, 0L, 0L);
        RecordId person =
                entail.create(PERSON, Draft.of("kind", "y").set("salary", 60).set("bonus", 40));
        assertThat(globals(entail, all)).containsExactly(1L, 1L, 1L, 1L, 0L);
        RecordId team = entail.create(TEAM, Draft.of("name", "blue").set("members", List.of(person)));
        assertThat(globals(entail, all)).containsExactly(1L, 1L, 1L, 1L, 0L);
        entail.update(TEAM, team, Draft.of("name", "red"));
        assertThat(globals(entail, all)).containsExactly(1L, 1L, 1L, 1L, 1L);
        entail.update(PERSON, person, Draft.of("bonus", null).set("kind", null));
        assertThat(globals(entail, all)).containsExactly(2L, 0L, 0L, 0L, 1L);
        entail.delete(TEAM, team);
        assertThat(globals(entail, all)).containsExactly(2L, 0L, 0L, 0L, 0L);
    }

    private static Custom counting(Match match) {
        return Custom.reading("all", Query.of("Person").select("id").where(match))
                .computing(row -> (long) row.rows("all").size());
    }

    private static List<@Nullable Object> globals(Entail entail, List<String> names) {
        List<@Nullable Object> values = new ArrayList<>();
        names.forEach(name -> values.add(entail.global(integer(name))));
        return values;
    }

    private static Model counted() {
        return facts().derive(integer("people"), Count.of(PERSON))
                .derive(TEAM, integer("paid"), Summation.of("members", "salary"))
                .derive(
                        integer("paidTwice"),
                        Custom.reading("all", Query.of("Person").select("salary"))
                                .computing(row -> row.rows("all").stream()
                                        .mapToLong(each -> each.get("salary") instanceof Long salary ? 2 * salary : 0)
                                        .sum()))
                .build();
    }

    @Test
    @DisplayName("T-CUS-15 a model that cannot be opened leaves the open one at work, what is closed does nothing any"
            + " more, and what is opened twice counts once")
    final void openAndClose() {
        TestDatabase database = test().fresh();
        Entail first = open(counted(), database);
        first.create(PERSON, Draft.of("salary", 1));
        Entity changed = entity("Person", integer("kind"));
        assertThat(failureOf(() -> open(Model.model("People").facts(changed).build(), database))
                        .code())
                .isEqualTo("SCHEMA_MISMATCH");
        first.create(PERSON, Draft.of("salary", 1));
        assertThat(first.global(integer("people"))).isEqualTo(2);
        Entail second = open(counted(), database);
        first.create(PERSON, Draft.of("salary", 1));
        assertThat(second.global(integer("people"))).isEqualTo(3);
        assertThat(second.global(integer("paidTwice"))).isEqualTo(6);
        close(first);
        assertThat(failureOf(() -> first.create(PERSON, Draft.of("salary", 1)))).isNotNull();
        second.create(PERSON, Draft.of("salary", 1));
        assertThat(second.global(integer("people"))).isEqualTo(4);
    }

    @Test
    @DisplayName("T-CUS-16 a model that is opened again has data and values, and goes on with them")
    final void again() {
        TestDatabase database = test().fresh();
        Entail first = open(counted(), database);
        RecordId team = first.create(TEAM, Draft.of("name", "red"));
        first.create(PERSON, Draft.of("salary", 5).set("team", team));
        close(first);
        Entail second = open(counted(), database);
        assertThat(second.global(integer("people"))).isEqualTo(1);
        assertThat(second.global(integer("paidTwice"))).isEqualTo(10);
        assertThat(value(second, TEAM, team, "paid")).isEqualTo(5L);
        second.create(PERSON, Draft.of("salary", 7).set("team", team));
        assertThat(second.global(integer("people"))).isEqualTo(2);
        assertThat(second.global(integer("paidTwice"))).isEqualTo(24);
        assertThat(value(second, TEAM, team, "paid")).isEqualTo(12L);
    }

    @Test
    @DisplayName(
            "T-CUS-19 a default is there before anything is set, is taken once and copied, and gives way to a null")
    final void defaults() {
        Map<String, Object> mutable = new HashMap<>(Map.of("k", new ArrayList<>(List.of(1L))));
        Property<Long> seven = integer("seven").defaultTo(7L);
        Property<Object> settings = json("settings").defaultTo(mutable);
        mutable.put("late", 1L);
        Model model = facts().globals(seven, settings).build();
        TestDatabase database = test().fresh();
        Entail entail = open(model, database);
        assertThat(entail.global(seven)).isEqualTo(7);
        assertThat(entail.global(settings)).isEqualTo(Map.of("k", List.of(1L)));
        entail.setGlobal(seven, null);
        assertThat(entail.global(seven)).isNull();
        close(entail);
        assertThat(open(model, database).global(seven)).isNull();
    }

    @Test
    @DisplayName("T-CUS-20 of 20 concurrent first values of a setting one is there, and the next writer sees it")
    final void firstValues() throws Exception {
        Property<Long> setting = integer("setting");
        Entail entail = open(facts().globals(setting).build());
        List<Future<Boolean>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int i = 1; i <= 20; i++) {
                long value = i;
                writes.add(threads.submit(() -> entail.setGlobal(setting, value)));
            }
        }
        for (Future<Boolean> each : writes) {
            assertThat(each.get()).isTrue();
        }
        assertThat(entail.global(setting)).isBetween(1L, 20L);
        assertThat(entail.setGlobal(setting, 21L)).isTrue();
        assertThat(entail.global(setting)).isEqualTo(21);
    }

    @Test
    @DisplayName("T-STM-21 a version that is a global value: publishing copies the living rows, and a rollback brings"
            + " those of an older version back as a new one (differs: a hook copies, as transforms read nothing)")
    final void versions() {
        Property<Object> version = json("version");
        Entity page = entity("Page", text("text"), integer("of"), bool("gone").defaultTo(false));
        Interaction change = Interaction.interaction("Change")
                .anonymous()
                .payload(
                        PayloadField.text("type").required(),
                        PayloadField.integer("from").required())
                .afterDispatch(hook -> {
                    Query living = Query.of("Page")
                            .select("text")
                            .where(Match.and(
                                    Match.eq("of", hook.call().payload().get("from")), Match.eq("gone", false)));
                    for (Row row : hook.records().list(living)) {
                        Draft copy = Draft.of("text", row.text("text"));
                        hook.records()
                                .create(
                                        page,
                                        copy.set("of", number(hook.records().global(version))));
                    }
                    return null;
                });
        Entail entail = open(Model.model("Versions")
                .facts(page)
                .events(change)
                .derive(
                        version,
                        StateMachine.of("versioned")
                                .starting(row -> Map.of("no", 0L))
                                .with(Transfer.from("versioned")
                                        .to("versioned")
                                        .on(change)
                                        .setting((before, event) ->
                                                Map.of("no", number(before) + 1, "type", event.text("type")))))
                .build());
        assertThat(entail.global(version)).isEqualTo(Map.of("no", 0L));
        entail.create(page, Draft.of("text", "kept").set("of", 0));
        entail.create(page, Draft.of("text", "lost").set("of", 0).set("gone", true));
        entail.dispatch(change, call -> call.payload("type", "publish").payload("from", 0))
                .orThrow();
        assertThat(entail.global(version)).isEqualTo(Map.of("no", 1L, "type", "publish"));
        assertThat(pages(entail, page, 1)).containsExactly("kept");
        entail.create(page, Draft.of("text", "more").set("of", 1));
        entail.dispatch(change, call -> call.payload("type", "rollback").payload("from", 0))
                .orThrow();
        assertThat(entail.global(version)).isEqualTo(Map.of("no", 2L, "type", "rollback"));
        assertThat(pages(entail, page, 2)).containsExactly("kept");
    }

    private static long number(@Nullable Object version) {
        return (Long) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(version)).get("no"));
    }

    private static List<String> pages(Entail entail, Entity page, long of) {
        return entail.query(page).select("text").where(Match.eq("of", of)).list().stream()
                .map(row -> row.text("text"))
                .toList();
    }
}
