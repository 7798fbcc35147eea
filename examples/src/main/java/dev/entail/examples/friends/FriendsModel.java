package dev.entail.examples.friends;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.activity.Activity.any;
import static dev.entail.builtins.activity.Assignees.actorOf;
import static dev.entail.builtins.activity.Assignees.namedIn;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToOne;
import static dev.entail.core.model.Model.model;

import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionEvent;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;

/**
 * Somebody asks somebody else to be friends, who says yes or no, unless the first takes it back. Who may do what follows from what
 * was asked; requests, friendships and their numbers follow from the steps.
 */
public final class FriendsModel {
    /** People. */
    public static final Entity USER = entity("User", text("name"));

    /** What comes with a request. */
    public static final Entity MESSAGE = entity("Message", text("content"));

    /** Somebody wants to be friends with somebody else. */
    public static final Entity REQUEST = entity("Request");

    /** Who asks. */
    public static final Relation FROM = manyToOne(REQUEST, "from", USER, "request");

    /** Who is asked. */
    public static final Relation TO = manyToOne(REQUEST, "to", USER, "receivedRequest");

    /** What comes with it. */
    public static final Relation REQUEST_MESSAGE = oneToOne(REQUEST, "message", MESSAGE, "request");

    /** The activity that a request belongs to. */
    public static final Relation REQUEST_ACTIVITY = oneToOne(REQUEST, "activity", ActivityRecord.ENTITY, "request");

    /** Who is friends with whom. */
    public static final Relation FRIENDS =
            manyToMany(USER, "friends", USER, "friends").named("Friends");

    /** Somebody asks. */
    public static final Interaction SEND_REQUEST = interaction("sendRequest")
            .payload(
                    reference("to", USER).required(),
                    structure("message", PayloadField.text("content").required())
                            .required());

    /** Whoever was asked says yes. */
    public static final Interaction APPROVE = interaction("approve");

    /** Whoever was asked says no. */
    public static final Interaction REJECT = interaction("reject").payload(PayloadField.text("reason"));

    /** Whoever has asked takes it back. */
    public static final Interaction CANCEL = interaction("cancel");

    /** A friendship ends. */
    public static final Interaction DELETE_FRIEND =
            interaction("deleteFriend").payload(reference("target", USER).required());

    /** One request with its answer. */
    public static final Activity CREATE_FRIEND_RELATION = activity("createFriendRelation")
            .then(SEND_REQUEST)
            .then(any(APPROVE, REJECT, CANCEL))
            .assigned(APPROVE, namedIn(SEND_REQUEST, "to"))
            .assigned(REJECT, namedIn(SEND_REQUEST, "to"))
            .assigned(CANCEL, actorOf(SEND_REQUEST));

    /** How many friendships there are. */
    public static final Property<Long> TOTAL_FRIEND_RELATION = integer("totalFriendRelation");

    /** Whether all requests have been answered. */
    public static final Property<Boolean> EVERY_REQUEST_HANDLED = bool("everyRequestHandled");

    /** Whether any request has been answered. */
    public static final Property<Boolean> ANY_REQUEST_HANDLED = bool("anyRequestHandled");

    private static final List<String> RESULT = List.of("result");

    private FriendsModel() {}

    /** The whole model. */
    public static Model create() {
        return model("Friends")
                .facts(USER, MESSAGE, REQUEST, FROM, TO, REQUEST_MESSAGE, REQUEST_ACTIVITY, FRIENDS)
                .events(DELETE_FRIEND)
                .include(CREATE_FRIEND_RELATION)
                .derive(REQUEST, Transform.toRecord(SEND_REQUEST, FriendsModel::request))
                .derive(
                        REQUEST,
                        text("result"),
                        StateMachine.of("pending", "approved", "rejected")
                                .with(
                                        Transfer.from("pending").to("approved").on(APPROVE, FriendsModel::answered),
                                        Transfer.from("pending").to("rejected").on(REJECT, FriendsModel::answered)))
                .derive(
                        FRIENDS,
                        Transform.toLink(APPROVE, FriendsModel::friendship),
                        Removal.ofLink(DELETE_FRIEND, event -> Link.between(event.user(), event.reference("target"))))
                .derive(USER, integer("totalFriendCount"), Count.of("friends"))
                .derive(
                        USER,
                        integer("totalUnhandledRequest"),
                        Summation.of("request", RESULT, request -> isHandled(request) ? 1L : 0L))
                .derive(USER, bool("everySendRequestHandled"), Every.of("request", RESULT, FriendsModel::isHandled))
                .derive(USER, bool("anySendRequestHandled"), Any.of("request", RESULT, FriendsModel::isHandled))
                .derive(TOTAL_FRIEND_RELATION, Count.of(FRIENDS))
                .derive(EVERY_REQUEST_HANDLED, Every.of(REQUEST, RESULT, FriendsModel::isHandled))
                .derive(ANY_REQUEST_HANDLED, Any.of(REQUEST, RESULT, FriendsModel::isHandled))
                .build();
    }

    private static Draft request(InteractionEvent sent) {
        return Draft.of("from", sent.user())
                .set("to", sent.reference("to"))
                .set(
                        "message",
                        Draft.of(Map.of(
                                "content",
                                sent.payload().structures("message").get(0).text("content"))))
                .set("activity", sent.activity());
    }

    /** The request of the same activity. */
    private static Match answered(InteractionEvent answer) {
        return Match.eq("activity", answer.activity());
    }

    private static Link friendship(InteractionEvent approval) {
        InteractionEvent sent =
                approval.earlier().event(SEND_REQUEST).orElseThrow(() -> new IllegalStateException("nobody asked"));
        return Link.between(sent.user(), sent.reference("to"));
    }

    private static boolean isHandled(Row request) {
        return !request.text("result").equals("pending");
    }
}
