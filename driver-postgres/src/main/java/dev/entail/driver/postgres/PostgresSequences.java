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

    @Override
    public int blockSize() {
        return BLOCK_SIZE;
    }

    @Override
    public boolean transactional() {
        return false;
    }
}
