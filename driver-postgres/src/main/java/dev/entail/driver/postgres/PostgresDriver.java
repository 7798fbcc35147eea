package dev.entail.driver.postgres;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ConnectionPool;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.PoolSettings;
import dev.entail.storage.spi.PoolSettings.Lifetime;
import dev.entail.storage.spi.PooledDatabase;
import dev.entail.storage.spi.TransactionCapability;
import java.util.List;
import java.util.Map;

/** PostgreSQL. */
public final class PostgresDriver implements DatabaseDriver {
    private static final String LOCK_TIMEOUT = "lock_timeout";
    private static final Map<String, String> PROPERTIES = Map.of(
            "ApplicationName", "entail",
            "tcpKeepAlive", "true",
            "connectTimeout", "10",
            "reWriteBatchedInserts", "true",
            "prepareThreshold", "3",
            // The details of the server quote the values of the row, which may be secret.
            "logServerErrorDetail", "false");
    private static final TransactionCapability CAPABILITY = TransactionCapability.of(
            List.of(
                    "A statement that fails aborts the transaction; only going back to a savepoint saves it.",
                    "Statements that change the schema are part of the transaction.",
                    "A row that was referred to in an open transaction can be updated by others, except for columns of"
                            + " a unique index."),
            Capability.SERIALIZABLE_BY_DATABASE,
            Capability.SAVEPOINTS,
            Capability.READ_ONLY_TRANSACTIONS,
            Capability.MANY_PROCESSES,
            Capability.TRANSACTIONAL_DDL,
            Capability.STATEMENT_TIMEOUTS,
            Capability.UPDATE_RETURNING,
            Capability.PARTIAL_INDEXES);

    /** For the service loader. */
    public PostgresDriver() {}

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean accepts(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:postgresql:");
    }

    @Override
    public Database open(DatabaseConfig config) {
        PoolSettings settings = new PoolSettings(
                name(),
                new org.postgresql.Driver()::connect,
                PoolSettings.serverPoolSize(),
                Lifetime.RENEWED,
                PROPERTIES,
                initSql(config));
        ErrorClassifier errors = new PostgresErrors();
        ConnectionPool pool = ConnectionPool.open(config, settings, errors);
        return new PooledDatabase(pool, CAPABILITY, new PostgresDialect(), errors, new PostgresSequences());
    }

    /** The server has no limit by default. A session that was told one in the URL or in a property keeps that. */
    private static List<String> initSql(DatabaseConfig config) {
        boolean given = (config.url() + config.properties().get("options")).contains(LOCK_TIMEOUT);
        return given
                ? List.of()
                : List.of("SET " + LOCK_TIMEOUT + " = " + config.lockTimeout().toMillis());
    }
}
