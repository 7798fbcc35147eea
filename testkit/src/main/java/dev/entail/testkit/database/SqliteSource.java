package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import java.util.Optional;

/** SQLite: a file in a folder of its own. */
final class SqliteSource implements ShippedSource {
    @Override
    public DatabaseProduct product() {
        return DatabaseProduct.SQLITE;
    }

    @Override
    public FreshDatabase create() {
        TempFolder folder = TempFolder.create("sqlite");
        return new FreshDatabase(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("test.db")), folder::close);
    }

    @Override
    public DatabaseConfig unreachable() {
        TempFolder folder = TempFolder.create("sqlite");
        folder.close();
        return DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("missing").resolve("test.db"));
    }

    @Override
    public Optional<DatabaseConfig> inMemory() {
        return Optional.of(DatabaseConfig.of("jdbc:sqlite::memory:"));
    }
}
