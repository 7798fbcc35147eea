package dev.entail.benchmarks.start;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The same program by hand: a pool, four tables, a user and a post, and a like with its event and two counts. */
public final class JdbcStart {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR, likes BIGINT DEFAULT 0 NOT NULL)",
            "CREATE TABLE posts (id BIGINT PRIMARY KEY, title VARCHAR, likes BIGINT DEFAULT 0 NOT NULL)",
            "CREATE TABLE events (id BIGINT PRIMARY KEY, name VARCHAR, actor BIGINT, payload VARCHAR,"
                    + " at TIMESTAMP(3) WITH TIME ZONE)",
            "CREATE TABLE likes (id BIGINT PRIMARY KEY, u BIGINT NOT NULL REFERENCES users (id),"
                    + " p BIGINT NOT NULL REFERENCES posts (id))",
            "CREATE UNIQUE INDEX likes_up ON likes (u, p)",
            "CREATE INDEX likes_pu ON likes (p, u)");

    private JdbcStart() {}

    /** Runs in a JVM of its own. */
    public static void main(String[] args) throws SQLException {
        HikariConfig config = new HikariConfig();
        // Not by its URL: that would load the drivers of all databases.
        config.setDataSourceClassName("org.h2.jdbcx.JdbcDataSource");
        config.addDataSourceProperty("URL", StartWorkload.URL);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            try (Connection connection = pool.getConnection()) {
                execute(connection, "INSERT INTO users (id, name) VALUES (?, ?)", 1L, "Ann");
                execute(connection, "INSERT INTO posts (id, title) VALUES (?, ?)", 1L, "First");
            }
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                execute(
                        connection,
                        "INSERT INTO events (id, name, actor, payload, at) VALUES (?, ?, ?, ?, ?)",
                        1L,
                        "LikePost",
                        1L,
                        "{\"post\":1}",
                        Instant.now().atOffset(ZoneOffset.UTC));
                execute(connection, "INSERT INTO likes (id, u, p) VALUES (?, ?, ?)", 1L, 1L, 1L);
                execute(connection, "UPDATE posts SET likes = likes + 1 WHERE id = ?", 1L);
                execute(connection, "UPDATE users SET likes = likes + 1 WHERE id = ?", 1L);
                connection.commit();
            }
            System.out.println(StartWorkload.COMMITTED);
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("Not one row: " + sql);
            }
        }
    }
}
