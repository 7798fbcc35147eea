package dev.entail.benchmarks.bulk;

import dev.entail.Entail;
import dev.entail.benchmarks.like.LikeModel;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.List;
import java.util.stream.LongStream;

/** Likes as a model, with calls of which no two are the same. Not thread-safe. */
final class BulkLikes {
    private final Entail entail;
    private final List<RecordId> users;
    private final List<RecordId> posts;
    private long next;

    /** Creates users and posts. */
    BulkLikes(Entail entail, int records) {
        this.entail = entail;
        this.users = LikeModel.createUsers(entail, records);
        this.posts = LikeModel.createPosts(entail, records);
    }

    /**
     * Dispatches likes that have not been there, each of another user and another post than those just before it.
     *
     * @return the time it took, in nanoseconds
     */
    long run(Batch batch, int count) {
        List<DispatchCall> calls = calls(count);
        long start = System.nanoTime();
        List<DispatchResult> results = batch.dispatchAll(LikeModel.LIKE_POST, calls);
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
        long stored = entail.query(LikeModel.LIKE).count();
        if (stored != next || !entail.verify().isClean()) {
            throw new IllegalStateException(stored + " likes of " + next + ", " + entail.verify());
        }
    }
}
