package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import java.sql.Connection;
import java.util.Optional;

/** H2: a named database in memory, held by a connection of ours so that a pool can be closed and another opened. */
final class H2Source implements ShippedSource {
    private static final String USER = "entail";
    private static final String PASSWORD = "entail-test";

    @Override
    public DatabaseProduct product() {
        return DatabaseProduct.H2;
    }

    @Override
    public FreshDatabase create() {
        DatabaseConfig config = memory();
        Connection keeper = Jdbc.connect(config.url(), USER, PASSWORD);
        return new FreshDatabase(config, () -> Jdbc.close(keeper));
    }

    @Override
    public DatabaseConfig unreachable() {
        return DatabaseConfig.of("jdbc:h2:mem:" + Names.fresh() + ";IFEXISTS=TRUE")
                .withCredentials(USER, PASSWORD);
    }

    @Override
    public Optional<DatabaseConfig> inMemory() {
        return Optional.of(memory());
    }

    private static DatabaseConfig memory() {
        return DatabaseConfig.of("jdbc:h2:mem:" + Names.fresh()).withCredentials(USER, PASSWORD);
    }
}
