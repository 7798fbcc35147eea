package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of counts (section 11.4 of the runtime specification). */
abstract class CountScenarios extends ScenarioGroup {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity TASK = entity("Task", text("title"), text("status"));
    private static final Entity GROUP = entity("Group", text("name"));
    private static final Property<Long> TASK_COUNT = integer("taskCount");
    private static final Relation OWNER = manyToOne(TASK, "owner", USER, "tasks");

    /** The same relation declared from both ends. */
    private static final List<Relation> OWNED = List.of(OWNER, oneToMany(USER, "tasks", TASK, "owner"));

    private static boolean isActive(Row item) {
        return "active".equals(item.get("status"));
    }

    private void expectTasks(RecordId user, long count) {
        expect(USER, user, "taskCount", String.valueOf(count));
    }

    private void playTasks(Relation owned) {
        play(facts(USER, TASK, owned).derive(USER, TASK_COUNT, Count.of("tasks")));
    }

    @Test
    @DisplayName("T-CNT-01 T-CNT-07 all records, and those that satisfy a condition, which runs for its inputs only")
    final void global() {
        AtomicInteger calls = new AtomicInteger();
        play(facts(TASK)
                .derive(integer("all"), Count.of(TASK))
                .derive(integer("active"), Count.of(TASK).where(List.of("status"), task -> {
                    calls.incrementAndGet();
                    return isActive(task);
                })));
        expect("all active", "0 0");
        RecordId one = add(TASK, "status", "active");
        RecordId two = add(TASK, "status", "idle");
        expect("all active", "2 1");
        RecordId three = add(TASK, "status", "idle");
        expect("all active", "3 1");
        set(TASK, two, "status", "active");
        expect("all active", "3 2");
        set(TASK, three, "status", "active");
        expect("all active", "3 3");
        int before = calls.get();
        assertThat(log(entail()).record(() -> set(TASK, one, "title", "t")).statements())
                .isNotEmpty()
                .allMatch(statement -> statement.contains("Task"));
        assertThat(calls).hasValue(before);
        set(TASK, one, "status", "idle");
        expect("all active", "3 2");
        delete(TASK, three);
        expect("all active", "2 1");
    }

    @Test
    @DisplayName("T-CNT-02 T-CNT-03 T-CNT-16 items come, move to another, are let go and deleted; then their owner is")
    final void owned() {
        for (Relation owned : OWNED) {
            playTasks(owned);
            RecordId ann = add(USER);
            RecordId bob = add(USER);
            expectTasks(ann, 0);
            RecordId one = add(TASK, "owner", ann);
            RecordId two = add(TASK, "owner", ann);
            expectTasks(ann, 2);
            add(TASK, "owner", ann);
            expectTasks(ann, 3);
            set(TASK, one, "owner", null);
            expectTasks(ann, 2);
            add(TASK, "owner", bob);
            set(TASK, two, "owner", bob);
            expectTasks(ann, 1);
            expectTasks(bob, 2);
            delete(TASK, two);
            expectTasks(bob, 1);
            delete(TASK, one);
            delete(USER, ann);
            expectTasks(bob, 1);
        }
    }

    @Test
    @DisplayName(
            "T-CNT-16 what is deleted because something else is counts less once, and nobody minds a deleted owner")
    final void cascade() {
        Entity project = entity("Project", text("name"));
        Relation work = oneToMany(project, "tasks", TASK, "project").reliantTargets();
        play(facts(USER, TASK, project, OWNER, work)
                .derive(USER, TASK_COUNT, Count.of("tasks"))
                .derive(project, TASK_COUNT, Count.of("tasks")));
        RecordId ann = add(USER);
        RecordId bob = add(USER);
        RecordId bridge = add(project);
        add(TASK, "owner", ann, "project", bridge);
        add(TASK, "owner", ann, "project", bridge);
        add(TASK, "owner", ann);
        add(TASK, "owner", bob, "project", bridge);
        expectTasks(ann, 3);
        delete(USER, bob);
        expect(project, bridge, "taskCount", "3");
        delete(project, bridge);
        expectTasks(ann, 1);
        entail().inTransaction(writes -> {
            writes.deleteAll(TASK, Match.all());
            return writes.delete(USER, ann);
        });
        assertThat(entail().query(TASK).count() + entail().query(USER).count()).isZero();
    }

    @Test
    @DisplayName(
            "T-CNT-18 T-CNT-19 items that are made with their owner, and those that are taken over from either end")
    final void nested() {
        for (Relation owned : OWNED) {
            playTasks(owned);
            RecordId ann = add(USER, "tasks", List.of(draft("title", "a"), draft("title", "b"), draft("title", "c")));
            expectTasks(ann, 3);
            set(USER, ann, "name", "Ann");
            expectTasks(ann, 3);
            List<RecordId> tasks =
                    entail().query(TASK).list().stream().map(Row::id).toList();
            RecordId bob = add(USER, "tasks", List.of(tasks.get(0), draft("title", "d")));
            expectTasks(ann, 2);
            expectTasks(bob, 2);
            set(TASK, tasks.get(1), "owner", draft("id", bob));
            expectTasks(ann, 1);
            expectTasks(bob, 3);
            set(USER, ann, "tasks", List.of(tasks.get(0), tasks.get(1)));
            expectTasks(ann, 2);
            expectTasks(bob, 1);
            set(TASK, tasks.get(0), "owner", draft("name", "Cid"));
            expectTasks(ann, 1);
            set(USER, ann, "tasks", List.of());
            expectTasks(ann, 0);
            assertThat(entail().query(TASK).where(Match.isNull("owner")).count())
                    .isEqualTo(2);
        }
    }

    @Test
    @DisplayName("T-CNT-19 a partner who is taken from another leaves that one alone")
    final void stolen() {
        Entity desk = entity("Desk", text("name"));
        play(facts(USER, desk, oneToOne(USER, "desk", desk, "user"))
                .derive(USER, integer("desks"), Count.of("desk"))
                .derive(desk, integer("users"), Count.of("user")));
        RecordId window = add(desk);
        RecordId door = add(desk);
        RecordId ann = add(USER, "desk", window);
        RecordId bob = add(USER, "desk", door);
        set(USER, ann, "desk", door);
        expect(USER, ann, "desks", "1");
        expect(USER, bob, "desks", "0");
        expect(desk, window, "users", "0");
        expect(desk, door, "users", "1");
    }

    @Test
    @DisplayName("T-CNT-04 T-CNT-05 T-CNT-17 a link counts at both ends; the attribute names the relation and the end")
    final void manyToManyBothEnds() {
        play(facts(USER, GROUP, manyToMany(USER, "groups", GROUP, "users").named("Member"))
                .derive(USER, integer("count"), Count.of("groups"))
                .derive(GROUP, integer("count"), Count.of("users")));
        Relation member = (Relation) entail().model().record("Member").definition();
        RecordId u1 = add(USER);
        RecordId u2 = add(USER);
        RecordId g1 = add(GROUP);
        RecordId g2 = add(GROUP);
        expectCounts("0 0 0 0", u1, u2, g1, g2);
        link(member, u1, g1);
        expectCounts("1 0 1 0", u1, u2, g1, g2);
        link(member, u1, g2);
        link(member, u2, g1);
        expectCounts("2 1 2 1", u1, u2, g1, g2);
        unlink(member, u1, g1);
        expectCounts("1 1 1 1", u1, u2, g1, g2);
        assertThat(problems(facts(USER, GROUP, member).derive(USER, integer("count"), Count.of(member))))
                .containsExactly("SETUP_COMPUTATION_CONTEXT");
    }

    private void expectCounts(String counts, RecordId u1, RecordId u2, RecordId g1, RecordId g2) {
        String[] each = counts.split(" ");
        expect(USER, u1, "count", each[0]);
        expect(USER, u2, "count", each[1]);
        expect(GROUP, g1, "count", each[2]);
        expect(GROUP, g2, "count", each[3]);
    }

    @Test
    @DisplayName("T-CNT-06 a relation of users to users counts each direction by its own name")
    final void selfRelation() {
        Relation follows = manyToMany(USER, "following", USER, "followers");
        play(facts(USER, follows)
                .derive(USER, integer("in"), Count.of("followers"))
                .derive(USER, integer("out"), Count.of("following")));
        RecordId u1 = add(USER);
        RecordId u2 = add(USER);
        RecordId u3 = add(USER);
        link(follows, u1, u2);
        expect(USER, u1, "out in", "1 0");
        expect(USER, u2, "out in", "0 1");
        link(follows, u3, u1);
        link(follows, u1, u3);
        expect(USER, u1, "out in", "2 1");
        expect(USER, u3, "out in", "1 1");
    }

    @Test
    @DisplayName("T-CNT-09 a view of links, which live in a table, or in the row of the one that has a single link")
    final void viewOfLinks() {
        Entity department = entity("Department", text("name"));
        for (Relation work : List.of(
                manyToMany(department, "staff", USER, "departments"),
                oneToMany(department, "staff", USER, "department"),
                manyToOne(USER, "department", department, "staff"))) {
            Relation employment = work.with(text("time"), bool("active")).named("Employment");
            boolean reversed = employment.source().equals(USER);
            Match fullTime = Match.and(Match.eq("time", "full"), Match.eq("active", true));
            RelationView active = reversed
                    ? RelationView.of("Active", employment, "activeIn", "active", fullTime)
                    : RelationView.of("Active", employment, "active", "activeIn", fullTime);
            play(facts(department, USER, employment, active)
                    .derive(department, integer("total"), Count.of("staff"))
                    .derive(department, integer("full"), Count.of("active")));
            RecordId dev = add(department);
            RecordId hr = add(department);
            RecordId alice = employ(employment, dev, "full", true);
            RecordId bob = employ(employment, dev, "part", true);
            employ(employment, dev, "full", false);
            employ(employment, hr, "full", true);
            expect(department, dev, "total full", "3 1");
            expect(department, hr, "total full", "1 1");
            set(employment, bob, "time", "full");
            expect(department, dev, "total full", "3 2");
            set(employment, alice, "active", false);
            expect(department, dev, "total full", "3 1");
            delete(employment, bob);
            expect(department, dev, "total full", "2 0");
            expect(department, hr, "total full", "1 1");
        }
    }

    private RecordId employ(Relation employment, RecordId department, String time, boolean active) {
        RecordId user = add(USER);
        return employment.source().equals(USER)
                ? link(employment, user, department, "time", time, "active", active)
                : link(employment, department, user, "time", time, "active", active);
    }

    @Test
    @DisplayName("T-CNT-10 several views of one relation, and a link that changes from one to another")
    final void severalViews() {
        Entity store = entity("Store", text("name"));
        Entity product = entity("Product", text("name"));
        Relation stock = manyToMany(store, "products", product, "stores")
                .with(text("level"))
                .named("Stock");
        play(facts(store, product, stock)
                .facts(level(stock, "in"), level(stock, "low"), level(stock, "out"))
                .derive(store, integer("all"), Count.of("products"))
                .derive(store, integer("many"), Count.of("in"))
                .derive(store, integer("few"), Count.of("low"))
                .derive(store, integer("none"), Count.of("out")));
        RecordId shop = add(store);
        link(stock, shop, add(product), "level", "in");
        link(stock, shop, add(product), "level", "in");
        RecordId low = link(stock, shop, add(product), "level", "low");
        link(stock, shop, add(product), "level", "out");
        expect(store, shop, "all many few none", "4 2 1 1");
        set(stock, low, "level", "in");
        expect(store, shop, "all many few none", "4 3 0 1");
    }

    private static RelationView level(Relation stock, String level) {
        return RelationView.of("Stock_" + level, stock, level, level + "Stores", Match.eq("level", level));
    }

    @Test
    @DisplayName("T-CNT-11 T-CNT-12 unions of records, beside the records of one kind, and unions of links")
    final void unions() {
        Entity customer = entity("Customer", text("name"));
        Entity vendor = entity("Vendor", text("name"));
        Union contact = Union.of("Contact", customer, vendor, USER);
        Relation likes = manyToMany(USER, "liked", TASK, "likedBy").named("Like");
        Relation marks = manyToMany(USER, "marked", TASK, "markedBy").named("Bookmark");
        RelationUnion interest = RelationUnion.of("Interest", "interests", "interested", likes, marks);
        play(facts(customer, vendor, USER, contact, TASK, likes, marks, interest)
                .derive(integer("contacts"), Count.of(contact))
                .derive(integer("customers"), Count.of(customer))
                .derive(integer("allInterests"), Count.of(interest))
                .derive(USER, integer("interests_"), Count.of("interests"))
                .derive(TASK, integer("interested_"), Count.of("interested")));
        expect("contacts customers", "0 0");
        RecordId first = add(customer);
        add(vendor);
        RecordId user = add(USER);
        expect("contacts customers", "3 1");
        RecordId second = add(customer);
        RecordId other = add(vendor);
        expect("contacts customers", "5 2");
        delete(vendor, other);
        expect("contacts customers", "4 2");
        delete(contact, second);
        expect("contacts customers", "3 1");
        RecordId one = add(TASK);
        RecordId two = add(TASK);
        link(likes, user, one);
        link(likes, user, two);
        link(marks, user, one);
        expect("allInterests", "3");
        expect(USER, user, "interests_", "3");
        expect(TASK, one, "interested_", "2");
        delete(TASK, one);
        expect("allInterests", "1");
        expect(USER, user, "interests_", "1");
        delete(contact, first);
        expect("contacts customers", "2 0");
    }
}
