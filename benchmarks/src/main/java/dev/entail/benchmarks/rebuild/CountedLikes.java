package dev.entail.benchmarks.rebuild;

import static dev.entail.core.definition.Property.integer;

import dev.entail.Entail;
import dev.entail.benchmarks.like.LikeModel;
import dev.entail.core.computation.Count;
import dev.entail.core.model.Model;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;

/** A model that gains a count of likes, a new one each time. */
final class CountedLikes {
    private final DatabaseConfig config;

    CountedLikes(DatabaseConfig config) {
        this.config = config;
    }

    /** Stores users and posts, each liked by nobody. */
    void fill(int users, int posts) {
        try (Entail entail = Entail.with(LikeModel.facts().build()).open(config)) {
            LikeModel.createUsers(entail, users);
            LikeModel.createPosts(entail, posts);
        }
    }

    /**
     * Opens the model with a count that it has not had before, and closes it. The pool is open beforehand, as it is for those who write
     * by hand.
     *
     * @return the time until it was open, in nanoseconds
     */
    long add(String count) {
        Database database = DatabaseDrivers.fromClassPath().open(config);
        long start = System.nanoTime();
        Entail entail = Entail.with(with(count)).filling().open(database);
        long taken = System.nanoTime() - start;
        entail.close();
        return taken;
    }

    /** Checks the count that has been added last; those before are forgotten. */
    void require(String count) {
        try (Entail entail = Entail.with(with(count)).open(config)) {
            if (!entail.verify().isClean()) {
                throw new IllegalStateException("The count " + count + " is not right: " + entail.verify());
            }
        }
    }

    private static Model with(String count) {
        return LikeModel.facts()
                .derive(LikeModel.POST, integer(count), Count.of("likedBy"))
                .build();
    }
}
