package dev.entail.benchmarks.reading;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The same blog by hand, in tables of its own: a statement for the posts with their authors, one for the newest comments. */
final class HandWrittenBlog implements Pages {
    private static final String POSTS =
            "SELECT p.id, p.title, p.likes, u.name FROM h_post p JOIN h_user u ON u.id = p.author"
                    + " WHERE p.id < ? ORDER BY p.id DESC LIMIT " + SIZE;

    private final Database database;
    private final NewestComments comments;

    HandWrittenBlog(Database database) {
        this.database = database;
        this.comments = NewestComments.fastest(database.info());
    }

    /** Copies a blog that Entail has stored in the same database. */
    void copy() {
        Dialect dialect = database.dialect();
        String id = "(id " + dialect.primaryKey();
        String text = " " + dialect.columnType(ColumnType.TEXT) + " NOT NULL";
        String number = " " + dialect.columnType(ColumnType.INTEGER) + " NOT NULL";
        String to = " " + dialect.columnType(ColumnType.ID) + " NOT NULL REFERENCES ";
        String end = ")" + dialect.tableOptions();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE h_user " + id + ", name" + text + end);
            statement.execute("CREATE TABLE h_post " + id + ", title" + text + ", likes" + number + ", author" + to
                    + "h_user (id)" + end);
            statement.execute("CREATE TABLE h_comment " + id + ", text" + text + ", post" + to + "h_post (id)" + end);
            copy(statement, "h_user", "User", "id", "name");
            copy(statement, "h_post", "Post", "id", "title", "likeCount", "author");
            copy(statement, "h_comment", "Comment", "id", "text", "post");
            statement.execute("CREATE INDEX h_post_author ON h_post (author)");
            statement.execute("CREATE INDEX h_comment_post ON h_comment (post, id)");
            if (database.info().driver().equals("postgres")) {
                // What the server does by itself, later.
                statement.execute("VACUUM ANALYZE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Statement statement, String to, String from, String... columns) throws SQLException {
        List<String> quoted =
                List.of(columns).stream().map(database.dialect()::quote).toList();
        statement.execute("INSERT INTO " + to + " SELECT " + String.join(", ", quoted) + " FROM "
                + database.dialect().quote(from));
    }

    @Override
    public List<PostView> before(long post) {
        Map<Long, PostView> posts = new LinkedHashMap<>();
        try (Connection connection = database.dataSource().getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(POSTS)) {
                statement.setLong(1, post);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        posts.put(
                                row.getLong(1),
                                new PostView(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getString(4),
                                        new ArrayList<>(NEWEST)));
                    }
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(comments.sql())) {
                comments.bind(statement, posts.keySet());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Objects.requireNonNull(posts.get(row.getLong(1)))
                                .comments()
                                .add(new CommentView(row.getLong(2), row.getString(3)));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(posts.values());
    }
}
