package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Contest;
import dev.entail.benchmarks.measure.Operation;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The contestants of one contest on one database, each with a pool of its own. */
final class Sides implements AutoCloseable {
    private final DatabaseConfig config;
    private final int records;
    private final Contest contest;
    private final Function<Pairs, Operation> way;
    private final List<Likes> likes = new ArrayList<>();

    /** Makes one out of a database. */
    @FunctionalInterface
    interface Maker {
        Likes make(Database database) throws Exception;
    }

    /**
     * Nobody yet.
     *
     * @param records how many users and posts there are
     * @param way in which order posts are liked
     */
    Sides(Fresh database, int records, Contest contest, Function<Pairs, Operation> way) {
        this.config = database.config();
        this.records = records;
        this.contest = contest;
        this.way = way;
    }

    Sides with(String name, Maker maker) throws Exception {
        return with(name, maker, config);
    }

    Sides withPipelined(String name, Maker maker) throws Exception {
        return with(name, maker, Pipeline.config(config));
    }

    private Sides with(String name, Maker maker, DatabaseConfig opened) throws Exception {
        Likes made = maker.make(DatabaseDrivers.fromClassPath().open(opened));
        likes.add(made);
        contest.contestant(name, way.apply(new Pairs(made, records)));
        return this;
    }

    /** Makes sure that all have counted right. */
    void check() throws Exception {
        for (Likes side : likes) {
            side.check();
        }
    }

    @Override
    public void close() {
        likes.forEach(Likes::close);
    }
}
