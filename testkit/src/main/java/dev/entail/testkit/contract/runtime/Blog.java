package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;

/** Users, posts and likes, with a count at both ends of a like and nothing more. */
final class Blog {
    static final Entity USER = entity("User", text("name"));
    static final Entity POST = entity("Post", text("title"));
    static final Relation AUTHORSHIP = manyToOne(POST, "author", USER, "posts");
    static final Relation LIKE = manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    static final Interaction WRITE_POST =
            interaction("WritePost").payload(PayloadField.text("title").required());
    static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());
    static final Interaction UNLIKE_POST =
            interaction("UnlikePost").payload(reference("post", POST).required());

    private Blog() {}

    static Model model() {
        return builder().build();
    }

    static ModelBuilder builder() {
        return Model.model("Blog")
                .facts(USER, POST, AUTHORSHIP, LIKE)
                .events(WRITE_POST, LIKE_POST, UNLIKE_POST)
                .derive(
                        POST,
                        Transform.toRecord(
                                WRITE_POST,
                                event -> Draft.of("title", event.text("title")).set("author", event.user())))
                .derive(
                        LIKE,
                        Transform.toLink(LIKE_POST, event -> Link.between(event.user(), event.reference("post"))),
                        Removal.ofLink(UNLIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
                .derive(POST, integer("likeCount"), Count.of("likedBy"))
                .derive(USER, integer("likedCount"), Count.of("likedPosts"));
    }

    static RecordId user(Entail entail, String name) {
        return entail.create(USER, Draft.of("name", name));
    }

    static RecordId post(Entail entail, String title) {
        return entail.create(POST, Draft.of("title", title));
    }

    static DispatchResult like(Entail entail, RecordId user, RecordId post) {
        return entail.dispatch(LIKE_POST, call -> call.by(user).payload("post", post));
    }

    static long likes(Entail entail, RecordId post) {
        return entail.query(POST).select("likeCount").byId(post).orElseThrow().integer("likeCount");
    }

    static long events(Entail entail) {
        return entail.query(InteractionRecord.ENTITY).count();
    }
}
