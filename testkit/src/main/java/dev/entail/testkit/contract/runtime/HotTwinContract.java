package dev.entail.testkit.contract.runtime;

import static dev.entail.testkit.contract.runtime.Likes.LIKE;
import static dev.entail.testkit.contract.runtime.Likes.POST;
import static dev.entail.testkit.contract.runtime.Likes.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.RecordQuery;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.history.Choices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever is asked about a hot value has the answer that a plain value beside it gives. */
abstract class HotTwinContract extends RuntimeGroup {
    private static final long SEED = 20261122;
    private static final int ROUNDS = 40;

    @Test
    @DisplayName("after random writes of two processes hot values answer all kinds of queries as their plain twins do")
    final void twins() {
        Model model = Likes.twins();
        TestDatabase database = test().fresh();
        // Each has slots of its own.
        List<Entail> processes = List.of(open(model, database), open(model, database), open(model, database));
        Choices choices = new Choices(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Entail entail = choices.of(processes);
            boolean undone = choices.oneIn(6);
            int steps = 1 + choices.below(4);
            try {
                entail.inTransaction(writes -> {
                    for (int i = 0; i < steps; i++) {
                        step(writes, choices);
                    }
                    if (choices.oneIn(3)) {
                        compare(writes::query, choices);
                    }
                    if (undone) {
                        throw new Undone();
                    }
                    return steps;
                });
            } catch (Undone e) {
                assertThat(undone).isTrue();
            }
            compare(entail::query, choices);
        }
    }

    private static void step(Writes writes, Choices choices) {
        List<RecordId> users = ids(writes.query(USER));
        List<RecordId> posts = ids(writes.query(POST));
        if (users.size() < 4 || posts.size() < 4) {
            RecordId user = writes.create(USER, Draft.of("name", "u"));
            writes.create(POST, post(choices).set("author", user).set("likedBy", some(users, choices)));
            return;
        }
        RecordId user = choices.of(users);
        RecordId post = choices.of(posts);
        switch (choices.weighted(8, 3, 3, 2, 1, 1)) {
            case 0 -> {
                writes.unlink(LIKE, user, post);
                writes.link(
                        LIKE,
                        Link.between(user, post)
                                .with("weight", (long) choices.below(5) - 1)
                                .with("price", new BigDecimal(choices.below(400)).movePointLeft(2)));
            }
            case 1 -> writes.unlink(LIKE, user, post);
            case 2 -> writes.updateAll(LIKE, Match.eq("target.id", post), Draft.of("weight", (long) choices.below(9)));
            case 3 -> writes.create(POST, post(choices).set("author", user).set("likedBy", some(users, choices)));
            case 4 -> writes.delete(POST, post);
            default -> writes.delete(USER, user);
        }
    }

    private static Draft post(Choices choices) {
        return Draft.of("title", "p").set("stars", (long) choices.below(4));
    }

    private static List<RecordId> some(List<RecordId> all, Choices choices) {
        return all.stream().filter(each -> choices.oneIn(2)).toList();
    }

    private static List<RecordId> ids(RecordQuery query) {
        return query.list().stream().map(Row::id).toList();
    }

    private static void compare(Function<RecordDefinition, RecordQuery> queries, Choices choices) {
        Likes.TWINS.forEach((hot, plain) -> {
            Object some = queries.apply(POST).select(plain).list().stream()
                    .map(row -> row.get(plain))
                    .findFirst()
                    .orElse(0L);
            Object other = hot.equals("prices") ? new BigDecimal("1.5") : Long.valueOf(choices.below(3));
            for (Match match : matches("?", some, other, hot.equals("prices") ? "plainPrices" : "stars")) {
                String text = match.toString();
                assertThat(ids(queries.apply(POST).where(named(match, hot)).orderBy(Order.ascending("id"))))
                        .as(hot + " " + text)
                        .isEqualTo(ids(
                                queries.apply(POST).where(named(match, plain)).orderBy(Order.ascending("id"))));
            }
            both(hot, plain, name -> values(queries.apply(POST), name));
            both(
                    hot,
                    plain,
                    name -> queries.apply(POST)
                            .aggregate(
                                    Aggregate.sum(name),
                                    Aggregate.min(name),
                                    Aggregate.max(name),
                                    Aggregate.avg(name)));
            both(hot, plain, name -> paged(queries, name, Order.ascending(name)));
            both(hot, plain, name -> paged(queries, name, Order.descending(name)));
            both(hot, plain, name -> nested(queries.apply(USER), name));
            both(
                    hot,
                    plain,
                    name -> ids(queries.apply(POST)
                            .orderBy(Order.descending(name), Order.ascending("author.name"))
                            .offset(1)
                            .limit(3)));
            both(
                    hot,
                    plain,
                    name -> ids(queries.apply(USER)
                            .where(Match.exists("posts", Match.and(Match.gt(name, 0), Match.gt("stars", 1))))
                            .orderBy(Order.ascending("id"))));
            both(
                    hot,
                    plain,
                    name ->
                            queries
                                    .apply(LIKE)
                                    .select("target." + name)
                                    .orderBy(Order.ascending("target." + name))
                                    .list()
                                    .stream()
                                    .map(row -> row.row("target").get(name))
                                    .toList());
        });
    }

    private static List<Match> matches(String path, Object some, Object other, String field) {
        return List.of(
                Match.eq(path, some),
                Match.not(Match.eq(path, some)),
                Match.gt(path, other),
                Match.between(path, other, some),
                Match.in(path, List.of(some, other)),
                Match.in(path, LongStream.range(0, 40).boxed().toList()),
                Match.notIn(path, List.of(some)),
                Match.ge(path, Match.field(field)),
                Match.isNull(path),
                Match.or(Match.lt(path, other), Match.eq("author.name", "u")));
    }

    private static Match named(Match match, String name) {
        return switch (match) {
            case Match.Comparison comparison ->
                comparison.path().equals("?")
                        ? new Match.Comparison(name, comparison.operator(), comparison.operand())
                        : comparison;
            case Match.Not not -> Match.not(named(not.part(), name));
            case Match.Or or ->
                new Match.Or(or.parts().stream().map(part -> named(part, name)).toList());
            default -> match;
        };
    }

    private static <T> void both(String hot, String plain, Function<String, T> answer) {
        assertThat(answer.apply(hot)).as(hot).isEqualTo(answer.apply(plain));
    }

    private static List<Object> values(RecordQuery query, String name) {
        List<Object> values = new ArrayList<>();
        query.select(name)
                .orderBy(Order.ascending("id"))
                .list()
                .forEach(row -> values.add(List.of(row.id(), String.valueOf(row.get(name)))));
        return values;
    }

    private static List<RecordId> paged(Function<RecordDefinition, RecordQuery> queries, String name, Order order) {
        List<RecordId> all = new ArrayList<>();
        Cursor after = null;
        do {
            RecordQuery query = queries.apply(POST).select(name).orderBy(order);
            Slice slice = (after == null ? query : query.after(after)).page(2);
            slice.rows().forEach(row -> all.add(row.id()));
            after = slice.next().orElse(null);
        } while (after != null);
        return all;
    }

    private static List<Object> nested(RecordQuery users, String name) {
        List<Object> found = new ArrayList<>();
        users.orderBy(Order.ascending("id"))
                .select(Selection.related("posts", name)
                        .where(Match.gt(name, 0))
                        .orderBy(Order.descending(name))
                        .limit(2))
                .list()
                .forEach(row -> row.rows("posts")
                        .forEach(post -> found.add(List.of(row.id(), post.id(), String.valueOf(post.get(name))))));
        return found;
    }

    /** Has a transaction rolled back. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
