package dev.entail.benchmarks;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** Likes by hand: minimal statements, prepared and pooled, one transaction a like, one statement a round trip. */
final class HandWrittenLikes implements Likes {
    private final Database database;
    private final Dialect dialect;
    private final AtomicLong ids = new AtomicLong();

    HandWrittenLikes(Database database, int records) {
        this.database = database;
        this.dialect = database.dialect();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            String id = "id " + dialect.primaryKey();
            String integer = dialect.columnType(ColumnType.INTEGER);
            String reference = dialect.columnType(ColumnType.ID) + " NOT NULL REFERENCES ";
            String end = dialect.tableOptions();
            statement.execute("CREATE TABLE h_user (" + id + ", likes " + integer + " DEFAULT 0 NOT NULL)" + end);
            statement.execute("CREATE TABLE h_post (" + id + ", likes " + integer + " DEFAULT 0 NOT NULL)" + end);
            statement.execute("CREATE TABLE h_event (" + id + ", name " + dialect.columnType(ColumnType.TEXT)
                    + ", actor " + integer + ", payload " + dialect.columnType(ColumnType.JSON) + ", at "
                    + dialect.columnType(ColumnType.TIMESTAMP) + ")" + end);
            statement.execute("CREATE TABLE h_like (" + id + ", u " + reference + "h_user (id), p " + reference
                    + "h_post (id))" + end);
            statement.execute("CREATE UNIQUE INDEX h_like_up ON h_like (u, p)");
            statement.execute("CREATE INDEX h_like_pu ON h_like (p, u)");
            for (int i = 1; i <= records; i++) {
                statement.execute("INSERT INTO h_user (id) VALUES (" + i + ")");
                statement.execute("INSERT INTO h_post (id) VALUES (" + i + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void like(long user, long post) {
        long id = ids.incrementAndGet();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            if (dialect.foreignKeyChecksBlockUpdates()) {
                count(connection, user, post);
                insert(connection, id, user, post);
            } else {
                insert(connection, id, user, post);
                count(connection, user, post);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void insert(Connection connection, long id, long user, long post) throws SQLException {
        try (PreparedStatement event = connection.prepareStatement("INSERT INTO h_event (id, name, actor, payload, at)"
                + " VALUES (?, ?, ?, " + dialect.placeholder(ColumnType.JSON) + ", ?)")) {
            dialect.bind(event, 1, ColumnType.ID, id);
            dialect.bind(event, 2, ColumnType.TEXT, "LikePost");
            dialect.bind(event, 3, ColumnType.INTEGER, user);
            dialect.bind(event, 4, ColumnType.JSON, "{\"post\":{\"id\":" + post + "}}");
            dialect.bind(event, 5, ColumnType.TIMESTAMP, java.time.Instant.now());
            event.executeUpdate();
        }
        try (PreparedStatement link = connection.prepareStatement("INSERT INTO h_like (id, u, p) VALUES (?, ?, ?)")) {
            link.setLong(1, id);
            link.setLong(2, user);
            link.setLong(3, post);
            link.executeUpdate();
        }
    }

    private static void count(Connection connection, long user, long post) throws SQLException {
        add(connection, "UPDATE h_post SET likes = likes + 1 WHERE id = ?", post);
        add(connection, "UPDATE h_user SET likes = likes + 1 WHERE id = ?", user);
    }

    private static void add(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, id);
            update.executeUpdate();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
