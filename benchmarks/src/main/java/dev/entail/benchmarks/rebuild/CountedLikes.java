package dev.entail.benchmarks.rebuild;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import java.util.List;
import java.util.stream.IntStream;

/** A model that gains a count of likes, a new one each time. */
final class CountedLikes {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    private static final int TOGETHER = 10_000;

    private final DatabaseConfig config;

    CountedLikes(DatabaseConfig config) {
        this.config = config;
    }

    /** Stores users and posts, each liked by nobody. */
    void fill(int users, int posts) {
        try (Entail entail = Entail.with(model().build()).open(config)) {
            create(entail, USER, users, "name");
            create(entail, POST, posts, "title");
        }
    }

    private static void create(Entail entail, Entity entity, int count, String name) {
        for (int from = 0; from < count; from += TOGETHER) {
            List<Draft> some = IntStream.range(from, Math.min(count, from + TOGETHER))
                    .mapToObj(i -> Draft.of(name, name + i))
                    .toList();
            entail.inTransaction(writes -> writes.createAll(entity, some));
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
        return model().derive(POST, integer(count), Count.of("likedBy")).build();
    }

    private static ModelBuilder model() {
        return Model.model("Likes").facts(USER, POST, LIKE);
    }
}
