package dev.entail.driver.h2;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ConnectionPool;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.PoolSettings;
import dev.entail.storage.spi.PoolSettings.Lifetime;
import dev.entail.storage.spi.PooledDatabase;
import dev.entail.storage.spi.TableSequences;
import dev.entail.storage.spi.TransactionCapability;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** H2, in memory, in a file or on a server. */
public final class H2Driver implements DatabaseDriver {
    private static final String PREFIX = "jdbc:h2:";
    private static final String MEMORY = PREFIX + "mem:";
    private static final TransactionCapability CAPABILITY = TransactionCapability.of(
            List.of(
                    "The SERIALIZABLE level of H2 allows write skew, therefore nobody else in this process writes"
                            + " while a serializable transaction runs; those of other processes are not kept apart.",
                    "A foreign key does not see that another open transaction is deleting the row referred to; whoever"
                            + " must be sure locks that row first.",
                    "Statements that change the schema commit the transaction.",
                    "A text has at most 1,000,000,000 characters.",
                    "Text is ordered by UTF-16 unit, which differs from the order by code point between characters"
                            + " beyond U+FFFF and those from U+E000 to U+FFFF.",
                    "The database does not know read-only transactions; only Entail refuses writes in them.",
                    "Record ids are taken on one more connection per process."),
            Capability.SERIALIZABLE,
            Capability.SAVEPOINTS,
            Capability.FAILED_STATEMENTS_FORGIVEN,
            Capability.CONCURRENT_WRITERS,
            Capability.STATEMENT_TIMEOUTS,
            Capability.UPDATE_RETURNING);

    /** For the service loader. */
    public H2Driver() {}

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public boolean accepts(String jdbcUrl) {
        return jdbcUrl.startsWith(PREFIX);
    }

    @Override
    public Database open(DatabaseConfig config) {
        boolean memory = config.url().startsWith(MEMORY);
        DatabaseConfig named = memory ? named(config) : config;
        ErrorClassifier errors = new H2Errors();
        Dialect dialect = new H2Dialect();
        ConnectionPool pool = ConnectionPool.open(named, settings(named, name(), memory), errors);
        try {
            ConnectionPool ids =
                    ConnectionPool.open(named.withPoolSize(1), settings(named, name() + "-ids", false), errors);
            return new PooledDatabase(
                    pool, CAPABILITY, dialect, errors, TableSequences.onOwnConnection(dialect, ids.dataSource()), ids);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static PoolSettings settings(DatabaseConfig config, String poolName, boolean memory) {
        return new PoolSettings(
                poolName,
                new org.h2.Driver()::connect,
                PoolSettings.serverPoolSize(),
                memory ? Lifetime.ANCHORED : Lifetime.RENEWED,
                Map.of("LOCK_TIMEOUT", Long.toString(config.lockTimeout().toMillis())),
                List.of());
    }

    /** A database in memory without a name belongs to one connection alone, so it gets a name that nobody else has. */
    private static DatabaseConfig named(DatabaseConfig config) {
        String rest = config.url().substring(MEMORY.length());
        if (!rest.isEmpty() && !rest.startsWith(";")) {
            return config;
        }
        String name = "entail-" + UUID.randomUUID();
        return config.withUrl(MEMORY + name + rest);
    }
}
