package dev.entail.driver.sqlite;

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

/** SQLite, in a file or in memory. */
public final class SqliteDriver implements DatabaseDriver {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final int POOL_SIZE = 8;
    private static final TransactionCapability CAPABILITY = TransactionCapability.of(
            List.of(
                    "Every transaction is serializable, whatever level was asked for.",
                    "A transaction takes the write lock when it begins, unless its connection was made read-only.",
                    "With the default property synchronous=NORMAL the last commits may be lost when the operating"
                            + " system fails, not when the process does; synchronous=FULL keeps them.",
                    "Decimals are text with a collation of this driver; other programs cannot use their indexes.",
                    "Other processes wait for the whole database."),
            Capability.SERIALIZABLE_BY_DATABASE,
            Capability.SAVEPOINTS,
            Capability.FAILED_STATEMENTS_FORGIVEN,
            Capability.READ_ONLY_TRANSACTIONS,
            Capability.TRANSACTIONAL_DDL,
            Capability.STATEMENT_TIMEOUTS,
            Capability.UPDATE_RETURNING,
            Capability.PARTIAL_INDEXES);

    /** For the service loader. */
    public SqliteDriver() {}

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean accepts(String jdbcUrl) {
        return jdbcUrl.startsWith(PREFIX);
    }

    @Override
    public Database open(DatabaseConfig config) {
        Lifetime lifetime = isInMemory(config.url()) ? Lifetime.SINGLE : Lifetime.RENEWED;
        PoolSettings settings =
                new PoolSettings(name(), SqliteConnection::new, POOL_SIZE, lifetime, properties(config), List.of());
        ErrorClassifier errors = new SqliteErrors();
        ConnectionPool pool = ConnectionPool.open(config, settings, errors);
        Dialect dialect = new SqliteDialect();
        return new PooledDatabase(pool, CAPABILITY, dialect, errors, TableSequences.onCurrentConnection(dialect));
    }

    private static Map<String, String> properties(DatabaseConfig config) {
        return Map.of(
                "journal_mode", "WAL",
                "synchronous", "NORMAL",
                "busy_timeout", Long.toString(config.lockTimeout().toMillis()),
                "foreign_keys", "true",
                "case_sensitive_like", "true");
    }

    /** In memory, and for an empty file name, every connection has a database of its own. */
    private static boolean isInMemory(String url) {
        String file = url.substring(PREFIX.length());
        return file.isEmpty() || file.startsWith("?") || file.contains(":memory:") || file.contains("mode=memory");
    }
}
