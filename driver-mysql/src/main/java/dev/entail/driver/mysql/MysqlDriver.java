package dev.entail.driver.mysql;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.storage.spi.ConnectionPool;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.IsolationLevel;
import dev.entail.storage.spi.PoolSettings;
import dev.entail.storage.spi.PoolSettings.Lifetime;
import dev.entail.storage.spi.PooledDatabase;
import dev.entail.storage.spi.TableSequences;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.storage.spi.TransactionCapability.ConcurrentWriters;
import dev.entail.storage.spi.TransactionCapability.DispatchSupport;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** MySQL 8 and later, and MariaDB, both through MySQL Connector/J. */
public final class MysqlDriver implements DatabaseDriver {
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("tcpKeepAlive", "true"),
            Map.entry("connectTimeout", "10000"),
            Map.entry("useServerPrepStmts", "true"),
            Map.entry("cachePrepStmts", "true"),
            Map.entry("prepStmtCacheSize", "256"),
            Map.entry("prepStmtCacheSqlLimit", "16384"),
            Map.entry("rewriteBatchedStatements", "true"),
            // Spares a round trip for each setting that already has the wanted value.
            Map.entry("useLocalSessionState", "true"),
            // Statements with a fetch size get a cursor, so that large results are not read at once.
            Map.entry("useCursorFetch", "true"),
            // An update that changes nothing has still found its row.
            Map.entry("useAffectedRows", "false"),
            Map.entry("characterEncoding", "UTF-8"),
            Map.entry("sessionVariables", "innodb_lock_wait_timeout=10"));

    /**
     * Strict: a value that does not fit is refused, not changed. Without backslash escapes, so that a backslash in a
     * literal means the same as on every other database.
     */
    private static final List<String> INIT_SQL = List.of("SET SESSION sql_mode = 'STRICT_ALL_TABLES,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES'");

    private static final TransactionCapability CAPABILITY = new TransactionCapability(
            Set.of(IsolationLevel.READ_COMMITTED, IsolationLevel.SERIALIZABLE),
            Set.of(),
            true,
            ConcurrentWriters.MANY,
            DispatchSupport.STRONG,
            List.of(
                    "Statements that change the schema commit the transaction.",
                    "A lock timeout undoes the statement alone; the transaction must be rolled back before it is"
                            + " retried.",
                    "Record ids are taken on one more connection per process."));

    /** For the service loader. */
    public MysqlDriver() {}

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public boolean accepts(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:mysql:");
    }

    @Override
    public Database open(DatabaseConfig config) {
        ErrorClassifier errors = new MysqlErrors();
        ConnectionPool pool = ConnectionPool.open(config, settings(name()), errors);
        try {
            ConnectionPool ids = ConnectionPool.open(config.withPoolSize(1), settings(name() + "-ids"), errors);
            boolean mariaDb = isMariaDb(pool);
            Dialect dialect = new MysqlDialect(mariaDb);
            return new PooledDatabase(
                    pool, CAPABILITY, dialect, errors, TableSequences.onOwnConnection(dialect, ids.dataSource()), ids);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static PoolSettings settings(String poolName) {
        try {
            return new PoolSettings(
                    poolName,
                    new com.mysql.cj.jdbc.Driver()::connect,
                    PoolSettings.serverPoolSize(),
                    Lifetime.RENEWED,
                    PROPERTIES,
                    INIT_SQL);
        } catch (SQLException e) {
            throw new EntailException(ErrorCode.DATABASE_UNREACHABLE, "MySQL Connector/J cannot be used", e);
        }
    }

    private static boolean isMariaDb(ConnectionPool pool) {
        // Connector/J may report the product as MySQL, but the version text gives it away.
        String product = pool.info().product() + " " + pool.info().version();
        return product.toLowerCase(Locale.ROOT).contains("mariadb");
    }
}
