package dev.entail.examples.friends;

import static dev.entail.examples.friends.FriendsModel.APPROVE;
import static dev.entail.examples.friends.FriendsModel.CANCEL;
import static dev.entail.examples.friends.FriendsModel.CREATE_FRIEND_RELATION;
import static dev.entail.examples.friends.FriendsModel.DELETE_FRIEND;
import static dev.entail.examples.friends.FriendsModel.FRIENDS;
import static dev.entail.examples.friends.FriendsModel.REJECT;
import static dev.entail.examples.friends.FriendsModel.REQUEST;
import static dev.entail.examples.friends.FriendsModel.SEND_REQUEST;
import static dev.entail.examples.friends.FriendsModel.USER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Application C of the specification: every number after every step, on all databases. */
@EachDatabase
@DisplayName("Application C, make friends")
class FriendsNumbersTest {
    private static final RecordId A = RecordId.of(1);
    private static final RecordId B = RecordId.of(2);
    private static final RecordId C = RecordId.of(3);
    private static final String NO_REQUESTS = "";
    private static final String NEW = "0,0,true,false";

    private Entail entail;

    @Test
    @DisplayName("C0..C10 friends, requests, activities and events, step by step")
    void story(TestDatabase database) {
        entail = Entail.with(FriendsModel.create()).open(database.fresh().open());
        List.of("A", "B", "C").forEach(name -> entail.create(USER, Draft.of("name", name)));
        expect("C0", List.of(NEW, NEW, NEW), NO_REQUESTS, "", "0,true,false", 0);

        refused(B, APPROVE, null, "CONDITION_REJECTED");
        expect("C1", List.of(NEW, NEW, NEW), NO_REQUESTS, "", "0,true,false", 0);

        DispatchResult sent = send(A, B, "hi", null).orThrow();
        assertThat(sent.context()).containsEntry("activityId", RecordId.of(1));
        assertThat(sent.context().get("nextState"))
                .isEqualTo(Map.of(
                        "current",
                        Map.of(
                                "uuid",
                                "any(approve)",
                                "children",
                                List.of(at("approve"), at("reject"), at("cancel")))));
        List<String> asked = List.of("0,0,false,false", NEW, NEW);
        expect("C2", asked, "pending A>B hi", "v1 open", "0,false,false", 1);

        DispatchResult again = send(A, B, "hi", RecordId.of(1));
        assertThat(again.refusal().code()).isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
        expect("C3", asked, "pending A>B hi", "v1 open", "0,false,false", 1);

        refused(A, APPROVE, 1L, "CONDITION_REJECTED");
        refused(C, APPROVE, 1L, "CONDITION_REJECTED");
        expect("C4", asked, "pending A>B hi", "v1 open", "0,false,false", 1);

        DispatchResult approved = take(B, APPROVE, 1L).orThrow();
        assertThat(approved.context()).containsEntry("nextState", Map.of());
        List<String> friends = List.of("1,1,true,true", "1,0,true,false", NEW);
        expect("C5", friends, "approved A>B hi", "v2 finished", "1,true,true", 2);
        Row friendship =
                entail.query(FRIENDS).select("source.id", "target.id").first().orElseThrow();
        assertThat(friendship.row("source").id()).isEqualTo(A);
        assertThat(friendship.row("target").id()).isEqualTo(B);

        refused(B, REJECT, 1L, "ACTIVITY_STEP_UNAVAILABLE");
        refused(A, CANCEL, 1L, "ACTIVITY_STEP_UNAVAILABLE");
        expect("C6", friends, "approved A>B hi", "v2 finished", "1,true,true", 2);

        send(A, C, "yo", null).orThrow();
        entail.dispatch(
                        CREATE_FRIEND_RELATION.step(REJECT),
                        call -> call.by(C).in(RecordId.of(2)).payload("reason", "too loud"))
                .orThrow();
        String two = "approved A>B hi; rejected A>C yo";
        expect(
                "C7",
                List.of("1,2,true,true", "1,0,true,false", NEW),
                two,
                "v2 finished; v2 finished",
                "1,true,true",
                4);

        send(B, C, "hey", null).orThrow();
        take(B, CANCEL, 3L).orThrow();
        String three = two + "; pending B>C hey";
        String activities = "v2 finished; v2 finished; v2 finished";
        expect("C8", List.of("1,2,true,true", "1,0,false,false", NEW), three, activities, "1,false,true", 6);

        entail.dispatch(DELETE_FRIEND, call -> call.by(A).payload("target", B)).orThrow();
        List<String> apart = List.of("0,2,true,true", "0,0,false,false", NEW);
        expect("C9", apart, three, activities, "0,false,true", 7);

        refused(B, APPROVE, 999L, "CONDITION_REJECTED");
        expect("C10", apart, three, activities, "0,false,true", 7);

        assertThat(entail
                        .query(InteractionRecord.ENTITY)
                        .select("interactionName", "activity.id")
                        .orderBy(Order.ascending("id"))
                        .list()
                        .stream()
                        .map(event -> {
                            Row in = event.rowOrNull("activity");
                            return event.text("interactionName") + " " + (in == null ? "-" : in.id());
                        }))
                .containsExactly(
                        "sendRequest 1",
                        "approve 1",
                        "sendRequest 2",
                        "reject 2",
                        "sendRequest 3",
                        "cancel 3",
                        "deleteFriend -");
    }

    @Test
    @DisplayName("16 threads answer one request at once, each in its own way: one answer counts, and everything follows"
            + " from that one")
    void crowd(TestDatabase database) throws Exception {
        entail = Entail.with(FriendsModel.create()).open(database.fresh().open());
        List.of("A", "B", "C").forEach(name -> entail.create(USER, Draft.of("name", name)));
        for (long round = 1; round <= 5; round++) {
            long id = round;
            send(A, B, "hi", null).orThrow();
            List<String> outcomes = new ArrayList<>();
            try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
                List<Callable<String>> answers = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Interaction step = List.of(APPROVE, REJECT, CANCEL).get(i % 3);
                    answers.add(() -> {
                        DispatchResult result = take(step == CANCEL ? A : B, step, id);
                        return result.isAccepted() ? "ok" : result.refusal().code();
                    });
                }
                for (Future<String> answer : pool.invokeAll(answers)) {
                    outcomes.add(answer.get());
                }
            }
            assertThat(outcomes).containsOnlyOnce("ok");
            assertThat(outcomes.stream().filter(outcome -> !outcome.equals("ok")))
                    .isSubsetOf("ACTIVITY_STEP_UNAVAILABLE", "ACTIVITY_CONFLICT");
            assertThat(entail.query(InteractionRecord.ENTITY).count()).isEqualTo(2 * round);
            DerivedValues.assertTrue(entail);
            if (entail.query(FRIENDS).count() > 0) {
                // Otherwise the next approval would make the same friendship again.
                entail.unlink(FRIENDS, A, B);
            }
        }
    }

    private static Map<String, Object> at(String node) {
        return Map.of("current", Map.of("uuid", node));
    }

    private DispatchResult send(RecordId from, RecordId to, String content, @Nullable RecordId in) {
        return entail.dispatch(CREATE_FRIEND_RELATION.step(SEND_REQUEST), call -> {
            var asked = call.by(from).payload("to", to).payload("message", Map.of("content", content));
            return in == null ? asked : asked.in(in);
        });
    }

    private DispatchResult take(RecordId by, Interaction step, @Nullable Long in) {
        return entail.dispatch(
                CREATE_FRIEND_RELATION.step(step),
                call -> in == null ? call.by(by) : call.by(by).in(RecordId.of(in)));
    }

    private void refused(RecordId by, Interaction step, @Nullable Long in, String code) {
        assertThat(take(by, step, in).refusal().code()).isEqualTo(code);
    }

    private void expect(
            String step, List<String> users, String requests, String activities, String globals, long events) {
        assertThat(entail.query(USER).select("*").orderBy(Order.ascending("id")).list().stream()
                        .map(user -> user.integer("totalFriendCount") + "," + user.integer("totalUnhandledRequest")
                                + "," + user.bool("everySendRequestHandled") + ","
                                + user.bool("anySendRequestHandled")))
                .as(step)
                .isEqualTo(users);
        assertThat(entail
                        .query(REQUEST)
                        .select("result", "from.name", "to.name", "message.content")
                        .orderBy(Order.ascending("id"))
                        .list()
                        .stream()
                        .map(request -> request.text("result") + " "
                                + request.row("from").text("name") + ">"
                                + request.row("to").text("name") + " "
                                + request.row("message").text("content"))
                        .collect(joining("; ")))
                .as(step)
                .isEqualTo(requests);
        assertThat(entail.query(ActivityRecord.ENTITY).select("*").orderBy(Order.ascending("id")).list().stream()
                        .map(activity -> "v" + activity.get(ActivityRecord.STATE_VERSION) + " "
                                + activity.get(ActivityRecord.STATUS))
                        .collect(joining("; ")))
                .as(step)
                .isEqualTo(activities);
        assertThat(entail.global(FriendsModel.TOTAL_FRIEND_RELATION) + ","
                        + entail.global(FriendsModel.EVERY_REQUEST_HANDLED) + ","
                        + entail.global(FriendsModel.ANY_REQUEST_HANDLED))
                .as(step)
                .isEqualTo(globals);
        assertThat(entail.query(InteractionRecord.ENTITY).count()).as(step).isEqualTo(events);
        DerivedValues.assertTrue(entail);
    }
}
