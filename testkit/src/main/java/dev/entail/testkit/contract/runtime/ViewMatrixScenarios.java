package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.RecordQuery;
import dev.entail.Writes;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * T-FLT-01: views of every kind, and every way of entering and leaving them. After each step the count over a view is what a
 * query of it finds, and effects tell of exactly those who were not, or are no longer, found.
 */
abstract class ViewMatrixScenarios extends ScenarioGroup {
    private static final Entity TEAM = entity("Team", text("type"));
    private static final Entity PERSON = entity("Person", text("name"), integer("age"), bool("active"));

    /** In the row of the person. */
    private static final Relation MEMBER = manyToOne(PERSON, "team", TEAM, "members")
            .with(text("role"), integer("since"))
            .named("Member");

    /** In a table of its own. */
    private static final Relation LIKE = manyToMany(PERSON, "liked", PERSON, "fans")
            .with(text("kind"), integer("weight"))
            .named("Like");

    private static final View ACTIVE = View.of("Active", PERSON, Match.eq("active", true));
    private static final RelationView LOVE = RelationView.of("Love", LIKE, "loved", "lovers", Match.eq("kind", "love"));
    private static final List<RecordDefinition> VIEWS = List.of(
            ACTIVE,
            View.of("Grown", PERSON, Match.eq("grown", true)),
            View.of("Popular", PERSON, Match.ge("fanCount", 2)),
            View.of("Tech", PERSON, Match.eq("team.type", "tech")),
            View.of("InTwo", PERSON, Match.eq("team.size", 2)),
            View.of("Admirer", PERSON, Match.exists("liked", Match.eq("active", true))),
            View.of("ActiveTech", ACTIVE, Match.eq("team.type", "tech")),
            View.of("ActiveGrown", ACTIVE, Match.eq("grown", true)),
            LOVE,
            RelationView.of("Heavy", LIKE, "heavyLiked", "heavyFans", Match.eq("heavy", true)),
            RelationView.of("OfActive", LIKE, "activeLiked", "activeFans", Match.eq("source.active", true)),
            RelationView.of("HeavyLove", LOVE, "heavyLoved", "heavyLovers", Match.eq("heavy", true)),
            RelationView.of("Lead", MEMBER, "leads", "leaders", Match.eq("role", "lead")),
            RelationView.of("Old", MEMBER, "oldTeam", "veterans", Match.eq("old", true)),
            RelationView.of("InTech", MEMBER, "techTeam", "techies", Match.eq("target.type", "tech")));

    private final Map<String, RecordId> ids = new HashMap<>();

    private static ModelBuilder model() {
        ModelBuilder model = facts(TEAM, PERSON, MEMBER, LIKE)
                .facts(VIEWS.toArray(RecordDefinition[]::new))
                .derive(PERSON, bool("grown"), Computed.from("age", row -> row.get("age") instanceof Long n && n >= 18))
                .derive(
                        LIKE,
                        bool("heavy"),
                        Computed.from("weight", row -> row.get("weight") instanceof Long n && n > 50))
                .derive(
                        MEMBER,
                        bool("old"),
                        Computed.from("since", row -> row.get("since") instanceof Long n && n < 2000))
                .derive(PERSON, integer("fanCount"), Count.of("fans"))
                .derive(PERSON, integer("loverCount"), Count.of("heavyLovers"))
                .derive(TEAM, integer("size"), Count.of("members"))
                .derive(TEAM, integer("leaderCount"), Count.of("leaders"))
                .derive(TEAM, integer("veteranCount"), Count.of("veterans"));
        VIEWS.forEach(view -> model.derive(count(view), Count.of(view)));
        return model;
    }

    private static Property<Long> count(RecordDefinition view) {
        return integer("count" + view.name());
    }

    private RecordId id(String name) {
        return Objects.requireNonNull(ids.get(name), name);
    }

    private RecordId link(Writes writes, String from, String to, Object... values) {
        return writes.link(LIKE, new Link(id(from), id(to), draft(values)));
    }

    private static Step step(String changes, Consumer<Writes> work) {
        return new Step(changes.isEmpty() ? List.of() : List.of(changes.split(" ")), work);
    }

    /** What happens, and who enters or leaves which view because of it. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>(records());
        steps.addAll(links());
        steps.addAll(deletions());
        return steps;
    }

    private List<Step> records() {
        return List.of(
                // create in and out
                step("", w -> ids.put("red", w.create(TEAM, draft("type", "tech")))),
                step("", w -> ids.put("blue", w.create(TEAM, draft("type", "sales")))),
                step(
                        "+Active +ActiveGrown +ActiveTech +Grown +InTech +Lead +Tech",
                        w -> ids.put(
                                "ann",
                                w.create(PERSON, draft("active", true, "age", 20, "team", member("red", "lead"))))),
                step(
                        "+Old",
                        w -> ids.put(
                                "bob",
                                w.create(PERSON, draft("age", 10, "team", member("blue", "aide", "since", 1990))))),
                // update in, irrelevant, out
                step("+Active", w -> w.update(PERSON, id("bob"), draft("active", true))),
                step("+ActiveGrown +Grown", w -> w.update(PERSON, id("bob"), draft("age", 18))),
                step("", w -> w.update(PERSON, id("bob"), draft("age", 19, "name", "Bob"))),
                step("-ActiveGrown -Grown", w -> w.update(PERSON, id("bob"), draft("age", 17))),
                step("-Active", w -> w.update(PERSON, id("bob"), draft("active", null))),
                // what they belong to changes
                step("-ActiveTech -InTech -Tech", w -> w.update(TEAM, id("red"), draft("type", "arts"))),
                step("+ActiveTech +InTech +Tech", w -> w.update(TEAM, id("red"), draft("type", "tech"))),
                // relink: by the record, by the link, by the other end
                step(
                        "+InTech +InTwo +InTwo +Lead +Tech -Old",
                        w -> w.update(PERSON, id("bob"), draft("team", member("red", "lead")))),
                step(
                        "-InTech -InTwo -InTwo -Lead -Tech",
                        w -> w.link(MEMBER, new Link(id("bob"), id("blue"), draft()))),
                step(
                        "+InTech +InTwo +InTwo +Tech",
                        w -> w.update(TEAM, id("red"), draft("members", List.of(id("ann"), id("bob"))))),
                step("-InTech -InTwo -InTwo -Tech", w -> w.unlink(MEMBER, id("bob"), id("red"))));
    }

    private List<Step> links() {
        return List.of(
                step("", w -> ids.put("cid", w.create(PERSON, draft("name", "Cid")))),
                // create in and out
                step(
                        "+Heavy +HeavyLove +Love",
                        w -> ids.put("cid-bob", link(w, "cid", "bob", "kind", "love", "weight", 60))),
                step(
                        "+OfActive +Popular",
                        w -> ids.put("ann-bob", link(w, "ann", "bob", "kind", "like", "weight", 10))),
                step("+Admirer", w -> ids.put("cid-ann", link(w, "cid", "ann"))),
                // update in, irrelevant, out
                step("+Love", w -> w.update(LIKE, id("ann-bob"), draft("kind", "love"))),
                step("+Heavy +HeavyLove", w -> w.update(LIKE, id("ann-bob"), draft("weight", 55))),
                step("", w -> w.update(LIKE, id("ann-bob"), draft("weight", 56))),
                step("-HeavyLove -Love", w -> w.update(LIKE, id("ann-bob"), draft("kind", "like"))),
                step("-Heavy", w -> w.update(LIKE, id("ann-bob"), draft("weight", null))),
                // the end of links changes
                step(
                        "-Active -ActiveGrown -ActiveTech -Admirer -OfActive",
                        w -> w.update(PERSON, id("ann"), draft("active", false))),
                step(
                        "+Active +ActiveGrown +ActiveTech +Admirer +OfActive",
                        w -> w.updateAll(ACTIVE.base(), Match.eq("id", id("ann")), draft("active", true))),
                // relink
                step("-OfActive -Popular", w -> w.unlink(LIKE, id("ann"), id("bob"))),
                step(
                        "+OfActive +Popular",
                        w -> w.update(PERSON, id("bob"), draft("fans", List.of(id("cid"), id("ann"))))));
    }

    private List<Step> deletions() {
        return List.of(
                // with what they belong to
                step(
                        "+Active +ActiveGrown +ActiveTech +Grown +InTech +InTech +InTwo +InTwo +Lead +Old +Tech +Tech",
                        w -> ids.put(
                                "green",
                                w.create(
                                        TEAM,
                                        draft(
                                                "type",
                                                "tech",
                                                "members",
                                                List.of(
                                                        draft("active", true, "age", 30)
                                                                .set("&", draft("role", "lead", "since", 1980)),
                                                        draft("age", 5)))))),
                step("+Grown +Grown +Grown", w -> w.updateAll(PERSON, Match.all(), draft("age", 20))),
                step("-Heavy -HeavyLove -Love -Popular", w -> w.delete(LIKE, id("cid-bob"))),
                step(
                        "-Active -ActiveGrown -ActiveTech -Admirer -Grown -InTech -Lead -OfActive -Tech",
                        w -> w.delete(PERSON, id("ann"))),
                // both ends of one link at once
                step("", w -> w.update(PERSON, id("bob"), draft("liked", List.of(id("cid"), id("bob"))))),
                step(
                        "+Active +ActiveGrown +Admirer +OfActive +OfActive",
                        w -> w.update(PERSON, id("bob"), draft("active", true))),
                step(
                        "-ActiveTech -InTech -InTech -InTwo -InTwo -Lead -Old -Tech -Tech",
                        w -> w.delete(TEAM, id("green"))),
                step(
                        "-Active -Active -ActiveGrown -ActiveGrown -Admirer -Grown -Grown -Grown -Grown -OfActive"
                                + " -OfActive",
                        w -> w.deleteAll(PERSON, Match.all())));
    }

    private Draft member(String team, String role, Object... more) {
        return draft("id", id(team), "&", draft(more).set("role", role));
    }

    private record Step(List<String> changes, Consumer<Writes> work) {}

    /** Who is found in each view; the count over it is how many. */
    private static Map<String, Set<RecordId>> members(
            Function<RecordDefinition, RecordQuery> queries, Function<Property<Long>, @Nullable Long> counts) {
        Map<String, Set<RecordId>> members = new LinkedHashMap<>();
        for (RecordDefinition view : VIEWS) {
            Set<RecordId> found =
                    queries.apply(view).list().stream().map(Row::id).collect(Collectors.toSet());
            assertThat(counts.apply(count(view))).as(view.name()).isEqualTo(found.size());
            members.put(view.name(), found);
        }
        return members;
    }

    private Map<String, Set<RecordId>> members() {
        return members(entail()::query, entail()::global);
    }

    /** Who is found now and was not before, or the other way round. */
    private static List<String> changes(Map<String, Set<RecordId>> before, Map<String, Set<RecordId>> after) {
        List<String> changes = new ArrayList<>();
        before.forEach((view, members) -> {
            Set<RecordId> now = after.getOrDefault(view, Set.of());
            now.stream().filter(id -> !members.contains(id)).forEach(id -> changes.add("+" + view + " " + id));
            members.stream().filter(id -> !now.contains(id)).forEach(id -> changes.add("-" + view + " " + id));
        });
        return changes.stream().sorted().toList();
    }

    /** Who has entered or left according to effects. */
    private static List<String> told(List<Effect> effects) {
        return effects.stream()
                .map(Effect::mutation)
                .filter(event -> VIEWS.stream().anyMatch(view -> view.name().equals(event.record())))
                .map(event -> (event instanceof MutationEvent.Created ? "+" : "-") + event.record() + " " + event.id())
                .sorted()
                .toList();
    }

    private static void assertChanges(Step step, List<String> changes) {
        assertThat(changes.stream().map(change -> change.split(" ")[0]).toList())
                .isEqualTo(step.changes());
    }

    @Test
    @DisplayName(
            "T-FLT-01 views of every kind: after each step counts are what is found, effects who was not found before")
    final void observed() {
        play(model(), VIEWS.toArray(RecordDefinition[]::new));
        Map<String, Set<RecordId>> before = members();
        for (Step step : steps()) {
            List<Effect> effects = entail().effects(step.work());
            Map<String, Set<RecordId>> after = members();
            List<String> changes = changes(before, after);
            assertChanges(step, changes);
            assertThat(told(effects)).isEqualTo(changes);
            before = after;
        }
    }

    @Test
    @DisplayName(
            "T-FLT-01 views of every kind, all steps in one transaction: counts and queries agree inside it as well")
    final void oneTransaction() {
        play(model(), VIEWS.toArray(RecordDefinition[]::new));
        List<Step> last = deletions();
        List<Step> steps = steps();
        List<Step> first = steps.subList(0, steps.size() - last.size());
        Map<String, Set<RecordId>> nobody = members();
        List<Effect> effects = entail().effects(writes -> {
            Map<String, Set<RecordId>> before = nobody;
            for (Step step : first) {
                step.work().accept(writes);
                Map<String, Set<RecordId>> after = members(writes::query, writes::global);
                assertChanges(step, changes(before, after));
                before = after;
            }
        });
        assertThat(net(told(effects))).isEqualTo(changes(nobody, members()));
        Map<String, Set<RecordId>> some = members();
        effects = entail().effects(writes -> last.forEach(step -> step.work().accept(writes)));
        assertThat(net(told(effects))).isEqualTo(changes(some, members()));
        assertThat(members()).isEqualTo(nobody);
    }

    /** What is left when those who entered and left, or left and came back, are taken out. */
    private static List<String> net(List<String> told) {
        Map<String, Integer> balance = new TreeMap<>();
        told.forEach(each -> balance.merge(each.substring(1), each.startsWith("+") ? 1 : -1, Integer::sum));
        return balance.entrySet().stream()
                .filter(each -> each.getValue() != 0)
                .map(each -> (each.getValue() > 0 ? "+" : "-") + each.getKey())
                .sorted()
                .toList();
    }
}
