package dev.entail.storage.spi;

/**
 * The entry point of a driver module, found by {@link java.util.ServiceLoader} and chosen by JDBC URL. Implementations
 * have a public constructor without parameters and no state.
 */
public interface DatabaseDriver {
    /** Short name of the database, lower case, for example {@code postgres}. */
    String name();

    /** Whether this driver handles {@code jdbcUrl}. Must not connect. */
    boolean accepts(String jdbcUrl);

    /**
     * Opens a connection pool.
     *
     * @throws dev.entail.core.error.EntailException {@code DATABASE_UNREACHABLE} if no connection can be had; the message
     *     never contains credentials
     */
    Database open(DatabaseConfig config);
}
