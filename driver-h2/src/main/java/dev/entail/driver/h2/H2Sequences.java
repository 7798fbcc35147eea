package dev.entail.driver.h2;

import dev.entail.storage.spi.Sequences;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Native sequences that advance by whole blocks. */
final class H2Sequences implements Sequences {
    private static final int BLOCK_SIZE = 128;

    private final H2Dialect dialect = new H2Dialect();

    @Override
    public List<String> create(String name) {
        // The blocks are the cache; a second one inside the database would only waste numbers.
        return List.of("CREATE SEQUENCE IF NOT EXISTS " + dialect.quote(name) + " START WITH 1 INCREMENT BY "
                + BLOCK_SIZE + " NO CACHE");
    }

    @Override
    public long reserve(Connection current, String name) throws SQLException {
        String sql = "SELECT NEXT VALUE FOR " + dialect.quote(name);
        try (PreparedStatement statement = current.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Blocks are skipped by reserving them; the statement that sets a sequence would commit the transaction. */
    @Override
    public boolean advance(Connection current, String name, long past) throws SQLException {
        Sequences.requireRange(past);
        String newest = "SELECT BASE_VALUE FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_SCHEMA = SCHEMA() AND"
                + " SEQUENCE_NAME = ?";
        long next;
        try (PreparedStatement statement = current.prepareStatement(newest)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                next = row.getLong(1);
            }
        }
        if (next > past) {
            return false;
        }
        String skip =
                "SELECT MAX(v) FROM (SELECT NEXT VALUE FOR " + dialect.quote(name) + " AS v FROM SYSTEM_RANGE(1, ?))";
        try (PreparedStatement statement = current.prepareStatement(skip)) {
            statement.setLong(1, Math.ceilDiv(past - next + 1, (long) BLOCK_SIZE));
            statement.executeQuery().close();
        }
        return true;
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
