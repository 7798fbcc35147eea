package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Writes;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Weighted;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of symmetric relations, of aggregates over views, and of links that are stolen (section 11.11). */
abstract class ViewScenarios extends ScenarioGroup {
    private static final Entity USER = entity("User", text("name"), bool("active"), integer("score"));
    private static final Relation FRIENDS =
            manyToMany(USER, "friends", USER, "friends").with(integer("weight")).named("Friend");

    private static boolean isActive(Row user) {
        return Boolean.TRUE.equals(user.get("active"));
    }

    @Test
    @DisplayName("T-SYM-01 all aggregates over links without direction, from both ends")
    final void friends() {
        play(facts(USER, FRIENDS)
                .derive(USER, integer("all"), Count.of("friends"))
                .derive(USER, integer("live"), Count.of("friends").where("active"))
                .derive(USER, integer("sum"), Summation.of("friends", "score"))
                .derive(USER, number("mean"), Average.of("friends", "score"))
                .derive(USER, bool("every"), Every.of("friends", "active").notEmpty())
                .derive(USER, bool("any"), Any.of("friends", "active"))
                .derive(USER, integer("heavy"), WeightedSummation.of("friends", "&.weight", "score")));
        String names = "all live sum mean every any heavy";
        RecordId a = add(USER, "active", true, "score", 10);
        RecordId b = add(USER, "active", true, "score", 20);
        RecordId c = add(USER, "active", false, "score", 30);
        RecordId ab = link(FRIENDS, a, b, "weight", 2);
        expect(USER, a, names, "1 1 20 20 T T 40");
        expect(USER, b, names, "1 1 10 10 T T 20");
        link(FRIENDS, c, a, "weight", 3);
        expect(USER, a, names, "2 1 50 25 F T 130");
        expect(USER, c, names, "1 1 10 10 T T 30");
        set(USER, b, "active", false, "score", 25);
        expect(USER, a, names, "2 0 55 27.5 F F 140");
        set(FRIENDS, ab, "weight", 9);
        expect(USER, a, names, "2 0 55 27.5 F F 315");
        unlink(FRIENDS, a, c);
        expect(USER, a, names, "1 0 25 25 F F 225");
        expect(USER, c, names, "0 0 0 0 F F 0");
        delete(USER, b);
        expect(USER, a, names, "0 0 0 0 F F 0");
    }

    @Test
    @DisplayName("T-SYM-02 friends who have friends themselves")
    final void friendsOfFriends() {
        play(facts(USER, FRIENDS)
                .derive(USER, integer("friendCount"), Count.of("friends"))
                .derive(
                        USER,
                        integer("popular"),
                        Count.of("friends")
                                .where(List.of("friendCount"), friend -> friend.integer("friendCount") >= 1)));
        RecordId a = add(USER);
        RecordId b = add(USER);
        RecordId c = add(USER);
        expectPopular("0 0 0", a, b, c);
        link(FRIENDS, a, b);
        expectPopular("1 1 0", a, b, c);
        link(FRIENDS, b, c);
        expectPopular("1 2 1", a, b, c);
        unlink(FRIENDS, b, c);
        expectPopular("1 1 0", a, b, c);
        unlink(FRIENDS, b, a);
        expectPopular("0 0 0", a, b, c);
    }

    private void expectPopular(String values, RecordId... users) {
        String[] each = values.split(" ");
        for (int i = 0; i < users.length; i++) {
            expect(USER, users[i], "popular", each[i]);
        }
    }

    @Test
    @DisplayName("T-SUM-12 all aggregates over a view whose only member leaves and comes back")
    final void reentry() {
        View active = View.of("Active", USER, Match.eq("active", true));
        play(facts(USER, active)
                .derive(integer("count"), Count.of(active))
                .derive(integer("sum"), Summation.of(active, "score"))
                .derive(number("mean"), Average.of(active, "score"))
                .derive(
                        bool("every"),
                        Every.of(active, List.of("score"), user -> user.integer("score") >= 100)
                                .notEmpty())
                .derive(bool("any"), Any.of(active, List.of("score"), user -> user.integer("score") >= 100))
                .derive(
                        integer("weighted"),
                        WeightedSummation.of(
                                active, List.of("score"), user -> new Weighted(2, user.integer("score")))));
        String names = "count sum mean every any weighted";
        RecordId user = add(USER, "active", true, "score", 100);
        expect(names, "1 100 100 T T 200");
        set(USER, user, "active", false);
        expect(names, "0 0 0 F F 0");
        set(USER, user, "active", true);
        expect(names, "1 100 100 T T 200");
    }

    @Test
    @DisplayName(
            "T-FLT-02 a link that another one takes the place of is told as deleted, with both ends, in its views too")
    final void stolen() {
        Entity badge = entity("Badge", text("name"));
        for (Relation holding : List.of(
                oneToOne(USER, "badges", badge, "holder"),
                oneToOne(badge, "holder", USER, "badges"),
                oneToMany(USER, "badges", badge, "holder"),
                manyToOne(badge, "holder", USER, "badges"))) {
            Relation relation = holding.with(text("kind")).named("Holding");
            boolean fromUser = relation.source().equals(USER);
            RelationView hot = fromUser
                    ? RelationView.of("Hot", relation, "hotBadges", "hotHolder", Match.eq("kind", "hot"))
                    : RelationView.of("Hot", relation, "hotHolder", "hotBadges", Match.eq("kind", "hot"));
            play(
                    facts(USER, badge, relation, hot)
                            .derive(USER, integer("count"), Count.of("hotBadges"))
                            .derive(integer("all"), Count.of(hot)),
                    hot);
            RecordId thing = add(badge);
            RecordId holder = add(USER);
            link(relation, fromUser ? holder : thing, fromUser ? thing : holder, "kind", "hot");
            Draft hotLink = draft("kind", "hot");
            for (int way = 0; way < 3; way++) {
                RecordId next = add(USER);
                RecordId before = holder;
                Consumer<Writes> work = way == 0
                        ? writes -> writes.link(
                                relation, new Link(fromUser ? next : thing, fromUser ? thing : next, hotLink))
                        : way == 1
                                ? writes ->
                                        writes.update(badge, thing, draft("holder", draft("id", next, "&", hotLink)))
                                : writes -> writes.update(
                                        USER, next, draft("badges", taken(relation, draft("id", thing, "&", hotLink))));
                List<Effect> effects = entail().effects(work);
                Map<String, RecordId> ends =
                        Map.of(fromUser ? "source" : "target", before, fromUser ? "target" : "source", thing);
                for (String name : List.of("Holding", "Hot")) {
                    assertThat(effects)
                            .as(relation.cardinality() + " " + way + " " + effects)
                            .filteredOn(effect -> effect.mutation() instanceof MutationEvent.Deleted deleted
                                    && deleted.record().equals(name))
                            .singleElement()
                            .satisfies(effect -> assertThat(((MutationEvent.Deleted) effect.mutation()).values())
                                    .containsAllEntriesOf(ends));
                }
                expect(USER, before, "count", "0");
                expect(USER, next, "count", "1");
                expect("all", "1");
                holder = next;
            }
        }
    }

    /** One badge, in a list if a user may have many. */
    private static Object taken(Relation holding, Draft badge) {
        return holding.cardinality() == Cardinality.ONE_TO_ONE ? badge : List.of(badge);
    }
}
