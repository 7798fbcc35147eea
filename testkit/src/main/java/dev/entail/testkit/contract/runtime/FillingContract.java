package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.verification.Progress;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Derived values that a model gains while there are records already. */
abstract class FillingContract extends RuntimeGroup {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"), integer("stars"), bool("public"));
    private static final Relation AUTHORSHIP =
            manyToOne(POST, "author", USER, "posts").named("Wrote");
    private static final Relation LIKE = manyToMany(USER, "likedPosts", POST, "likedBy")
            .with(integer("weight"))
            .named("Like");
    private static final Relation FRIENDS =
            manyToMany(USER, "friends", USER, "friends").named("Friends");
    private static final Property<Long> LIKE_COUNT = integer("likeCount");

    private static ModelBuilder facts() {
        return Model.model("Growing").facts(USER, POST, AUTHORSHIP, LIKE, FRIENDS);
    }

    private static Model counting() {
        return facts().derive(POST, LIKE_COUNT, Count.of("likedBy")).build();
    }

    /** Ten users in a circle of friends, each with a post that all users before like. */
    private static void populate(Entail entail) {
        List<RecordId> users = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RecordId user = entail.create(USER, Draft.of("name", "u" + i));
            entail.create(
                    POST,
                    Draft.of("title", "p" + i)
                            .set("stars", i == 3 ? null : (long) i)
                            .set("public", i % 2 == 0)
                            .set("author", user)
                            .set("likedBy", List.copyOf(users)));
            users.add(user);
        }
        for (int i = 0; i < 10; i++) {
            entail.link(FRIENDS, Link.between(users.get(i), users.get((i + 1) % 10)));
        }
    }

    private TestDatabase populated() {
        TestDatabase database = test().fresh();
        Entail entail = open(facts().build(), database);
        populate(entail);
        close(entail);
        return database;
    }

    @Test
    @DisplayName("a derived value that is new is refused, and computed if asked for; from then on opening is as ever")
    final void asked() {
        TestDatabase database = populated();
        EntailException refused = failureOf(() -> open(counting(), database));
        assertThat(refused.code()).isEqualTo("SCHEMA_MISMATCH");
        assertThat(refused.getMessage()).contains("Post.likeCount is derived and new", "open the model with filling()");

        List<Progress> progress = new ArrayList<>();
        Entail filled = filling(counting(), database, progress::add);
        assertThat(progress).containsExactly(new Progress("Post.likeCount", 10));
        assertThat(likes(filled)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        close(filled);

        Entail later = open(counting(), database);
        later.delete(USER, later.query(USER).first().orElseThrow().id());
        assertThat(likes(later)).contains(8L).doesNotContain(9L);
    }

    private Entail filling(Model model, TestDatabase database, Consumer<Progress> progress) {
        return open(model, database, builder -> builder.filling(progress));
    }

    private static List<Long> likes(Entail entail) {
        return entail.query(POST).select("likeCount").list().stream()
                .map(row -> row.integer("likeCount"))
                .toList();
    }

    @Test
    @DisplayName("all kinds of values are computed, each after those that it follows from")
    final void allKinds() {
        TestDatabase database = populated();
        Model rich = facts().derive(POST, LIKE_COUNT, Count.of("likedBy"))
                .derive(POST, bool("popular"), Computed.from("likeCount", row -> row.integer("likeCount") > 4))
                .derive(POST, text("by"), Lookup.of("author.name"))
                .derive(
                        POST,
                        text("phase"),
                        StateMachine.of("new", "old")
                                .with(Transfer.from("new")
                                        .to("old")
                                        .on(Trigger.updated(POST, "title"), change -> change.id())))
                .derive(
                        POST,
                        integer("edits"),
                        StateMachine.of("fresh", "edited")
                                .starting(row -> 0L)
                                .with(Transfer.from("fresh")
                                        .to("edited")
                                        .on(Trigger.updated(POST, "title"), change -> change.id())
                                        .setting((last, change) -> 1L)))
                .derive(USER, integer("likes"), Summation.of("posts", "likeCount"))
                .derive(USER, decimal("meanStars"), Average.of("likedPosts", "stars"))
                .derive(USER, bool("open"), Every.of("posts", "public"))
                .derive(USER, integer("friendCount"), Count.of("friends"))
                .derive(USER, integer("popularPosts"), Count.of("posts").where("popular"))
                .derive(
                        USER,
                        text("titles"),
                        Custom.reading("name", "posts.title")
                                .computing(row ->
                                        row.text("name") + row.rows("posts").size()))
                .derive(
                        POST,
                        bool("old"),
                        RealTime.reading("stars")
                                .formula(row ->
                                        RealTime.now().greaterThan(RealTime.at(Instant.parse("2020-01-01T00:00:00Z")))))
                .derive(integer("posts"), Count.of(POST))
                .derive(integer("stars"), Summation.of(POST, "stars"))
                .derive(
                        text("names"),
                        Custom.reading("users", Query.of("User").select("name"))
                                .computing(
                                        row -> String.valueOf(row.rows("users").size())))
                .build();
        List<Progress> progress = new ArrayList<>();
        Entail filled = filling(rich, database, progress::add);
        assertThat(filled.verify().drift()).isEmpty();
        Row last = filled.query(POST)
                .select("*")
                .where(Match.eq("title", "p9"))
                .first()
                .orElseThrow();
        assertThat(last.integer("likeCount")).isEqualTo(9);
        assertThat(last.bool("popular")).isTrue();
        assertThat(last.text("by")).isEqualTo("u9");
        assertThat(last.text("phase")).isEqualTo("new");
        assertThat(last.bool("old")).isTrue();
        assertThat(last.integer("edits")).isZero();
        assertThat(filled.global(integer("posts"))).isEqualTo(10);
        assertThat(filled.global(integer("stars"))).isEqualTo(42);
        assertThat(filled.global(text("names"))).isEqualTo("10");
        Row first = filled.query(USER).select("*").first().orElseThrow();
        assertThat(first.integer("friendCount")).isEqualTo(2);
        assertThat(first.decimal("meanStars")).isEqualByComparingTo(new BigDecimal("4.6666666667"));

        filled.update(POST, last.id(), Draft.of("title", "p9, edited"));
        Row edited = filled.query(POST).select("*").byId(last.id()).orElseThrow();
        assertThat(edited.text("phase")).isEqualTo("old");
        assertThat(edited.integer("edits")).isEqualTo(1);
        assertThat(progress).extracting(Progress::path).contains("Post.likeCount", "User.likes", "_Dictionary_.posts");
    }

    @Test
    @DisplayName(
            "TRF-04 a projection that is new is made of what is there, and verified: what is wrong is found and mended")
    final void projection() {
        TestDatabase database = populated();
        Entity badge = entity("Badge", text("line"));
        Model model = facts().facts(badge)
                .derive(POST, LIKE_COUNT, Count.of("likedBy"))
                .derive(
                        badge,
                        Projection.toRecord(
                                POST,
                                List.of("title", "likeCount"),
                                post -> post.integer("likeCount") < 8
                                        ? null
                                        : Draft.of("line", post.text("title") + ": " + post.integer("likeCount"))))
                .derive(integer("badges"), Count.of(badge))
                .build();
        assertThat(failureOf(() -> open(model, database)).getMessage())
                .contains("projection:Badge:Post#0 is new, and there are records of Post");
        Entail filled = filling(model, database, each -> {});
        assertThat(filled.query(badge).select("line").list().stream().map(row -> row.text("line")))
                .containsExactlyInAnyOrder("p8: 8", "p9: 9");
        assertThat(filled.global(integer("badges"))).isEqualTo(2);
        assertThat(filled.verify().isClean()).isTrue();

        Row first = filled.query(badge).first().orElseThrow();
        filled.update(badge, first.id(), Draft.of("line", "scratched"));
        assertThat(filled.verify().drift()).singleElement().satisfies(drift -> {
            assertThat(drift.stored()).isEqualTo("scratched");
            assertThat(drift.expected()).asString().startsWith("p");
        });
        filled.delete(badge, first.id());
        assertThat(filled.verify().wrong()).isEqualTo(1);
        assertThat(filled.query(badge).count()).as("verifying changes nothing").isEqualTo(1);
        filled.repair();
        assertThat(filled.query(badge).count()).isEqualTo(2);
        assertThat(filled.verify().isClean()).isTrue();
    }

    @Test
    @DisplayName("records that one function yields are made when the new values that it reads are there")
    final void yielded() {
        TestDatabase database = populated();
        Entity label = entity("Label", text("line"));
        Model model = facts().facts(label)
                .derive(POST, text("by"), Lookup.of("author.name"))
                .derive(
                        label,
                        CustomRecords.reading("posts", Query.of("Post").select("by"))
                                .keyedBy("line")
                                .yielding(row -> Stream.concat(
                                                Stream.of("authors"),
                                                row.rows("posts").stream()
                                                        .map(post ->
                                                                post.text("by").toUpperCase(Locale.ROOT)))
                                        .map(line -> Draft.of("line", line))
                                        .toList()))
                .build();
        Entail filled = filling(model, database, each -> {});
        assertThat(filled.query(label).count()).isEqualTo(11);
        assertThat(filled.query(label).where(Match.eq("line", "U9")).exists()).isTrue();
    }

    @Test
    @DisplayName("what was interrupted is refused until it is done, and goes on where it was")
    final void interrupted() {
        TestDatabase database = populated();
        AtomicBoolean fails = new AtomicBoolean(true);
        Model model = facts().derive(POST, LIKE_COUNT, Count.of("likedBy"))
                .derive(POST, text("label"), Computed.from("likeCount", row -> {
                    if (fails.get() && row.integer("likeCount") == 7) {
                        throw new IllegalStateException("no label for 7");
                    }
                    return "label " + row.integer("likeCount");
                }))
                .build();
        assertThat(failureOf(() -> filling(model, database, each -> {})).code()).isEqualTo("CALLBACK_FAILED");

        EntailException refused = failureOf(() -> open(model, database));
        assertThat(refused.getMessage())
                .contains("Post.label was being computed", "did not end", "filling()")
                .doesNotContain("Post.likeCount");

        fails.set(false);
        List<Progress> progress = new ArrayList<>();
        Entail filled = filling(model, database, progress::add);
        assertThat(progress).extracting(Progress::path).containsExactly("Post.label");
        assertThat(filled.verify().drift()).isEmpty();
        close(filled);
        close(open(model, database));
    }

    @Test
    @DisplayName(
            "values and projections are computed, verified and mended of all records, not of the first page of them"
                    + " alone")
    final void pages() {
        TestDatabase database = test().fresh();
        Entail before = open(facts().build(), database);
        before.inTransaction(writes -> {
            RecordId user = writes.create(USER, Draft.of("name", "u"));
            List<Draft> posts = IntStream.range(0, 1_200)
                    .mapToObj(i -> Draft.of("title", "p" + i).set("likedBy", List.of(user)))
                    .toList();
            return writes.createAll(POST, posts);
        });
        close(before);
        Entity badge = entity("Badge", text("line"));
        Model model = facts().facts(badge)
                .derive(POST, LIKE_COUNT, Count.of("likedBy"))
                .derive(
                        badge,
                        Projection.toRecord(POST, List.of("title"), post -> Draft.of("line", post.text("title"))))
                .build();
        Entail filled = filling(model, database, each -> {});
        assertThat(filled.query(POST).where(Match.eq("likeCount", 1L)).count()).isEqualTo(1_200);
        assertThat(filled.query(badge).count()).isEqualTo(1_200);
        Row last = filled.query(badge).orderBy(Order.descending("id")).first().orElseThrow();
        filled.delete(badge, last.id());
        assertThat(filled.verify().wrong()).isEqualTo(1);
        assertThat(filled.repair().looked()).isGreaterThanOrEqualTo(2_400);
        assertThat(filled.query(badge).count()).isEqualTo(1_200);
    }

    @Test
    @DisplayName("computing a count reads no items: statements depend on the number of pages of its records alone")
    final void cost() {
        TestDatabase database = populated();
        TestDatabase larger = test().fresh();
        Entail before = open(facts().build(), larger);
        populate(before);
        before.inTransaction(writes -> {
            for (int i = 0; i < 200; i++) {
                writes.create(
                        USER,
                        Draft.of("name", "v" + i)
                                .set(
                                        "likedPosts",
                                        before.query(POST).limit(5).list().stream()
                                                .map(Row::id)
                                                .toList()));
            }
            return true;
        });
        close(before);
        assertThat(statementsOfRebuild(larger)).isEqualTo(statementsOfRebuild(database));
    }

    private int statementsOfRebuild(TestDatabase database) {
        Entail entail = filling(counting(), database, each -> {});
        Recording recording = log(entail).record(() -> entail.rebuild(POST, LIKE_COUNT));
        assertThat(recording.statements()).as(recording.toString()).hasSize(2);
        return recording.statements().size();
    }
}
