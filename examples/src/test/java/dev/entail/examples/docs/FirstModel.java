package dev.entail.examples.docs;

// snippet: FirstModel
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.model.Model.model;

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
import dev.entail.core.value.Row;

/** People like posts, and nobody counts the likes. */
public final class FirstModel {
    private FirstModel() {}

    /** Likes one post and prints how many likes it has. */
    public static void main(String[] args) {
        // snippet: first-model
        Entity user = entity("User", text("name"));
        Entity post = entity("Post", text("title"));
        Relation like = manyToMany(user, "likedPosts", post, "likedBy");
        Interaction likePost =
                interaction("LikePost").payload(reference("post", post).required());

        Model blog = model("Blog")
                .facts(user, post, like)
                .events(likePost)
                .derive(like, Transform.toLink(likePost, event -> Link.between(event.user(), event.reference("post"))))
                .derive(post, integer("likeCount"), Count.of("likedBy"))
                .build();

        try (Entail entail = Entail.open("jdbc:h2:mem:blog", blog)) {
            RecordId ann = entail.create(user, Draft.of("name", "Ann"));
            RecordId hello = entail.create(post, Draft.of("title", "Hello"));
            entail.dispatch(likePost, call -> call.by(ann).payload("post", hello))
                    .orThrow();

            Row row =
                    entail.query(post).select("title", "likeCount").byId(hello).orElseThrow();
            System.out.println(row.text("title") + ": " + row.integer("likeCount") + " like"); // Hello: 1 like
        }
        // end
    }
}
// end
