package dev.entail.benchmarks;

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
import dev.entail.storage.spi.DatabaseConfig;
import java.util.List;
import java.util.stream.IntStream;

/** Likes as a model. */
final class EntailLikes implements Likes {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    private static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());

    private final Entail entail;

    private static final int TOGETHER = 10_000;

    EntailLikes(DatabaseConfig config, int records) {
        this(config, records, records);
    }

    EntailLikes(DatabaseConfig config, int users, int posts) {
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
        for (int from = 0; from < users; from += TOGETHER) {
            List<Draft> drafts = IntStream.range(from, Math.min(users, from + TOGETHER))
                    .mapToObj(i -> Draft.of("name", "u" + i))
                    .toList();
            entail.inTransaction(writes -> writes.createAll(USER, drafts));
        }
        for (int i = 0; i < posts; i++) {
            entail.create(POST, Draft.of("title", "p" + i));
        }
    }

    /** Likes a post by the first users. */
    void fill(long post, int likes) {
        for (int from = 1; from <= likes; from += TOGETHER) {
            int first = from;
            int end = Math.min(likes, from + TOGETHER - 1);
            entail.inTransaction(writes -> {
                for (long user = first; user <= end; user++) {
                    writes.link(LIKE, Link.between(RecordId.of(user), RecordId.of(post)));
                }
                return end;
            });
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
