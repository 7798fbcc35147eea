package dev.entail.driver.h2;

import dev.entail.storage.spi.ConnectionPool;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.spi.PoolSettings;
import dev.entail.storage.spi.PoolSettings.Lifetime;
import dev.entail.storage.spi.PooledDatabase;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.spi.TransactionCapability.ConcurrentWriters;
import dev.entail.storage.spi.TransactionCapability.DispatchSupport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** H2, in memory, in a file or on a server. */
public final class H2Driver implements DatabaseDriver {
    private static final String PREFIX = "jdbc:h2:";
    private static final String MEMORY = PREFIX + "mem:";
    private static final Map<String, String> PROPERTIES = Map.of("LOCK_TIMEOUT", "10000");
    private static final TransactionCapability CAPABILITY = new TransactionCapability(
            Set.of(IsolationLevel.READ_COMMITTED, IsolationLevel.SERIALIZABLE),
            Set.of(IsolationLevel.SERIALIZABLE),
            true,
            ConcurrentWriters.MANY,
            DispatchSupport.LOCAL,
            List.of(
                    "The SERIALIZABLE level of H2 allows write skew, therefore serializable transactions run one at a"
                            + " time in this process; those of other processes are not kept apart.",
                    "A foreign key does not see that another open transaction is deleting the row referred to; whoever"
                            + " must be sure locks that row first.",
                    "Statements that change the schema commit the transaction.",
                    "A text has at most 1,048,576 characters.",
                    "Text is ordered by UTF-16 unit, which differs from the order by code point between characters"
                            + " beyond U+FFFF and those from U+E000 to U+FFFF."));

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
        PoolSettings settings = new PoolSettings(
                name(),
                new org.h2.Driver()::connect,
                PoolSettings.serverPoolSize(),
                memory ? Lifetime.ANCHORED : Lifetime.RENEWED,
                PROPERTIES,
                List.of());
        ErrorClassifier errors = new H2Errors();
        ConnectionPool pool = ConnectionPool.open(memory ? named(config) : config, settings, errors);
        return new PooledDatabase(pool, CAPABILITY, new H2Dialect(), errors, new H2Sequences());
    }

    /** A database in memory without a name belongs to one connection alone, so it gets a name that nobody else has. */
    private static DatabaseConfig named(DatabaseConfig config) {
        String rest = config.url().substring(MEMORY.length());
        if (!rest.isEmpty() && !rest.startsWith(";")) {
            return config;
        }
        String name = "entail-" + UUID.randomUUID();
        return new DatabaseConfig(
                MEMORY + name + rest, config.user(), config.password(), config.properties(), config.poolSize());
    }
}
