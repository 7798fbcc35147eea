package dev.entail.examples.social;

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

import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.GuardContext;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;

/**
 * People write posts and like them. Nobody ever updates a counter: how many posts and likes there are, who got how many
 * and which post is popular is declared here and kept true by the framework.
 */
public final class SocialModel {
    private static final long POPULAR_FROM = 2;

    /** People. */
    public static final Entity USER = entity("User", text("name"));

    /** What people write. */
    public static final Entity POST =
            entity("Post", text("title"), text("content"), text("status").defaultTo("draft"));

    /** Who wrote a post. */
    public static final Relation AUTHORSHIP = manyToOne(POST, "author", USER, "posts");

    /** Who likes what. */
    public static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");

    /** Somebody joins. */
    public static final Interaction REGISTER = interaction("Register")
            .payload(PayloadField.text("name").required())
            .anonymous();

    /** Somebody writes a post. */
    public static final Interaction CREATE_POST = interaction("CreatePost")
            .payload(
                    PayloadField.text("title").required(),
                    PayloadField.text("content").required());

    /** Somebody likes a post; once is enough. */
    public static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required()).require(notLikedYet());

    /** Somebody takes a like back; whoever did not like it changes nothing. */
    public static final Interaction UNLIKE_POST =
            interaction("UnlikePost").payload(reference("post", POST).required());

    /** Somebody reads the posts they wrote. */
    public static final Interaction GET_MY_POSTS = interaction("GetMyPosts")
            .reading(
                    POST,
                    DataPolicy.rows(caller -> Match.eq("author.id", caller.actor()), "title", "likeCount", "popular"))
            .recorded();

    /** Likes of a post. */
    public static final Property<Long> LIKE_COUNT = integer("likeCount");

    /** Whether a post has at least two likes. */
    public static final Property<Boolean> POPULAR = bool("popular");

    /** All posts. */
    public static final Property<Long> TOTAL_POSTS = integer("totalPosts");

    /** All likes. */
    public static final Property<Long> TOTAL_LIKES = integer("totalLikes");

    private SocialModel() {}

    /** The whole model. */
    public static Model create() {
        return model("Social")
                .facts(USER, POST, AUTHORSHIP, LIKE)
                .events(REGISTER, CREATE_POST, LIKE_POST, UNLIKE_POST, GET_MY_POSTS)
                .derive(USER, Transform.toRecord(REGISTER, event -> Draft.of("name", event.text("name"))))
                .derive(
                        POST,
                        Transform.toRecord(
                                CREATE_POST,
                                event -> Draft.of("title", event.text("title"))
                                        .set("content", event.text("content"))
                                        .set("author", event.user())))
                .derive(
                        LIKE,
                        Transform.toLink(LIKE_POST, event -> Link.between(event.user(), event.reference("post"))),
                        Removal.ofLink(UNLIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
                .derive(POST, LIKE_COUNT, Count.of("likedBy"))
                .derive(POST, POPULAR, Computed.from("likeCount", row -> row.integer("likeCount") >= POPULAR_FROM))
                .derive(USER, integer("postCount"), Count.of("posts"))
                .derive(USER, integer("likesGiven"), Count.of("likedPosts"))
                .derive(USER, integer("likesReceived"), Summation.of("posts", "likeCount"))
                .derive(TOTAL_POSTS, Count.of(POST))
                .derive(TOTAL_LIKES, Count.of(LIKE))
                .build();
    }

    private static Condition notLikedYet() {
        return condition(
                "not liked yet",
                call -> Decision.allowIf(
                        !likes(call), "ALREADY_LIKED", "You like this post already; one like is all a post can get"));
    }

    private static boolean likes(GuardContext call) {
        return call.records()
                .exists(Query.of(LIKE.name())
                        .where(Match.and(
                                Match.eq("source", call.actor()),
                                Match.eq("target", call.payload().reference("post")))));
    }
}
