package dev.entail.examples.social;

import static dev.entail.examples.social.SocialModel.AUTHORSHIP;
import static dev.entail.examples.social.SocialModel.CREATE_POST;
import static dev.entail.examples.social.SocialModel.GET_MY_POSTS;
import static dev.entail.examples.social.SocialModel.LIKE;
import static dev.entail.examples.social.SocialModel.LIKE_POST;
import static dev.entail.examples.social.SocialModel.POST;
import static dev.entail.examples.social.SocialModel.TOTAL_LIKES;
import static dev.entail.examples.social.SocialModel.TOTAL_POSTS;
import static dev.entail.examples.social.SocialModel.UNLIKE_POST;
import static dev.entail.examples.social.SocialModel.USER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.event.Effect;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Application A of the specification, number by number. The steps are one story on one database, hence the order; each asserts everything that can be counted, so that a step that changes too much is caught as well.
 */
@EachDatabase
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("Application A, social posts")
class SocialNumbersTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final RecordId ANN = RecordId.of(1);
    private static final RecordId BOB = RecordId.of(2);
    private static final RecordId CID = RecordId.of(3);
    private static final RecordId HELLO = RecordId.of(1);

    private static final dev.entail.core.query.Order BY_ID = dev.entail.core.query.Order.ascending("id");

    /** After A4, which A5 must not change. */
    private static final String POPULAR = """
        Ann 2,2,0; Bob 0,0,1; Cid 0,0,1
        Hello by Ann 2/true draft
        Second by Ann 0/false draft
        totals 2/2; events 4\
        """;

    /** After A7; from there on nothing but the number of events changes. */
    private static final String UNLIKED = """
        Ann 2,1,0; Bob 0,0,0; Cid 0,0,1
        Hello by Ann 1/false draft
        Second by Ann 0/false draft
        totals 2/1; events 6\
        """;

    /** Opened by the first step for all of them; the database belongs to the class, therefore nobody closes it here. */
    private static Entail entail;

    @Test
    @Order(0)
    @DisplayName("A0 three users, no posts, no events")
    void a0(TestDatabase database) {
        entail = Entail.with(SocialModel.create())
                .replace(InstantSource.class, InstantSource.fixed(NOON))
                .open(database.database());

        assertThat(List.of(create("Ann"), create("Bob"), create("Cid"))).containsExactly(ANN, BOB, CID);

        assertThat(numbers()).isEqualTo("""
            Ann 0,0,0; Bob 0,0,0; Cid 0,0,0
            totals 0/0; events 0\
            """);
    }

    @Test
    @Order(1)
    @DisplayName("A1 Ann writes a post")
    void a1() {
        DispatchResult result = accepted(ANN, CREATE_POST, Map.of("title", "Hello", "content", "W"));

        assertThat(happened(result)).contains("Created _Interaction_", "Created Post", "Created " + AUTHORSHIP.name());
        assertThat(numbers()).isEqualTo("""
            Ann 1,0,0; Bob 0,0,0; Cid 0,0,0
            Hello by Ann 0/false draft
            totals 1/0; events 1\
            """);
    }

    @Test
    @Order(2)
    @DisplayName("A2 Ann writes another post")
    void a2() {
        accepted(ANN, CREATE_POST, Map.of("title", "Second", "content", "X"));

        assertThat(numbers()).isEqualTo("""
            Ann 2,0,0; Bob 0,0,0; Cid 0,0,0
            Hello by Ann 0/false draft
            Second by Ann 0/false draft
            totals 2/0; events 2\
            """);
    }

    @Test
    @Order(3)
    @DisplayName("A3 Bob likes the first post")
    void a3() {
        accepted(BOB, LIKE_POST, Map.of("post", HELLO));

        assertThat(numbers()).isEqualTo("""
            Ann 2,1,0; Bob 0,0,1; Cid 0,0,0
            Hello by Ann 1/false draft
            Second by Ann 0/false draft
            totals 2/1; events 3\
            """);
    }

    @Test
    @Order(4)
    @DisplayName("A4 Cid likes it too, which makes it popular")
    void a4() {
        accepted(CID, LIKE_POST, Map.of("post", HELLO));

        assertThat(numbers()).isEqualTo(POPULAR);
    }

    @Test
    @Order(5)
    @DisplayName("A5 Bob likes it again: ALREADY_LIKED, no effects")
    void a5() {
        refused(BOB, LIKE_POST, Map.of("post", HELLO), "ALREADY_LIKED");

        assertThat(numbers()).isEqualTo(POPULAR);
    }

    @Test
    @Order(6)
    @DisplayName("A6 Bob takes his like back")
    void a6() {
        DispatchResult result = accepted(BOB, UNLIKE_POST, Map.of("post", HELLO));

        assertThat(happened(result)).contains("Created _Interaction_", "Deleted " + LIKE.name());
        assertThat(numbers()).isEqualTo("""
            Ann 2,1,0; Bob 0,0,0; Cid 0,0,1
            Hello by Ann 1/false draft
            Second by Ann 0/false draft
            totals 2/1; events 5\
            """);
    }

    @Test
    @Order(7)
    @DisplayName("A7 Bob takes back what he does not like: only the event is recorded")
    void a7() {
        DispatchResult result = accepted(BOB, UNLIKE_POST, Map.of("post", HELLO));

        assertThat(happened(result)).containsExactly("Created _Interaction_");
        assertThat(numbers()).isEqualTo(UNLIKED);
    }

    @Test
    @Order(8)
    @DisplayName("A8 Ann writes a post without content: content missing")
    void a8() {
        DispatchResult result = refused(ANN, CREATE_POST, Map.of("title", "Third"), "PAYLOAD_MISSING");

        assertThat(result.refusal().details()).containsEntry("type", "content missing");
        assertThat(numbers()).isEqualTo(UNLIKED);
    }

    @Test
    @Order(9)
    @DisplayName("A9 Bob likes a post that does not exist: post ref not found; a bare id: post data is not a ref")
    void a9() {
        DispatchResult missing =
                refused(BOB, LIKE_POST, Map.of("post", Map.of("id", 9999)), "PAYLOAD_REFERENCE_NOT_FOUND");
        DispatchResult bare = refused(BOB, LIKE_POST, Map.of("post", 1), "PAYLOAD_NOT_A_REFERENCE");

        assertThat(missing.refusal().details()).containsEntry("type", "post ref not found");
        assertThat(bare.refusal().details()).containsEntry("type", "post data is not a ref");
        assertThat(numbers()).isEqualTo(UNLIKED);
    }

    /** A caller cannot ask for columns yet; whatever comes to be asked, the policy stays the limit. */
    @Test
    @Order(10)
    @DisplayName("A10 Ann reads her posts and gets nothing but what the policy lets her see")
    void a10() {
        DispatchResult result = accepted(ANN, GET_MY_POSTS, Map.of());

        assertThat(result.data())
                .isEqualTo(List.of(
                        new Row(HELLO, Map.of("title", "Hello", "likeCount", 1L, "popular", false)),
                        new Row(RecordId.of(2), Map.of("title", "Second", "likeCount", 0L, "popular", false))));
        assertThat(numbers()).isEqualTo(UNLIKED.replace("events 6", "events 7"));
    }

    @Test
    @Order(11)
    @DisplayName("A11 Bob reads his posts: there are none")
    void a11() {
        DispatchResult result = accepted(BOB, GET_MY_POSTS, Map.of());

        assertThat(result.data()).isEqualTo(List.of());
        assertThat(numbers()).isEqualTo(UNLIKED.replace("events 6", "events 8"));
    }

    @Test
    @Order(12)
    @DisplayName("A-events the accepted ones are recorded in order, refused ones are not")
    void eventsInOrder() {
        assertThat(events())
                .extracting(event -> event.get(InteractionRecord.NAME))
                .containsExactly(
                        "CreatePost",
                        "CreatePost",
                        "LikePost",
                        "LikePost",
                        "UnlikePost",
                        "UnlikePost",
                        "GetMyPosts",
                        "GetMyPosts");
    }

    @Test
    @Order(13)
    @DisplayName("A-record the first event record says who, what and when")
    void firstEventRecord() {
        Row first = events().getFirst();

        assertThat(first.get(InteractionRecord.PAYLOAD)).isEqualTo(Map.of("title", "Hello", "content", "W"));
        assertThat(first.get(InteractionRecord.USER)).isEqualTo(Map.of("id", 1L));
        assertThat(first.get(InteractionRecord.ACTOR)).isEqualTo(1L);
        assertThat(first.get(InteractionRecord.QUERY)).isEqualTo(Map.of());
        assertThat(first.get(InteractionRecord.CONTEXT)).isEqualTo(Map.of());
        assertThat(first.get(InteractionRecord.OCCURRED_AT)).isEqualTo(NOON);
        assertThat(first.get(InteractionRecord.CORRELATION_ID)).isNull();
    }

    private RecordId create(String name) {
        return entail.create(USER, Draft.of("name", name));
    }

    private DispatchResult accepted(RecordId who, Interaction interaction, Map<String, ?> payload) {
        return entail.dispatch(interaction, call -> call.by(who).payload(payload))
                .orThrow();
    }

    private DispatchResult refused(RecordId who, Interaction interaction, Map<String, ?> payload, String code) {
        DispatchResult result =
                entail.dispatch(interaction, call -> call.by(who).payload(payload));
        assertThat(result.isAccepted()).isFalse();
        assertThat(result.refusal().code()).isEqualTo(code);
        assertThat(result.effects()).isEmpty();
        assertThat(result.data()).isNull();
        return result;
    }

    private static List<String> happened(DispatchResult result) {
        return result.effects().stream()
                .map(Effect::mutation)
                .map(mutation -> mutation.getClass().getSimpleName() + " " + mutation.record())
                .toList();
    }

    private List<Row> events() {
        return entail.query(InteractionRecord.ENTITY).select("*").orderBy(BY_ID).list();
    }

    /** Everything that the table of the specification counts: users as posts, received, given; posts as likes, popular. */
    private String numbers() {
        String users =
                entail
                        .query(USER)
                        .select("name", "postCount", "likesReceived", "likesGiven")
                        .orderBy(BY_ID)
                        .list()
                        .stream()
                        .map(user -> "%s %d,%d,%d"
                                .formatted(
                                        user.text("name"),
                                        user.integer("postCount"),
                                        user.integer("likesReceived"),
                                        user.integer("likesGiven")))
                        .collect(joining("; ", "", "\n"));
        String posts = entail
                .query(POST)
                .select("title", "likeCount", "popular", "status", "author.name")
                .orderBy(BY_ID)
                .list()
                .stream()
                .map(post -> "%s by %s %d/%s %s\n"
                        .formatted(
                                post.text("title"),
                                post.row("author").text("name"),
                                post.integer("likeCount"),
                                post.bool("popular"),
                                post.text("status")))
                .collect(joining());
        return users
                + posts
                + "totals %d/%d; events %d"
                        .formatted(
                                entail.global(TOTAL_POSTS),
                                entail.global(TOTAL_LIKES),
                                entail.query(InteractionRecord.ENTITY).count());
    }
}
