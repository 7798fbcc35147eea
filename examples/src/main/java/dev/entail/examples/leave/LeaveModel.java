package dev.entail.examples.leave;

import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;

import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;

/**
 * People ask for days off, and those whom they name decide. Each decision is a state of the link between a request and a reviewer;
 * whether a request is approved, and how many days somebody has left, follows.
 */
public final class LeaveModel {
    /** People, with the days that they may take. */
    public static final Entity USER =
            entity("User", text("name"), integer("quota").defaultTo(10L));

    /** Days that somebody asks for. */
    public static final Entity LEAVE_REQUEST = entity("LeaveRequest", integer("days"), text("reason"));

    /** Who asks. */
    public static final Relation APPLICANT = manyToOne(LEAVE_REQUEST, "applicant", USER, "leaves");

    /** Who decides about a request. */
    public static final Relation REVIEW =
            manyToMany(LEAVE_REQUEST, "reviewers", USER, "reviewing").named("Review");

    /** Somebody asks for days off. */
    public static final Interaction SUBMIT_LEAVE = interaction("SubmitLeave")
            .payload(
                    PayloadField.integer("days").required().between(1, 366),
                    PayloadField.text("reason"),
                    reference("reviewers", USER).asList().required())
            .require(condition("notSelfReview", LeaveModel::notSelfReview))
            .require(condition("withinQuota", LeaveModel::withinQuota));

    /** A reviewer agrees. */
    public static final Interaction APPROVE_LEAVE = review("ApproveLeave");

    /** A reviewer does not agree. */
    public static final Interaction REJECT_LEAVE = review("RejectLeave");

    /** Days of all requests that are approved. */
    public static final Property<Long> APPROVED_DAYS = integer("approvedDays");

    private LeaveModel() {}

    private static Interaction review(String name) {
        return interaction(name)
                .payload(reference("request", LEAVE_REQUEST).required())
                .require(condition("pendingReview", LeaveModel::hasPendingReview));
    }

    private static Decision notSelfReview(GuardContext call) {
        return Decision.allowIf(
                !call.payload().references("reviewers").contains(call.actor()),
                "SELF_REVIEW",
                "Nobody decides about a request of their own; name others");
    }

    private static Decision withinQuota(GuardContext call) {
        List<Row> users =
                call.records().list(Query.of("User").select("remaining").where(Match.eq("id", call.actor())));
        if (users.isEmpty()) {
            return Decision.reject("UNKNOWN_USER", "Nobody is known under the id of who asks");
        }
        long remaining = users.get(0).integer("remaining");
        return call.payload().integer("days") <= remaining
                ? Decision.allow()
                : Decision.reject(
                        "QUOTA_EXCEEDED", "Only " + remaining + " days are left", Map.of("remaining", remaining));
    }

    private static Decision hasPendingReview(GuardContext call) {
        return Decision.allowIf(
                call.records()
                        .exists(Query.of("Review")
                                .where(Match.and(
                                        Match.eq("source.id", call.payload().reference("request")),
                                        Match.eq("target.id", call.actor()),
                                        Match.eq("decision", "pending")))),
                "CONDITION_REJECTED",
                "There is no decision about this request that waits for you");
    }

    /** The whole model. */
    public static Model create() {
        return model("Leave")
                .facts(USER, LEAVE_REQUEST, APPLICANT, REVIEW)
                .events(SUBMIT_LEAVE, APPROVE_LEAVE, REJECT_LEAVE)
                .derive(LEAVE_REQUEST, Transform.toRecord(SUBMIT_LEAVE, LeaveModel::request))
                .derive(
                        REVIEW,
                        text("decision"),
                        StateMachine.of("pending", "approved", "rejected")
                                .with(
                                        Transfer.from("pending").to("approved").on(APPROVE_LEAVE, LeaveModel::decided),
                                        Transfer.from("pending").to("rejected").on(REJECT_LEAVE, LeaveModel::decided)))
                .derive(
                        LEAVE_REQUEST,
                        bool("approved"),
                        Every.of("reviewers", List.of("&.decision"), review -> isDecided(review, "approved"))
                                .notEmpty())
                .derive(
                        LEAVE_REQUEST,
                        bool("rejected"),
                        Any.of("reviewers", List.of("&.decision"), review -> isDecided(review, "rejected")))
                .derive(
                        LEAVE_REQUEST,
                        text("status"),
                        Computed.from(
                                List.of("approved", "rejected"),
                                row -> row.bool("rejected")
                                        ? "rejected"
                                        : row.bool("approved") ? "approved" : "pending"))
                .derive(
                        USER,
                        integer("usedDays"),
                        Summation.of("leaves", List.of("days", "approved"), LeaveModel::used))
                .derive(
                        USER,
                        integer("remaining"),
                        Computed.from(
                                List.of("quota", "usedDays"), row -> row.integer("quota") - row.integer("usedDays")))
                .derive(
                        USER,
                        integer("toReview"),
                        Count.of("reviewing").where(List.of("&.decision"), review -> isDecided(review, "pending")))
                .derive(APPROVED_DAYS, Summation.of(LEAVE_REQUEST, List.of("days", "approved"), LeaveModel::used))
                .build();
    }

    private static Draft request(InteractionEvent event) {
        return Draft.of("days", event.integer("days"))
                .set("reason", event.payload().textOrNull("reason"))
                .set("applicant", event.user())
                .set("reviewers", event.payload().references("reviewers"));
    }

    private static Link decided(InteractionEvent event) {
        return Link.between(event.reference("request"), event.user());
    }

    private static boolean isDecided(Row review, String decision) {
        return decision.equals(review.get("&.decision"));
    }

    private static long used(Row leave) {
        return leave.bool("approved") ? leave.integer("days") : 0L;
    }
}
