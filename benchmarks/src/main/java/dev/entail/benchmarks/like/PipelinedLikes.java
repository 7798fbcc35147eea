package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.jdbc.Pipeline.Step;
import dev.entail.benchmarks.like.PlainLikes.Order;
import dev.entail.storage.spi.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Likes by hand in one round trip each. */
final class PipelinedLikes implements Likes {
    private final LikeTables tables;
    private final Order order;
    private final Pipeline pipeline;

    private PipelinedLikes(LikeTables tables, Order order) {
        this.tables = tables;
        this.order = order;
        List<String> inserts = List.of(tables.insertEvent(), tables.insertLink());
        List<String> counts = List.of(tables.countPost(), tables.countUser());
        List<String> statements = switch (order) {
            case COUNTS_FIRST -> join(counts, inserts);
            case COUNTS_LAST -> join(inserts, counts);
            case NO_COUNTS -> inserts;
        };
        this.pipeline = new Pipeline(
                tables.database(),
                statements.stream().map(sql -> new Step(sql, 1)).toList());
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** In the order that suits the database, which was opened with {@link Pipeline#config}. Takes it over. */
    static PipelinedLikes counted(Database database) throws SQLException {
        boolean first = database.dialect().foreignKeyChecksBlockUpdates();
        return of(database, "piped", first ? Order.COUNTS_FIRST : Order.COUNTS_LAST);
    }

    /** Events and links only. */
    static PipelinedLikes insertsOnly(Database database) throws SQLException {
        return of(database, "piped_insert", Order.NO_COUNTS);
    }

    /** In a given order, in tables whose names begin with a prefix. */
    static PipelinedLikes of(Database database, String prefix, Order order) throws SQLException {
        return new PipelinedLikes(new LikeTables(new ByHand(database), prefix), order);
    }

    @Override
    public World create(int users, int posts) throws SQLException {
        return tables.create(users, posts);
    }

    @Override
    public void like(long user, long post) throws SQLException {
        pipeline.run(statement -> {
            int next = order == Order.COUNTS_FIRST ? bindCounts(statement, 1, user, post) : 1;
            next = tables.bindEvent(statement, next, user, post);
            next = tables.bindLink(statement, next, user, post);
            if (order == Order.COUNTS_LAST) {
                bindCounts(statement, next, user, post);
            }
        });
    }

    private static int bindCounts(PreparedStatement statement, int first, long user, long post) throws SQLException {
        statement.setLong(first, post);
        statement.setLong(first + 1, user);
        return first + 2;
    }

    @Override
    public void check() throws SQLException {
        tables.check(order != Order.NO_COUNTS);
    }

    @Override
    public void close() {
        tables.database().close();
    }
}
