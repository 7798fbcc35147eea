package dev.entail.driver.postgres;

import dev.entail.storage.spi.Sequences;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Native sequences that advance by whole blocks. */
final class PostgresSequences implements Sequences {
    private static final int BLOCK_SIZE = 128;

    /** So many blocks are skipped one by one, in one statement and a fraction of a second. */
    private static final long SKIPPED_BLOCKS = 100_000;

    private final PostgresDialect dialect = new PostgresDialect();

    @Override
    public List<String> create(String name) {
        return List.of("CREATE SEQUENCE IF NOT EXISTS " + dialect.quote(name) + " AS BIGINT INCREMENT BY " + BLOCK_SIZE
                + " START WITH 1");
    }

    @Override
    public long reserve(Connection current, String name) throws SQLException {
        try (PreparedStatement statement = current.prepareStatement("SELECT nextval(CAST(? AS regclass))")) {
            // The text is parsed as an identifier, therefore it is quoted like one.
            statement.setString(1, dialect.quote(name));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Blocks are skipped by reserving them, which can never move a sequence back. Only over a great distance the sequence
     * is set, to a value that lies as many blocks before the goal as are then skipped: it could move back only if others
     * reserved all those while the one expression is evaluated that compares and sets.
     */
    @Override
    public boolean advance(Connection current, String name, long past) throws SQLException {
        Sequences.requireRange(past);
        long missing = missing(current, name, past);
        if (missing > SKIPPED_BLOCKS) {
            jump(current, name, past - SKIPPED_BLOCKS * BLOCK_SIZE);
            missing = missing(current, name, past);
        }
        return missing > 0 && skip(current, name, missing, past);
    }

    /** How many blocks it takes until the newest one ends at or after {@code past}. */
    private long missing(Connection current, String name, long past) throws SQLException {
        // The columns of a sequence; both come from one row and so from one moment.
        String sql = "SELECT CASE WHEN is_called THEN last_value + " + (BLOCK_SIZE - 1)
                + " ELSE last_value - 1 END FROM " + dialect.quote(name);
        try (PreparedStatement statement = current.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long reserved = row.getLong(1);
            return past <= reserved ? 0 : Math.ceilDiv(past - reserved, (long) BLOCK_SIZE);
        }
    }

    private void jump(Connection current, String name, long value) throws SQLException {
        String sql =
                "SELECT setval(CAST(? AS regclass), GREATEST(?, (SELECT last_value FROM " + dialect.quote(name) + ")))";
        try (PreparedStatement statement = current.prepareStatement(sql)) {
            statement.setString(1, dialect.quote(name));
            statement.setLong(2, value);
            statement.executeQuery().close();
        }
    }

    /** Reserves blocks and tells whether {@code past} is in one of them. */
    private boolean skip(Connection current, String name, long blocks, long past) throws SQLException {
        String sql = "SELECT bool_or(v <= ? AND v > ? - " + BLOCK_SIZE
                + ") FROM (SELECT nextval(CAST(? AS regclass)) AS v FROM generate_series(1, ?)) AS skipped";
        try (PreparedStatement statement = current.prepareStatement(sql)) {
            statement.setLong(1, past);
            statement.setLong(2, past);
            statement.setString(3, dialect.quote(name));
            statement.setLong(4, blocks);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public boolean transactional() {
        return false;
    }
}
