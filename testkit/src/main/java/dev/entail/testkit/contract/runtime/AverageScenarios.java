package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.oneToMany;

import dev.entail.core.computation.Average;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of averages (section 11.5 of the runtime specification). */
abstract class AverageScenarios extends ScenarioGroup {
    private static final Entity PERSON = entity("Person", text("name"), text("role"), integer("score"), number("pay"));
    private static final Entity COURSE = entity("Course", text("name"), integer("amount"));

    @Test
    @DisplayName("T-AVG-01 T-AVG-02 T-AVG-05 T-AVG-06 averages of the whole model; what has no value counts as zero")
    final void global() {
        play(facts(PERSON, COURSE)
                .derive(number("mean"), Average.of(PERSON, "score"))
                .derive(decimal("exact"), Average.of(PERSON, "score"))
                .derive(decimal("given"), Average.of(PERSON, "score").ignoringNulls())
                .derive(number("odd"), Average.of(COURSE, List.of("amount"), AverageScenarios::oddNumber)));
        expect("mean exact given odd", "0 0 0 0");
        RecordId first = add(PERSON, "score", 85);
        RecordId second = add(PERSON, "score", 90);
        RecordId third = add(PERSON, "score", 95);
        expect("mean exact given", "90 90 90");
        set(PERSON, second, "score", 80);
        expect("mean exact given", "86.67 86.67 86.67");
        delete(PERSON, second);
        expect("mean exact given", "90 90 90");
        RecordId empty = add(PERSON, "score", null);
        set(PERSON, first, "score", 100);
        set(PERSON, third, "score", 200);
        expect("mean exact given", "100 100 150");
        set(PERSON, empty, "score", 300);
        expect("mean exact given", "200 200 200");
        set(PERSON, third, "score", null);
        expect("mean exact given", "133.33 133.33 200");
        set(PERSON, first, "score", 150);
        expect("mean exact given", "150 150 225");
        for (int amount : new int[] {10, 20, 1, 2, 3, 4, 5}) {
            add(COURSE, "amount", amount);
        }
        expect("odd", "4.29");
    }

    /** Seven numbers, five of which are none. */
    private static @Nullable Double oddNumber(Row course) {
        long amount = course.get("amount") instanceof Long given ? given : 5;
        return switch ((int) amount) {
            case 1 -> Double.NaN;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> Double.NEGATIVE_INFINITY;
            case 4, 5 -> null;
            default -> (double) amount;
        };
    }

    @Test
    @DisplayName("T-AVG-03 the average of the members of a view")
    final void view() {
        View engineer = View.of("Engineer", PERSON, Match.eq("role", "engineer"));
        play(facts(PERSON, engineer).derive(number("pay"), Average.of(engineer, "pay")));
        add(PERSON, "role", "engineer", "pay", 80_000);
        RecordId other = add(PERSON, "role", "clerk", "pay", 60_000);
        add(PERSON, "role", "engineer", "pay", 90_000);
        add(PERSON, "role", "engineer", "pay", 100_000);
        expect("pay", "90000");
        set(PERSON, other, "role", "engineer");
        expect("pay", "82500");
        set(PERSON, other, "role", "clerk", "pay", 1);
        expect("pay", "90000");
    }

    @Test
    @DisplayName("T-AVG-04 T-AVG-06 T-AVG-07 averages of related records, with a missing value, links that come and go")
    final void related() {
        Relation taught = oneToMany(COURSE, "students", PERSON, "course");
        play(facts(COURSE, PERSON, taught).derive(COURSE, number("mean"), Average.of("students", "score")));
        RecordId alice = add(COURSE, "students", students(85, 90, 95));
        RecordId bob = add(COURSE, "students", students(70, null, 80));
        expect(COURSE, alice, "mean", "90");
        expect(COURSE, bob, "mean", "50");
        RecordId teacher = add(COURSE);
        expect(COURSE, teacher, "mean", "0");
        RecordId first = add(PERSON, "score", 80, "course", teacher);
        expect(COURSE, teacher, "mean", "80");
        RecordId second = add(PERSON, "score", 60, "course", teacher);
        expect(COURSE, teacher, "mean", "70");
        set(PERSON, first, "score", 100);
        expect(COURSE, teacher, "mean", "80");
        set(PERSON, second, "course", null);
        expect(COURSE, teacher, "mean", "100");
        set(PERSON, first, "score", 10);
        expect(COURSE, teacher, "mean", "10");
        RecordId third = add(PERSON, "score", 20, "course", teacher);
        expect(COURSE, teacher, "mean", "15");
        set(PERSON, first, "score", 30);
        expect(COURSE, teacher, "mean", "25");
        delete(PERSON, third);
        expect(COURSE, teacher, "mean", "30");
    }

    private static List<Object> students(@Nullable Integer... scores) {
        List<Object> students = new ArrayList<>();
        for (@Nullable Integer score : scores) {
            students.add(draft("score", score));
        }
        return students;
    }

    @Test
    @DisplayName("T-AVG-08 the average over a relation and over a view of it, by values of the links")
    final void viewOfLinks() {
        Relation sales = manyToMany(PERSON, "sales", COURSE, "sellers")
                .with(text("channel"), bool("refunded"))
                .named("Sale");
        RelationView good = RelationView.of(
                "Good", sales, "good", "goodOf", Match.and(Match.eq("channel", "online"), Match.eq("refunded", false)));
        play(facts(PERSON, COURSE, sales, good)
                .derive(PERSON, number("all"), Average.of("sales", "amount"))
                .derive(PERSON, number("online"), Average.of("good", "amount")));
        RecordId ann = add(PERSON);
        RecordId thousand = add(COURSE, "amount", 1000);
        link(sales, ann, thousand, "channel", "online", "refunded", false);
        RecordId fifty = link(sales, ann, add(COURSE, "amount", 50), "channel", "shop", "refunded", false);
        link(sales, ann, add(COURSE, "amount", 150), "channel", "online", "refunded", false);
        RecordId fourHundred = link(sales, ann, add(COURSE, "amount", 400), "channel", "online", "refunded", false);
        expect(PERSON, ann, "all online", "400 516.67");
        set(sales, fourHundred, "refunded", true);
        expect(PERSON, ann, "all online", "400 575");
        set(sales, fifty, "channel", "online");
        expect(PERSON, ann, "all online", "400 400");
        set(COURSE, thousand, "amount", 1200);
        expect(PERSON, ann, "all online", "450 466.67");
        unlink(sales, ann, thousand);
        expect(PERSON, ann, "all online", "200 100");
    }

    @Test
    @DisplayName("T-AVG-09 averages of a value of the links, over views of them")
    final void linkValues() {
        Relation grades = manyToMany(PERSON, "courses", COURSE, "students")
                .with(number("grade"), text("term"), text("state"))
                .named("Grade");
        RelationView completed = RelationView.of("Completed", grades, "done", "doneBy", Match.eq("state", "completed"));
        play(facts(PERSON, COURSE, grades, completed)
                .facts(
                        RelationView.of("Spring", completed, "spring", "springOf", Match.eq("term", "spring")),
                        RelationView.of("Fall", completed, "fall", "fallOf", Match.eq("term", "fall")))
                .derive(PERSON, number("completed"), Average.of("done", "&.grade"))
                .derive(PERSON, number("ofSpring"), Average.of("spring", "&.grade"))
                .derive(PERSON, number("ofFall"), Average.of("fall", "&.grade")));
        RecordId ann = add(PERSON);
        grade(grades, ann, 85, "spring", "completed");
        grade(grades, ann, 92, "spring", "completed");
        grade(grades, ann, 78, "fall", "completed");
        RecordId running = grade(grades, ann, 10, "fall", "running");
        expect(PERSON, ann, "completed ofSpring ofFall", "85 88.5 78");
        grade(grades, ann, 88, "spring", "completed");
        expect(PERSON, ann, "completed ofSpring ofFall", "85.75 88.33 78");
        set(grades, running, "grade", 88, "state", "completed");
        expect(PERSON, ann, "completed ofSpring ofFall", "86.2 88.33 83");
    }

    private RecordId grade(Relation grades, RecordId student, int grade, String term, String state) {
        return link(grades, student, add(COURSE), "grade", grade, "term", term, "state", state);
    }
}
