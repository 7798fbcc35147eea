package dev.entail.benchmarks.like;

import static dev.entail.core.definition.Property.integer;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Property;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.verification.VerificationReport;
import dev.entail.storage.spi.Database;
import java.util.List;

/** Likes as a model. */
final class EntailLikes implements Likes {
    private final Entail entail;

    private EntailLikes(Database database, Property<Long> likeCount) {
        entail = Entail.with(LikeModel.counted(likeCount)).open(database);
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
        return new World(ids(LikeModel.createUsers(entail, users)), ids(LikeModel.createPosts(entail, posts)));
    }

    private static long[] ids(List<RecordId> records) {
        return records.stream().mapToLong(RecordId::value).toArray();
    }

    /** Has the first of these users like a post, many in a transaction. */
    void fill(long[] users, long post, int likes) {
        for (int from = 0; from < likes; from += LikeModel.TOGETHER) {
            int first = from;
            int end = Math.min(likes, from + LikeModel.TOGETHER);
            entail.inTransaction(writes -> {
                for (int i = first; i < end; i++) {
                    writes.link(LikeModel.LIKE, Link.between(RecordId.of(users[i]), RecordId.of(post)));
                }
                return end;
            });
        }
    }

    @Override
    public void like(long user, long post) {
        entail.dispatch(LikeModel.LIKE_POST, call -> call.by(RecordId.of(user)).payload("post", RecordId.of(post)))
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
