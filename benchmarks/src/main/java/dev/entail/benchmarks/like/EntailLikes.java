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

    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    private static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());

    private final Entail entail;

    private EntailLikes(Database database, Property<Long> likeCount) {
        entail = Entail.with(Model.model("Likes")
                        .facts(USER, POST, LIKE)
                        .events(LIKE_POST)
                        .derive(
                                LIKE,
                                Transform.toLink(
                                        LIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
                        .derive(POST, likeCount, Count.of("likedBy"))
                        .derive(USER, integer("likedCount"), Count.of("likedPosts"))
                        .build())
                .open(database);
    }

    /** Counts in the rows of users and posts. Takes over the database. */
    static EntailLikes plain(Database database) {
        return new EntailLikes(database, integer("likeCount"));
    }

    /** The same with the likes of a post spread over slots. */
    static EntailLikes hot(Database database) {
        return new EntailLikes(database, integer("likeCount").hot());
    }

    @Override
    public World create(int users, int posts) {
        return new World(createAll(USER, "name", users), createAll(POST, "title", posts));
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
    void fill(long[] users, long post, int likes) {
        for (int from = 0; from < likes; from += TOGETHER) {
            int first = from;
            int end = Math.min(likes, from + TOGETHER);
            entail.inTransaction(writes -> {
                for (int i = first; i < end; i++) {
                    writes.link(LIKE, Link.between(RecordId.of(users[i]), RecordId.of(post)));
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
