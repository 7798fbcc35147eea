package dev.entail.examples.leave;

import static dev.entail.core.definition.Property.integer;
import static dev.entail.examples.leave.LeaveModel.APPROVE_LEAVE;
import static dev.entail.examples.leave.LeaveModel.LEAVE_REQUEST;
import static dev.entail.examples.leave.LeaveModel.REJECT_LEAVE;
import static dev.entail.examples.leave.LeaveModel.SUBMIT_LEAVE;
import static dev.entail.examples.leave.LeaveModel.USER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.invariant.DerivedValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Application D of the specification: every number after every step, on all databases. */
@EachDatabase
@DisplayName("Application D, leave requests")
class LeaveNumbersTest {
    private static final RecordId AMY = RecordId.of(1);
    private static final RecordId MAX = RecordId.of(2);
    private static final RecordId MIA = RecordId.of(3);
    private static final String FIRST_PENDING = "1: 3 false/false pending [2 pending, 3 pending]";

    private Entail entail;

    @Test
    @DisplayName("D1..D10 days, decisions and open reviews, step by step")
    void story(TestDatabase database) {
        entail = Entail.with(LeaveModel.create()).open(database.fresh().open());
        List.of("Amy", "Max", "Mia").forEach(name -> entail.create(USER, Draft.of("name", name)));

        accepted(AMY, SUBMIT_LEAVE, submission(3, MAX, MIA));
        expect("D1", "0/10", "1/1", FIRST_PENDING, 0, 1);

        refused(AMY, SUBMIT_LEAVE, submission(1, AMY), "SELF_REVIEW");
        assertThat(refused(AMY, SUBMIT_LEAVE, submission(11, MAX), "QUOTA_EXCEEDED")
                        .refusal()
                        .details())
                .containsEntry("remaining", 10L);
        expect("D2", "0/10", "1/1", FIRST_PENDING, 0, 1);

        refused(AMY, APPROVE_LEAVE, request(1), "CONDITION_REJECTED");
        expect("D3", "0/10", "1/1", FIRST_PENDING, 0, 1);

        accepted(MAX, APPROVE_LEAVE, request(1));
        String half = "1: 3 false/false pending [2 approved, 3 pending]";
        expect("D4", "0/10", "0/1", half, 0, 2);

        refused(MAX, APPROVE_LEAVE, request(1), "CONDITION_REJECTED");
        expect("D5", "0/10", "0/1", half, 0, 2);

        accepted(MIA, APPROVE_LEAVE, request(1));
        String first = "1: 3 true/false approved [2 approved, 3 approved]";
        expect("D6", "3/7", "0/0", first, 3, 3);

        accepted(AMY, SUBMIT_LEAVE, submission(5, MAX, MIA));
        accepted(MAX, REJECT_LEAVE, request(2));
        accepted(MIA, APPROVE_LEAVE, request(2));
        String second = first + "; 2: 5 false/true rejected [2 rejected, 3 approved]";
        expect("D7", "3/7", "0/0", second, 3, 6);

        assertThat(refused(AMY, SUBMIT_LEAVE, submission(8, MAX), "QUOTA_EXCEEDED")
                        .refusal()
                        .details())
                .containsEntry("remaining", 7L);
        expect("D8", "3/7", "0/0", second, 3, 6);

        accepted(AMY, SUBMIT_LEAVE, submission(7));
        String third = second + "; 3: 7 false/false pending []";
        expect("D9: an empty list is a list", "3/7", "0/0", third, 3, 7);

        DispatchResult missing = refused(AMY, SUBMIT_LEAVE, Map.of("days", 7), "PAYLOAD_MISSING");
        assertThat(missing.refusal().details()).containsEntry("type", "reviewers missing");
        expect("D10", "3/7", "0/0", third, 3, 7);
        assertThat(entail.explain(USER, MAX, integer("toReview")).describe()).isEqualTo("""
            User.toReview of 2 is 0: count of reviewing where a function of [&.decision]
              from LeaveRequest 1
              from Review 1 {decision=approved}
              from LeaveRequest 2
              from Review 3 {decision=rejected}\
            """);
        assertThat(entail.explain(USER, AMY, integer("remaining")).describe()).isEqualTo("""
            User.remaining of 1 is 7: computed from [quota, usedDays]
              from User 1 {quota=10, usedDays=3}\
            """);
        assertThat(entail.explain(LeaveModel.APPROVED_DAYS).sources()).hasSize(3);
    }

    private static Map<String, Object> submission(int days, RecordId... reviewers) {
        return Map.of("days", days, "reason", "rest", "reviewers", List.of(reviewers));
    }

    private static Map<String, Object> request(long id) {
        return Map.of("request", RecordId.of(id));
    }

    private DispatchResult dispatch(RecordId by, Interaction interaction, Map<String, Object> payload) {
        return entail.dispatch(interaction, call -> call.by(by).payload(payload));
    }

    private void accepted(RecordId by, Interaction interaction, Map<String, Object> payload) {
        dispatch(by, interaction, payload).orThrow();
    }

    private DispatchResult refused(RecordId by, Interaction interaction, Map<String, Object> payload, String code) {
        DispatchResult result = dispatch(by, interaction, payload);
        assertThat(result.isAccepted()).isFalse();
        assertThat(result.refusal().code()).isEqualTo(code);
        return result;
    }

    private void expect(String step, String amy, String toReview, String requests, long approvedDays, long events) {
        Row user = entail.query(USER).select("*").byId(AMY).orElseThrow();
        assertThat(user.integer("usedDays") + "/" + user.integer("remaining"))
                .as(step)
                .isEqualTo(amy);
        assertThat(toReview(MAX) + "/" + toReview(MIA)).as(step).isEqualTo(toReview);
        assertThat(requests()).as(step).isEqualTo(requests);
        assertThat(entail.global(LeaveModel.APPROVED_DAYS)).as(step).isEqualTo(approvedDays);
        assertThat(entail.query(InteractionRecord.ENTITY).count()).as(step).isEqualTo(events);
        DerivedValues.assertTrue(entail);
    }

    private long toReview(RecordId user) {
        return entail.query(USER).select("toReview").byId(user).orElseThrow().integer("toReview");
    }

    private String requests() {
        return entail
                .query(LEAVE_REQUEST)
                .select("*")
                .select(Selection.related("reviewers", Selection.link("decision"))
                        .orderBy(Order.ascending("id")))
                .orderBy(Order.ascending("id"))
                .list()
                .stream()
                .map(row -> row.id() + ": " + row.integer("days") + " " + row.bool("approved") + "/"
                        + row.bool("rejected") + " " + row.text("status") + " "
                        + row.rows("reviewers").stream()
                                .map(reviewer ->
                                        reviewer.id() + " " + reviewer.row("&").text("decision"))
                                .toList())
                .collect(joining("; "));
    }
}
