package dev.entail.benchmarks.start;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;

/** A program that opens a model on a new database, dispatches a like, and ends. */
public final class EntailStart {
    private EntailStart() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] args) {
        Entity user = entity("User", text("name"));
        Entity post = entity("Post", text("title"));
        Relation like = manyToMany(user, "likedPosts", post, "likedBy").named("Like");
        Interaction likePost =
                interaction("LikePost").payload(reference("post", post).required());
        Model model = Model.model("Likes")
                .facts(user, post, like)
                .events(likePost)
                .derive(like, Transform.toLink(likePost, event -> Link.between(event.user(), event.reference("post"))))
                .derive(post, integer("likeCount"), Count.of("likedBy"))
                .derive(user, integer("likedCount"), Count.of("likedPosts"))
                .build();
        try (Entail entail = Entail.open(StartWorkload.URL, model)) {
            RecordId ann = entail.create(user, Draft.of("name", "Ann"));
            RecordId first = entail.create(post, Draft.of("title", "First"));
            entail.dispatch(likePost, call -> call.by(ann).payload("post", first))
                    .orThrow();
            System.out.println(StartWorkload.COMMITTED);
        }
    }
}
