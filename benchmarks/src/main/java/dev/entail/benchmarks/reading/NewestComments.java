package dev.entail.benchmarks.reading;

import dev.entail.storage.spi.DatabaseInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;

/**
 * How the newest comments on the posts of a page are read with one statement, so that only they are looked at. Ranking the comments on
 * each post with a window function is easier to write, but looks at all of them; it was the slowest everywhere.
 */
enum NewestComments {
    /** For each post the comments before a limit. */
    LATERAL("SELECT c.post, c.id, c.text FROM unnest(?) AS p (id) CROSS JOIN LATERAL (SELECT post, id, text"
            + " FROM h_comment WHERE post = p.id ORDER BY id DESC LIMIT " + Pages.NEWEST
            + ") c ORDER BY c.post, c.id DESC") {
        @Override
        void bind(PreparedStatement statement, Collection<Long> posts) throws SQLException {
            statement.setArray(1, statement.getConnection().createArrayOf("bigint", posts.toArray()));
        }
    },

    /** The same where a condition may have a limit. */
    EACH("SELECT c.post, c.id, c.text FROM json_each(?) p JOIN h_comment c ON c.id IN (SELECT id FROM h_comment"
            + " WHERE post = p.value ORDER BY id DESC LIMIT " + Pages.NEWEST + ") ORDER BY c.post, c.id DESC") {
        @Override
        void bind(PreparedStatement statement, Collection<Long> posts) throws SQLException {
            statement.setString(1, posts.toString());
        }
    },

    /** For each post the ids of the comments as an array. */
    ARRAY("SELECT c.post, c.id, c.text FROM (SELECT p.id, ARRAY(SELECT x.id FROM h_comment x WHERE x.post = p.id"
            + " ORDER BY x.post DESC, x.id DESC LIMIT " + Pages.NEWEST + ") AS newest FROM h_post p WHERE p.id IN ("
            + String.join(", ", Collections.nCopies(Pages.SIZE, "?"))
            + ")) p JOIN h_comment c ON c.id = ANY(p.newest) ORDER BY c.post, c.id DESC"),

    /** A query for each post, sent as one. */
    UNION(String.join(
                    " UNION ALL ",
                    Collections.nCopies(
                            Pages.SIZE,
                            "(SELECT post, id, text FROM h_comment WHERE post = ? ORDER BY id DESC LIMIT "
                                    + Pages.NEWEST + ")"))
            + " ORDER BY post, id DESC");

    private final String sql;

    NewestComments(String sql) {
        this.sql = sql;
    }

    /** The fastest one on each database. */
    static NewestComments fastest(DatabaseInfo database) {
        return switch (database.driver()) {
            case "postgres" -> LATERAL;
            case "sqlite" -> EACH;
            case "h2" -> ARRAY;
            default -> UNION;
        };
    }

    /** Gives a post, a comment and its text, the newest comment on a post first. */
    String sql() {
        return sql;
    }

    /**
     * Says which posts are meant.
     *
     * @param posts a full page
     */
    void bind(PreparedStatement statement, Collection<Long> posts) throws SQLException {
        int index = 1;
        for (long post : posts) {
            statement.setLong(index++, post);
        }
    }
}
