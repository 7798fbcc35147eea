package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of what is true of all, or of some (section 11.6 of the runtime specification). */
abstract class TruthScenarios extends ScenarioGroup {
    private static final Entity FIRM = entity("Firm", text("name"));
    private static final Entity PERSON = entity("Person", text("unit"), integer("age"), bool("fit"));
    private static final Property<Long> AGE_LIMIT = integer("ageLimit");

    private static long number(Row row, String name) {
        return row.get(name) instanceof Long number ? number : 0;
    }

    private static boolean truth(Row row, String name) {
        return Boolean.TRUE.equals(row.get(name));
    }

    @Test
    @DisplayName("T-EVY-04 what is true of values of the links and of the records they lead to")
    final void links() {
        Relation tests = manyToMany(FIRM, "staff", PERSON, "firms")
                .with(bool("passed"), integer("score"))
                .named("Test");
        play(facts(FIRM, PERSON, tests)
                .derive(FIRM, bool("allPassed"), Every.of("staff", "&.passed"))
                .derive(
                        FIRM,
                        bool("allHigh"),
                        Every.of("staff", List.of("&.score"), row -> number(row, "&.score") >= 80))
                .derive(
                        FIRM,
                        bool("engineers"),
                        Every.of("staff", List.of("unit", "&.passed", "&.score"), TruthScenarios::isFineEngineer)));
        RecordId firm = add(FIRM);
        RecordId alice = link(tests, firm, add(PERSON, "unit", "Engineering"), "passed", false, "score", 75);
        RecordId bob = link(tests, firm, add(PERSON, "unit", "Sales"), "passed", false, "score", 60);
        RecordId charlie = link(tests, firm, add(PERSON, "unit", "Marketing"), "passed", true, "score", 85);
        expect(FIRM, firm, "allPassed allHigh engineers", "F F F");
        set(tests, alice, "passed", true, "score", 90);
        expect(FIRM, firm, "allPassed allHigh engineers", "F F T");
        set(tests, bob, "passed", true, "score", 88);
        expect(FIRM, firm, "allPassed allHigh engineers", "T T T");
        set(tests, charlie, "score", 70);
        expect(FIRM, firm, "allPassed allHigh engineers", "T F T");
        set(tests, alice, "score", 82);
        expect(FIRM, firm, "allPassed allHigh engineers", "T F F");
    }

    private static boolean isFineEngineer(Row staff) {
        return !"Engineering".equals(staff.get("unit")) || truth(staff, "&.passed") && number(staff, "&.score") >= 85;
    }

    @Test
    @DisplayName("T-EVY-05 five truths over views of one relation, of which a change concerns one")
    final void quality() {
        Entity batch = entity("Batch", bool("good"));
        Relation made = manyToMany(FIRM, "batches", batch, "firms")
                .with(text("shift"), text("check"), integer("score"))
                .named("Made");
        RelationView morning = RelationView.of("Morning", made, "morning", "morningOf", Match.eq("shift", "morning"));
        RelationView full = RelationView.of("Full", made, "full", "fullOf", Match.eq("check", "full"));
        RelationView high = RelationView.of("High", made, "high", "highOf", Match.ge("score", 90));
        RelationView both = RelationView.of("Both", morning, "both", "bothOf", Match.eq("check", "full"));
        play(facts(FIRM, batch, made, morning, full, high, both)
                .derive(FIRM, bool("a"), Every.of("batches", "good"))
                .derive(FIRM, bool("b"), Every.of("morning", "good"))
                .derive(FIRM, bool("c"), Every.of("full", "good"))
                .derive(FIRM, bool("d"), Every.of("high", "good"))
                .derive(FIRM, bool("e"), Every.of("both", "good")));
        RecordId firm = add(FIRM);
        link(made, firm, add(batch, "good", true), "shift", "morning", "check", "full", "score", 95);
        link(made, firm, add(batch, "good", true), "shift", "morning", "check", "quick", "score", 80);
        link(made, firm, add(batch, "good", true), "shift", "night", "check", "full", "score", 92);
        RecordId fourth = add(batch, "good", false);
        RecordId link = link(made, firm, fourth, "shift", "night", "check", "quick", "score", 60);
        expect(FIRM, firm, "a b c d e", "F T T T T");
        set(batch, fourth, "good", true);
        expect(FIRM, firm, "a b c d e", "T T T T T");
        set(batch, fourth, "good", false);
        set(made, link, "shift", "morning", "check", "full");
        expect(FIRM, firm, "a b c d e", "F F F T F");
    }

    @Test
    @DisplayName("T-EVY-05b whether every request has exactly two items, which are counted")
    final void nested() {
        Entity request = entity("Request", text("name"));
        Relation items = manyToOne(PERSON, "request", request, "items");
        play(facts(request, PERSON, items)
                .derive(request, integer("size"), Count.of("items"))
                .derive(bool("paired"), Every.of(request, List.of("size"), row -> row.integer("size") == 2)));
        expect("paired", "T");
        RecordId first = add(request);
        expect("paired", "F");
        add(PERSON, "request", first);
        add(PERSON, "request", first);
        expect("paired", "T");
        RecordId third = add(PERSON, "request", first);
        expect("paired", "F");
        delete(PERSON, third);
        expect("paired", "T");
        RecordId second = add(request, "items", List.of(draft("age", 1), draft("age", 2)));
        expect("paired", "T");
        set(request, second, "items", List.of());
        expect("paired", "F");
    }

    @Test
    @DisplayName("T-EVY-08 all players and all starters, when players become fit and links become what counts")
    final void starters() {
        Relation squad = manyToMany(FIRM, "players", PERSON, "teams")
                .with(bool("starter"), bool("active"))
                .named("Squad");
        RelationView starters = RelationView.of(
                "Starters",
                squad,
                "starters",
                "startsFor",
                Match.and(Match.eq("starter", true), Match.eq("active", true)));
        play(facts(FIRM, PERSON, squad, starters)
                .derive(FIRM, bool("allFit"), Every.of("players", "fit").notEmpty())
                .derive(FIRM, bool("startersFit"), Every.of("starters", "fit").notEmpty()));
        RecordId team = add(FIRM);
        expect(FIRM, team, "allFit startersFit", "F F");
        link(squad, team, add(PERSON, "fit", true), "starter", true, "active", true);
        RecordId leaving = link(squad, team, add(PERSON, "fit", true), "starter", true, "active", true);
        RecordId unfit = add(PERSON, "fit", false);
        RecordId bench = link(squad, team, unfit, "starter", false, "active", false);
        expect(FIRM, team, "allFit startersFit", "F T");
        set(squad, bench, "starter", true, "active", true);
        expect(FIRM, team, "allFit startersFit", "F F");
        set(PERSON, unfit, "fit", true);
        expect(FIRM, team, "allFit startersFit", "T T");
        set(squad, leaving, "starter", false);
        expect(FIRM, team, "allFit startersFit", "T T");
    }

    @Test
    @DisplayName("T-EVY-09 what is true of all of one record at most is refused, with the way to say it")
    final void single() {
        for (Relation one : List.of(manyToOne(FIRM, "boss", PERSON, "firms"), oneToOne(FIRM, "boss", PERSON, "firm"))) {
            assertThat(problems(facts(FIRM, PERSON, one)
                            .derive(FIRM, bool("every"), Every.of("boss", "fit"))
                            .derive(FIRM, bool("any"), Any.of("boss", "fit"))))
                    .containsExactly("SETUP_COMPUTATION_CONTEXT", "SETUP_COMPUTATION_CONTEXT");
        }
    }

    @Test
    @DisplayName("T-ANY-02 whether there is such a link, in such a role")
    final void someLinks() {
        Relation works = manyToMany(FIRM, "staff", PERSON, "firms")
                .with(text("role"), integer("rating"), bool("active"))
                .named("Works");
        play(facts(FIRM, PERSON, works)
                .derive(FIRM, bool("high"), Any.of("staff", List.of("&.rating"), row -> number(row, "&.rating") >= 8))
                .derive(FIRM, bool("inactive"), Any.of("staff", List.of("&.active"), row -> !truth(row, "&.active")))
                .derive(
                        FIRM,
                        bool("manager"),
                        Any.of(
                                "staff",
                                List.of("&.role", "&.rating"),
                                row -> "manager".equals(row.get("&.role")) && number(row, "&.rating") >= 9)));
        RecordId firm = add(FIRM);
        expect(FIRM, firm, "high inactive manager", "F F F");
        RecordId alice = link(works, firm, add(PERSON), "role", "dev", "rating", 7, "active", true);
        RecordId bob = link(works, firm, add(PERSON), "role", "manager", "rating", 6, "active", true);
        RecordId charlie = link(works, firm, add(PERSON), "role", "dev", "rating", 8, "active", true);
        expect(FIRM, firm, "high inactive manager", "T F F");
        set(works, bob, "rating", 9);
        expect(FIRM, firm, "high inactive manager", "T F T");
        set(works, alice, "active", false);
        expect(FIRM, firm, "high inactive manager", "T T T");
        set(works, bob, "rating", 5);
        set(works, charlie, "rating", 6);
        expect(FIRM, firm, "high inactive manager", "F T F");
        set(works, alice, "active", true, "rating", 9);
        expect(FIRM, firm, "high inactive manager", "T F F");
    }

    @Test
    @DisplayName(
            "T-ANY-03 T-EVY-06 an age limit that is a global value, for all and for some, of the model and of a firm")
    final void ageLimit() {
        Relation works = manyToOne(PERSON, "firm", FIRM, "staff");
        List<String> inputs = List.of("age", "@ageLimit");
        play(facts(FIRM, PERSON, works)
                .globals(AGE_LIMIT)
                .derive(bool("every"), Every.of(PERSON, inputs, TruthScenarios::isOldEnough))
                .derive(bool("any"), Any.of(PERSON, inputs, TruthScenarios::isOldEnough))
                .derive(FIRM, bool("any"), Any.of("staff", inputs, TruthScenarios::isOldEnough)));
        RecordId firm = add(FIRM);
        limit(19);
        RecordId young = add(PERSON, "age", 18, "firm", firm);
        RecordId old = add(PERSON, "age", 20, "firm", firm);
        expectAges(firm, "F T");
        limit(21);
        expectAges(firm, "F F");
        limit(19);
        expectAges(firm, "F T");
        set(PERSON, young, "age", 20);
        expectAges(firm, "T T");
        limit(21);
        expectAges(firm, "F F");
        limit(19);
        set(PERSON, young, "age", 18);
        expectAges(firm, "F T");
        delete(PERSON, young);
        expectAges(firm, "T T");
        delete(PERSON, old);
        expectAges(firm, "T F");
    }

    private void limit(long age) {
        entail().setGlobal(AGE_LIMIT, age);
    }

    private void expectAges(RecordId firm, String everyAndAny) {
        expect("every any", everyAndAny);
        expect(FIRM, firm, "any", everyAndAny.substring(2));
    }

    private static boolean isOldEnough(Row person) {
        return number(person, "age") >= number(person, "@ageLimit");
    }

    @Test
    @DisplayName("T-ANY-04 whether some task is urgent, of those that are assigned or watched")
    final void union() {
        Entity task = entity("Task", bool("urgent"));
        Relation assigned = manyToMany(PERSON, "assigned", task, "assignees").named("Assigned");
        Relation watched = manyToMany(PERSON, "watched", task, "watchers").named("Watched");
        RelationUnion tasks = RelationUnion.of("Concerns", "tasks", "people", assigned, watched);
        play(facts(PERSON, task, assigned, watched, tasks)
                .derive(PERSON, bool("busy"), Any.of("tasks", "urgent"))
                .derive(PERSON, bool("allUrgent"), Every.of("tasks", "urgent")));
        RecordId ann = add(PERSON);
        expect(PERSON, ann, "busy allUrgent", "F T");
        RecordId urgent = add(task, "urgent", true);
        link(assigned, ann, urgent);
        expect(PERSON, ann, "busy allUrgent", "T T");
        link(watched, ann, urgent);
        link(watched, ann, add(task, "urgent", false));
        link(assigned, ann, add(task));
        expect(PERSON, ann, "busy allUrgent", "T F");
        set(task, urgent, "urgent", false);
        expect(PERSON, ann, "busy allUrgent", "F F");
        set(task, urgent, "urgent", true);
        unlink(assigned, ann, urgent);
        expect(PERSON, ann, "busy allUrgent", "T F");
        unlink(watched, ann, urgent);
        expect(PERSON, ann, "busy allUrgent", "F F");
    }
}
