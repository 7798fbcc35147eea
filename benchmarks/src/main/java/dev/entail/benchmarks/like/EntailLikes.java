package dev.entail.benchmarks.like;

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
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.verification.VerificationReport;
import dev.entail.storage.spi.Database;
import java.util.List;
import java.util.stream.IntStream;

/** Likes as a model. */
final class EntailLikes implements Likes {
    private static final int TOGETHER = 10_000;

    private final Entity user;
    private final Entity post;
    private final Relation like;
    private final Interaction likePost;
    private final Entail entail;

    /** @param kind begins the names of all tables, so that several can be in one database */
    private EntailLikes(Database database, String kind, Property<Long> likeCount) {
        user = entity(kind + "User", text("name"));
        post = entity(kind + "Post", text("title"));
        like = manyToMany(user, "likedPosts", post, "likedBy").named(kind + "Like");
        likePost =
                interaction(kind + "LikePost").payload(reference("post", post).required());
        entail = Entail.with(Model.model(kind + "Likes")
                        .facts(user, post, like)
                        .events(likePost)
                        .derive(
                                like,
                                Transform.toLink(
                                        likePost, event -> Link.between(event.user(), event.reference("post"))))
                        .derive(post, likeCount, Count.of("likedBy"))
                        .derive(user, integer("likedCount"), Count.of("likedPosts"))
                        .build())
                .open(database);
    }

    /** Counts in the rows of users and posts. Takes over the database. */
    static EntailLikes plain(Database database) {
        return new EntailLikes(database, "", integer("likeCount"));
    }

    /** The same with the likes of a post spread over slots. */
    static EntailLikes hot(Database database) {
        return new EntailLikes(database, "Hot", integer("likeCount").hot());
    }

    @Override
    public World create(int users, int posts) {
        return new World(createAll(user, "name", users), createAll(post, "title", posts));
    }

    private long[] createAll(RecordDefinition record, String property, int number) {
        long[] ids = new long[number];
        for (int from = 0; from < number; from += TOGETHER) {
            List<Draft> drafts = IntStream.range(from, Math.min(number, from + TOGETHER))
                    .mapToObj(i -> Draft.of(property, "n" + i))
                    .toList();
            List<RecordId> created = entail.inTransaction(writes -> writes.createAll(record, drafts));
            for (int i = 0; i < created.size(); i++) {
                ids[from + i] = created.get(i).value();
            }
        }
        return ids;
    }

    /** Has the first of these users like a post, many in a transaction. */
    void fill(long[] users, long postId, int likes) {
        for (int from = 0; from < likes; from += TOGETHER) {
            int first = from;
            int end = Math.min(likes, from + TOGETHER);
            entail.inTransaction(writes -> {
                for (int i = first; i < end; i++) {
                    writes.link(like, Link.between(RecordId.of(users[i]), RecordId.of(postId)));
                }
                return end;
            });
        }
    }

    @Override
    public void like(long userId, long postId) {
        entail.dispatch(likePost, call -> call.by(RecordId.of(userId)).payload("post", RecordId.of(postId)))
                .orThrow();
    }

    @Override
    public void check() {
        VerificationReport report = entail.verify();
        if (report.wrong() > 0) {
            throw new IllegalStateException("Counts are wrong: " + report);
        }
    }

    @Override
    public void close() {
        entail.close();
    }
}
