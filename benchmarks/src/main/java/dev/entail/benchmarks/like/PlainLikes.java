package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.storage.spi.Database;
import java.sql.SQLException;

/** Likes by hand: minimal statements, prepared and pooled, one transaction a like, one statement a round trip. */
final class PlainLikes implements Likes {
    private final LikeTables tables;
    private final Order order;

    /** When counts are written. */
    enum Order {
        /** Before the link refers to the rows that they are in. */
        COUNTS_FIRST,
        /** At the very end, so that they are locked for the shortest time. */
        COUNTS_LAST,
        /** Not at all. */
        NO_COUNTS
    }

    private PlainLikes(LikeTables tables, Order order) {
        this.tables = tables;
        this.order = order;
    }

    /** In the order that suits the database. Takes it over. */
    static PlainLikes counted(Database database) throws SQLException {
        boolean first = database.dialect().foreignKeyChecksBlockUpdates();
        return of(database, "plain", first ? Order.COUNTS_FIRST : Order.COUNTS_LAST);
    }

    /** Events and links only. */
    static PlainLikes insertsOnly(Database database) throws SQLException {
        return of(database, "insert", Order.NO_COUNTS);
    }

    /** In a given order, in tables whose names begin with a prefix. */
    static PlainLikes of(Database database, String prefix, Order order) throws SQLException {
        return new PlainLikes(new LikeTables(new ByHand(database), prefix), order);
    }

    @Override
    public World create(int users, int posts) throws SQLException {
        return tables.create(users, posts);
    }

    @Override
    public void like(long user, long post) throws SQLException {
        tables.database().inTransaction(connection -> {
            if (order == Order.COUNTS_FIRST) {
                tables.count(connection, user, post);
            }
            tables.insert(connection, user, post);
            if (order == Order.COUNTS_LAST) {
                tables.count(connection, user, post);
            }
        });
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
