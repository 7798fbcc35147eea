package dev.entail.testkit.contract.runtime;

import static dev.entail.testkit.contract.runtime.Likes.LIKE;
import static dev.entail.testkit.contract.runtime.Likes.POST;
import static dev.entail.testkit.contract.runtime.Likes.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.spi.Database;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Counts and sums that many transactions change at once, and that are spread over slots. */
abstract class HotContract extends RuntimeGroup {
    private static final int THREADS = 8;
    private static final int LIKES_PER_THREAD = 40;

    @Test
    @DisplayName("counts and sums of all types are right after links, changes and unlinks, inside and outside of a"
            + " transaction")
    final void rightAtOnce() {
        Entail entail = open(Likes.model());
        RecordId ann = user(entail, "Ann");
        RecordId bob = user(entail, "Bob");
        RecordId post = entail.create(POST, Draft.of("title", "p").set("likedBy", List.of(ann)));
        assertThat(values(entail, post)).containsExactly(1L, 0L, BigDecimal.ZERO, 0.0);

        entail.inTransaction(writes -> {
            writes.link(LIKE, weighted(bob, post, 5, "1.25"));
            Row now = writes.query(POST).select("likes", "prices").byId(post).orElseThrow();
            assertThat(now.integer("likes")).isEqualTo(2);
            assertThat(now.decimal("prices")).isEqualByComparingTo("1.25");
            return post;
        });
        assertThat(values(entail, post)).containsExactly(2L, 5L, new BigDecimal("1.25"), 0.5);
        assertThat(entail.query(USER).select("given").byId(bob).orElseThrow().integer("given"))
                .isEqualTo(1);

        RecordId like = entail.query(LIKE)
                .where(Match.eq("source.id", bob))
                .first()
                .orElseThrow()
                .id();
        entail.update(LIKE, like, Draft.of("weight", 7L));
        entail.unlink(LIKE, ann, post);
        assertThat(values(entail, post)).containsExactly(1L, 7L, new BigDecimal("1.25"), 0.5);
        entail.delete(USER, bob);
        assertThat(values(entail, post)).containsExactly(0L, 0L, BigDecimal.ZERO, 0.0);
    }

    private static List<Object> values(Entail entail, RecordId post) {
        Row row = entail.query(POST)
                .select("likes", "weights", "prices", "shares")
                .byId(post)
                .orElseThrow();
        return List.of(row.integer("likes"), row.integer("weights"), row.decimal("prices"), row.number("shares"));
    }

    private static Link weighted(RecordId user, RecordId post, long weight, String price) {
        return Link.between(user, post)
                .with("weight", weight)
                .with("price", new BigDecimal(price))
                .with("share", 0.5);
    }

    @Test
    @DisplayName(
            "a dispatch takes as many statements as with plain counts, and none of them changes the row of the record")
    final void statements() {
        Entail hot = open(Likes.counting(true));
        Entail plain = open(Likes.counting(false));
        Recording ofHot = likeAgain(hot);
        Recording ofPlain = likeAgain(plain);
        assertThat(ofHot.roundTrips()).as(ofHot.toString()).isEqualTo(ofPlain.roundTrips());
        assertThat(ofHot.statements()).hasSameSizeAs(ofPlain.statements()).noneMatch(sql -> isUpdateOf(hot, sql));
        assertThat(ofPlain.statements()).anyMatch(sql -> isUpdateOf(plain, sql));
    }

    private Recording likeAgain(Entail entail) {
        RecordId post = post(entail);
        entail.link(LIKE, Link.between(user(entail, "Ann"), post));
        RecordId bob = user(entail, "Bob");
        return log(entail).record(() -> entail.link(LIKE, Link.between(bob, post)));
    }

    private boolean isUpdateOf(Entail entail, String sql) {
        return sql.startsWith("UPDATE " + database(entail).dialect().quote("Post") + " ");
    }

    @Test
    @DisplayName("what is rolled back, as a whole or in part, leaves no trace, and a record takes its slots with it")
    final void rolledBack() {
        Entail entail = open(Likes.counting(true));
        RecordId ann = user(entail, "Ann");
        RecordId bob = user(entail, "Bob");
        RecordId post = post(entail);
        assertThatThrownBy(() -> entail.inTransaction(writes -> {
                    writes.link(LIKE, Link.between(ann, post));
                    assertThat(writes.query(POST).where(Match.eq("likes", 1)).count())
                            .isEqualTo(1);
                    throw new IllegalStateException("no");
                }))
                .hasMessageContaining("no");
        assertThat(likes(entail, post)).isZero();
        assertThat(slots(entail)).isZero();

        entail.inTransaction(writes -> {
            writes.link(LIKE, Link.between(ann, post));
            assertThatThrownBy(() -> writes.attempt(() -> {
                        writes.link(LIKE, Link.between(bob, post));
                        assertThat(writes.query(POST)
                                        .where(Match.eq("likes", 2))
                                        .count())
                                .isEqualTo(1);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessageContaining("no");
            return post;
        });
        assertThat(likes(entail, post)).isEqualTo(1);
        assertThat(slots(entail)).isEqualTo(1);
        entail.delete(POST, post);
        assertThat(slots(entail)).isZero();
    }

    @Test
    @DisplayName("who hears that a record is deleted hears the whole value, as of a plain count")
    final void deleted() {
        Entail entail = open(Likes.twins());
        RecordId post = post(entail);
        for (int i = 0; i < 3; i++) {
            entail.link(LIKE, weighted(user(entail, "u" + i), post, 2, "0.5"));
        }
        List<Effect> effects = entail.effects(writes -> writes.delete(POST, post));
        MutationEvent.Deleted told = effects.stream()
                .map(Effect::mutation)
                .filter(event -> event.record().equals("Post"))
                .map(MutationEvent.Deleted.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(told.values())
                .containsEntry("likes", 3L)
                .containsEntry("plainLikes", 3L)
                .containsEntry("prices", new BigDecimal("1.5"));
    }

    @Test
    @DisplayName("adding to a record that is gone is refused as with plain counts")
    final void missing() {
        for (boolean hot : new boolean[] {true, false}) {
            Entail entail = open(Likes.counting(hot));
            RecordId ann = user(entail, "Ann");
            assertThat(failureOf(() -> entail.link(LIKE, Link.between(ann, RecordId.of(4711))))
                            .code())
                    .isEqualTo("REFERENCE_NOT_FOUND");
        }
    }

    @Test
    @DisplayName("8 threads like one post: whoever reads sees a count that only grows, and in the end all of them")
    final void crowd() throws Exception {
        Entail entail = open(Likes.model());
        RecordId post = post(entail);
        List<List<RecordId>> users = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            List<RecordId> own = new ArrayList<>();
            for (int i = 0; i < LIKES_PER_THREAD; i++) {
                own.add(user(entail, thread + "u" + i));
            }
            users.add(own);
        }
        inParallel(users.stream()
                .<Runnable>map(own -> () -> {
                    long seen = 0;
                    for (RecordId user : own) {
                        entail.link(LIKE, weighted(user, post, 1, "0.1"));
                        long now = likes(entail, post);
                        assertThat(now).isGreaterThan(seen);
                        seen = now;
                    }
                })
                .toList());
        long all = (long) THREADS * LIKES_PER_THREAD;
        assertThat(values(entail, post).subList(0, 3))
                .containsExactly(all, all, new BigDecimal(all).movePointLeft(1).stripTrailingZeros());
        assertThat(slotsOf(entail, "Post$slots")).isBetween(1L, (long) THREADS);
    }

    private static void inParallel(List<Runnable> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Object> each :
                    threads.invokeAll(tasks.stream().map(Executors::callable).toList())) {
                each.get();
            }
        }
    }

    @Test
    @DisplayName("while some like, others rebuild the count and delete what is liked, and nothing is lost")
    final void rebuiltMeanwhile() throws Exception {
        Entail entail = open(Likes.counting(true));
        RecordId post = post(entail);
        List<RecordId> doomed = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            doomed.add(post(entail));
        }
        for (int thread = 0; thread < 4; thread++) {
            List<RecordId> users = List.of(user(entail, "a"), user(entail, "b"), user(entail, "c"), user(entail, "d"));
            entail.link(LIKE, Link.between(user(entail, "first"), post));
            tasks.add(() -> users.forEach(user -> {
                entail.link(LIKE, Link.between(user, post));
                doomed.forEach(each -> likeIfThere(entail, user, each));
            }));
        }
        execute(entail, "UPDATE " + quoted(entail, "Post") + " SET " + quoted(entail, "likes") + " = 100");
        tasks.add(() -> {
            for (int i = 0; i < 3; i++) {
                entail.rebuild(POST, Property.integer("likes"));
            }
        });
        tasks.add(() -> doomed.forEach(each -> entail.delete(POST, each)));
        inParallel(tasks);
        assertThat(entail.verify().drift()).isEmpty();
        assertThat(likes(entail, post)).isEqualTo(20);
    }

    private static void likeIfThere(Entail entail, RecordId user, RecordId post) {
        try {
            entail.link(LIKE, Link.between(user, post));
        } catch (EntailException e) {
            assertThat(e.code()).isEqualTo("REFERENCE_NOT_FOUND");
        }
    }

    @Test
    @DisplayName("a lock of records, and a change under a condition, see what slots hold")
    final void locked() {
        Entail entail = open(Likes.counting(true));
        RecordId post = post(entail);
        post(entail);
        entail.link(LIKE, Link.between(user(entail, "Ann"), post));
        entail.inTransaction(writes -> {
            assertThat(writes.query(POST)
                            .select("likes")
                            .where(Match.gt("likes", 0))
                            .lock()
                            .list())
                    .extracting(row -> row.integer("likes"))
                    .containsExactly(1L);
            assertThat(writes.updateAll(POST, Match.eq("likes", 1), Draft.of("title", "liked")))
                    .containsExactly(post);
            return post;
        });
        Row read = entail.query(POST).select("title", "likes").byId(post).orElseThrow();
        assertThat(failureOf(() -> entail.inTransaction(writes ->
                                writes.updateIf(POST, read, Property.integer("likes"), Draft.of("title", "x"))))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.inTransaction(writes ->
                                writes.atomic().claim(POST, post, Match.eq("likes", 1), Draft.of("title", "x"))))
                        .code())
                .isEqualTo("QUERY_INVALID");
        assertThat(failureOf(() -> entail.inTransaction(
                        writes -> writes.atomic().increment(POST, post, Property.integer("likes"), 1L))))
                .hasMessageContaining("hot");
    }

    @Test
    @DisplayName("a slot that was tampered with is found, and put right together with its record")
    final void tampered() {
        Entail entail = open(Likes.model());
        RecordId post = post(entail);
        RecordId other = post(entail);
        for (RecordId each : List.of(post, other)) {
            entail.link(LIKE, weighted(user(entail, "Ann"), each, 3, "2"));
        }
        execute(entail, "UPDATE " + quoted(entail, "Post$slots") + " SET " + quoted(entail, "likes") + " = 10");
        assertThat(likes(entail, post)).isEqualTo(10);
        assertThat(entail.verify().drift()).hasSize(2);
        assertThat(entail.rebuild(POST, Property.integer("likes")).drift()).hasSize(2);
        assertThat(entail.verify().drift()).isEmpty();
        assertThat(values(entail, post)).containsExactly(1L, 3L, new BigDecimal("2"), 0.5);
        entail.link(LIKE, weighted(user(entail, "Bob"), post, 1, "1"));
        assertThat(values(entail, post)).containsExactly(2L, 4L, new BigDecimal("3"), 1.0);
    }

    @Test
    @DisplayName("a count becomes hot and plain again on stored records without losing anything")
    final void turnedOnAndOff() {
        TestDatabase database = test().fresh();
        Entail plain = open(Likes.counting(false), database);
        RecordId post = post(plain);
        plain.link(LIKE, Link.between(user(plain, "Ann"), post));
        close(plain);

        Entail hot = open(Likes.counting(true), database);
        assertThat(likes(hot, post)).isEqualTo(1);
        hot.link(LIKE, Link.between(user(hot, "Bob"), post));
        assertThat(likes(hot, post)).isEqualTo(2);
        close(hot);

        Entail richer = open(
                Likes.facts()
                        .derive(POST, Property.integer("likes"), Count.of("likedBy"))
                        .derive(POST, Property.integer("weights").hot(), Summation.of("likedBy", "&.weight"))
                        .build(),
                database,
                EntailBuilder::filling);
        assertThat(likes(richer, post)).isEqualTo(2);
        richer.link(LIKE, weighted(user(richer, "Cleo"), post, 4, "1"));
        close(richer);

        Entail again = open(Likes.counting(false), database);
        assertThat(likes(again, post)).isEqualTo(3);
        assertThat(tables(again)).doesNotContain("Post$slots");
    }

    @Test
    @DisplayName("descriptions tell that a value is hot, and the catalog shows where it is")
    final void described() {
        Entail entail = open(Likes.counting(true));
        assertThat(entail.model().describe().toJson()).contains("\"hot\": true");
        assertThat(entail.model().explain()).contains("Post.likes INTEGER (hot) = ");
        assertThat(entail.catalog().describe()).contains("table Post$slots", "holds Post.likes");
    }

    private static RecordId user(Entail entail, String name) {
        return entail.create(USER, Draft.of("name", name));
    }

    private static RecordId post(Entail entail) {
        return entail.create(POST, Draft.of("title", "p"));
    }

    private static long likes(Entail entail, RecordId post) {
        return entail.query(POST).select("likes").byId(post).orElseThrow().integer("likes");
    }

    private long slots(Entail entail) {
        return slotsOf(entail, "Post$slots");
    }

    private long slotsOf(Entail entail, String table) {
        Database database = database(entail);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + quoted(entail, table))) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(Entail entail, String sql) {
        try (Connection connection = database(entail).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> tables(Entail entail) {
        List<String> names = new ArrayList<>();
        try (Connection connection = database(entail).dataSource().getConnection();
                ResultSet rows = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", null)) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    private String quoted(Entail entail, String name) {
        return database(entail).dialect().quote(name);
    }
}
