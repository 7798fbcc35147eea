package dev.entail.benchmarks.bulk;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Likes as a model, with calls of which no two are the same. Not thread-safe. */
final class BulkLikes {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    private static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());
    static final Model MODEL = Model.model("Likes")
            .facts(USER, POST, LIKE)
            .events(LIKE_POST)
            .derive(LIKE, Transform.toLink(LIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
            .derive(POST, integer("likeCount"), Count.of("likedBy"))
            .derive(USER, integer("likedCount"), Count.of("likedPosts"))
            .build();

    private final Entail entail;
    private final List<RecordId> users;
    private final List<RecordId> posts;
    private long next;

    /** Creates users and posts. */
    BulkLikes(Entail entail, int records) {
        this.entail = entail;
        this.users = create(USER, "name", records);
        this.posts = create(POST, "title", records);
    }

    private List<RecordId> create(Entity entity, String name, int count) {
        List<Draft> drafts = IntStream.range(0, count)
                .mapToObj(i -> Draft.of(name, name + i))
                .toList();
        return entail.inTransaction(writes -> writes.createAll(entity, drafts));
    }

    /**
     * Dispatches likes that have not been there, each of another user and another post than those just before it.
     *
     * @return the time it took, in nanoseconds
     */
    long run(Batch batch, int count) {
        List<DispatchCall> calls = calls(count);
        long start = System.nanoTime();
        List<DispatchResult> results = batch.dispatchAll(LIKE_POST, calls);
        long taken = System.nanoTime() - start;
        if (results.size() != count) {
            throw new IllegalStateException(results.size() + " results of " + count + " dispatches");
        }
        results.forEach(DispatchResult::orThrow);
        return taken;
    }

    private List<DispatchCall> calls(int count) {
        long first = next;
        next += count;
        if (next > (long) users.size() * posts.size()) {
            throw new IllegalStateException("All users like all posts; more of them are needed");
        }
        return LongStream.range(first, next)
                .mapToObj(pair -> InteractionCall.empty()
                        .by(users.get((int) (pair % users.size())))
                        .payload("post", posts.get((int) ((pair / users.size() + pair) % posts.size())))
                        .toDispatchCall())
                .toList();
    }

    /** Checks that all likes are there and all counts are right. */
    void check() {
        long stored = entail.query(LIKE).count();
        if (stored != next || !entail.verify().isClean()) {
            throw new IllegalStateException(stored + " likes of " + next + ", " + entail.verify());
        }
    }
}
