package dev.entail.storage.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How a driver wants its connections.
 *
 * @param driver name of the driver
 * @param connector makes a connection; usually {@link java.sql.Driver#connect}
 * @param size greatest number of connections unless the user says otherwise
 * @param lifetime how long connections live
 * @param properties JDBC properties unless the user gives them, in the configuration or in the URL
 * @param initSql statements run once on each new connection
 */
public record PoolSettings(
        String driver,
        Connector connector,
        int size,
        Lifetime lifetime,
        Map<String, String> properties,
        List<String> initSql) {

    public PoolSettings {
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(lifetime, "lifetime");
        properties = Map.copyOf(properties);
        initSql = List.copyOf(initSql);
    }

    /** How long connections live. */
    public enum Lifetime {
        /** They are replaced from time to time, so that a pool outlives restarts and failovers of a server. */
        RENEWED,
        /** The same, and one more connection stays open until the pool is closed, to keep a database in memory alive. */
        ANCHORED,
        /** There is exactly one connection, which is the database. It lives until the pool is closed. */
        SINGLE
    }

    /** Makes a physical connection. */
    @FunctionalInterface
    public interface Connector {
        /** A new connection, or null if the URL is not for this driver. */
        @Nullable
        Connection connect(String url, Properties properties) throws SQLException;
    }

    /** A pool size that suits a server: two connections for each processor of this machine, at least ten. */
    public static int serverPoolSize() {
        return Math.max(10, 2 * Runtime.getRuntime().availableProcessors());
    }
}
