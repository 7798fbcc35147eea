package dev.entail.benchmarks.rebuild;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The count by hand, over the same links: a new column in a table of posts of its own, and one statement that fills it. */
final class HandWrittenCount {
    private final Database database;
    private final String likes;
    private final String post;

    HandWrittenCount(Database database) {
        this.database = database;
        this.likes = database.dialect().quote("Like");
        this.post = database.dialect().quote("target");
    }

    /** Copies the posts of the model, and stores a like of each of them by each user, with one statement. */
    void fill() {
        String id = quote("id");
        String like = "INSERT INTO " + likes + " (" + id + ", " + quote("source") + ", " + post
                + ") SELECT ROW_NUMBER() OVER (ORDER BY u." + id + ", p." + id + "), u." + id + ", p." + id + " FROM "
                + quote("User") + " u CROSS JOIN " + quote("Post") + " p";
        execute(
                "CREATE TABLE h_post (id " + database.dialect().primaryKey() + ", title "
                        + database.dialect().columnType(ColumnType.TEXT) + " NOT NULL)"
                        + database.dialect().tableOptions(),
                "INSERT INTO h_post SELECT " + id + ", " + quote("title") + " FROM " + quote("Post"),
                like);
        if (database.info().driver().equals("postgres")) {
            // What the server does by itself, later.
            execute("VACUUM ANALYZE");
        }
    }

    private String quote(String name) {
        return database.dialect().quote(name);
    }

    /**
     * Adds a count that has not been there before.
     *
     * @return the time it took, in nanoseconds
     */
    long add(String count) {
        long start = System.nanoTime();
        execute(
                "ALTER TABLE h_post ADD COLUMN " + count + " "
                        + database.dialect().columnType(ColumnType.INTEGER) + " DEFAULT 0 NOT NULL",
                update(count));
        return System.nanoTime() - start;
    }

    /** The fastest way on each database. */
    private String update(String count) {
        String counted = "(SELECT " + post + " AS post, COUNT(*) AS n FROM " + likes + " GROUP BY " + post + ") c";
        return switch (database.info().driver()) {
            case "postgres", "sqlite" ->
                "UPDATE h_post SET " + count + " = c.n FROM " + counted + " WHERE c.post = h_post.id";
            case "h2" ->
                "MERGE INTO h_post USING " + counted + " ON c.post = h_post.id WHEN MATCHED THEN UPDATE SET " + count
                        + " = c.n";
            default -> "UPDATE h_post JOIN " + counted + " ON c.post = h_post.id SET h_post." + count + " = c.n";
        };
    }

    /** Checks a count that has been added. */
    void require(String count, int likesEach) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT COUNT(*) FROM h_post WHERE " + count + " <> " + likesEach)) {
            if (!row.next() || row.getLong(1) > 0) {
                throw new IllegalStateException("The count " + count + " by hand is not " + likesEach);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String... statements) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
