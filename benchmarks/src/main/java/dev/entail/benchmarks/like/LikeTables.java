package dev.entail.benchmarks.like;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.benchmarks.like.Likes.World;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The tables of likes that are written by hand: the same facts as in Entail, with the same foreign keys and indexes, and the statements
 * that a like takes.
 */
final class LikeTables {
    private final String prefix;
    private final ByHand database;
    private final Dialect dialect;

    /**
     * Creates the tables.
     *
     * @param prefix what their names begin with
     */
    LikeTables(ByHand database, String prefix) throws SQLException {
        this.database = database;
        this.prefix = prefix;
        this.dialect = database.dialect();
        String id = "id " + dialect.primaryKey();
        String integer = dialect.columnType(ColumnType.INTEGER);
        String text = dialect.columnType(ColumnType.TEXT);
        String reference = dialect.columnType(ColumnType.ID) + " NOT NULL REFERENCES ";
        String end = ")" + dialect.tableOptions();
        database.execute(
                "CREATE TABLE " + user() + " (" + id + ", name " + text + ", likes " + integer + " DEFAULT 0 NOT NULL"
                        + end,
                "CREATE TABLE " + post() + " (" + id + ", title " + text + ", likes " + integer + " DEFAULT 0 NOT NULL"
                        + end,
                "CREATE TABLE " + event() + " (" + id + ", name " + text + ", actor " + integer + ", payload "
                        + dialect.columnType(ColumnType.JSON) + ", at " + dialect.columnType(ColumnType.TIMESTAMP)
                        + end,
                "CREATE TABLE " + link() + " (" + id + ", u " + reference + user() + " (id), p " + reference + post()
                        + " (id)" + end,
                "CREATE UNIQUE INDEX " + link() + "_up ON " + link() + " (u, p)",
                "CREATE INDEX " + link() + "_pu ON " + link() + " (p, u)");
    }

    private String user() {
        return prefix + "_user";
    }

    private String post() {
        return prefix + "_post";
    }

    private String event() {
        return prefix + "_event";
    }

    private String link() {
        return prefix + "_like";
    }

    World create(int users, int posts) throws SQLException {
        return new World(database.create(user(), "name", users), database.create(post(), "title", posts));
    }

    ByHand database() {
        return database;
    }

    String insertEvent() {
        return "INSERT INTO " + event() + " (id, name, actor, payload, at) VALUES (?, ?, ?, "
                + dialect.placeholder(ColumnType.JSON) + ", ?)";
    }

    String insertLink() {
        return "INSERT INTO " + link() + " (id, u, p) VALUES (?, ?, ?)";
    }

    String countPost() {
        return "UPDATE " + post() + " SET likes = likes + 1 WHERE id = ?";
    }

    String countUser() {
        return "UPDATE " + user() + " SET likes = likes + 1 WHERE id = ?";
    }

    /** Sets the parameters of {@link #insertEvent}, and tells the place of the next one. */
    int bindEvent(PreparedStatement statement, int first, long user, long post) throws SQLException {
        dialect.bind(statement, first, ColumnType.ID, database.nextId());
        dialect.bind(statement, first + 1, ColumnType.TEXT, "LikePost");
        dialect.bind(statement, first + 2, ColumnType.INTEGER, user);
        dialect.bind(statement, first + 3, ColumnType.JSON, "{\"post\":{\"id\":" + post + "}}");
        dialect.bind(statement, first + 4, ColumnType.TIMESTAMP, Instant.now());
        return first + 5;
    }

    /** Sets the parameters of {@link #insertLink}, and tells the place of the next one. */
    int bindLink(PreparedStatement statement, int first, long user, long post) throws SQLException {
        statement.setLong(first, database.nextId());
        statement.setLong(first + 1, user);
        statement.setLong(first + 2, post);
        return first + 3;
    }

    void insert(Connection connection, long user, long post) throws SQLException {
        try (PreparedStatement event = connection.prepareStatement(insertEvent())) {
            bindEvent(event, 1, user, post);
            ByHand.one(event);
        }
        try (PreparedStatement link = connection.prepareStatement(insertLink())) {
            bindLink(link, 1, user, post);
            ByHand.one(link);
        }
    }

    void count(Connection connection, long user, long post) throws SQLException {
        add(connection, countPost(), post);
        add(connection, countUser(), user);
    }

    private static void add(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, id);
            ByHand.one(update);
        }
    }

    /** Makes sure that counts, if there are any, are those of the links, and that there is an event for each. */
    void check(boolean counted) throws SQLException {
        long links = database.number("SELECT count(*) FROM " + link());
        database.expect(links, "SELECT count(*) FROM " + event());
        if (counted) {
            database.expect(0, wrong(user(), "u"));
            database.expect(0, wrong(post(), "p"));
        }
    }

    private String wrong(String table, String end) {
        return "SELECT count(*) FROM " + table + " r LEFT JOIN (SELECT " + end + " AS id, count(*) AS n FROM " + link()
                + " GROUP BY " + end + ") c ON c.id = r.id WHERE r.likes <> coalesce(c.n, 0)";
    }
}
