package dev.entail.benchmarks;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.interaction.PayloadField.reference;
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
import dev.entail.storage.spi.DatabaseConfig;

/** Likes as a model. */
final class EntailLikes implements Likes {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    private static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());

    private final Entail entail;

    EntailLikes(DatabaseConfig config, int records) {
        entail = Entail.with(Model.model("Likes")
                        .facts(USER, POST, LIKE)
                        .events(LIKE_POST)
                        .derive(
                                LIKE,
                                Transform.toLink(
                                        LIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
                        .derive(POST, integer("likeCount"), Count.of("likedBy"))
                        .derive(USER, integer("likedCount"), Count.of("likedPosts"))
                        .build())
                .open(config);
        for (int i = 0; i < records; i++) {
            entail.create(USER, Draft.of("name", "u" + i));
            entail.create(POST, Draft.of("title", "p" + i));
        }
    }

    @Override
    public void like(long user, long post) {
        entail.dispatch(LIKE_POST, call -> call.by(RecordId.of(user)).payload("post", RecordId.of(post)))
                .orThrow();
    }

    @Override
    public void close() {
        entail.close();
    }
}
