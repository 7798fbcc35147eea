package com.example.faulty;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Databases behind the faulty driver; without a flaw unless a subclass names one. */
public class FaultySource implements DatabaseSource {
    private final String prefix;

    /** Without a flaw. */
    public FaultySource() {
        this(FaultyDriver.Flaw.NONE);
    }

    FaultySource(FaultyDriver.Flaw flaw) {
        this.prefix = "jdbc:faulty:" + flaw.name().toLowerCase(Locale.ROOT) + ":";
    }

    @Override
    public String title() {
        return "Faulty";
    }

    @Override
    public FreshDatabase create() {
        String name = "h2:mem:" + UUID.randomUUID();
        Connection keeper = keep(name);
        return new FreshDatabase(DatabaseConfig.of(prefix + name), () -> close(keeper));
    }

    @Override
    public DatabaseConfig unreachable() {
        return DatabaseConfig.of(prefix + "h2:mem:" + UUID.randomUUID() + ";IFEXISTS=TRUE");
    }

    @Override
    public Optional<DatabaseConfig> inMemory() {
        return Optional.of(DatabaseConfig.of(prefix + "h2:mem:" + UUID.randomUUID()));
    }

    private static Connection keep(String name) {
        try {
            return DriverManager.getConnection("jdbc:" + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection keeper) {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
