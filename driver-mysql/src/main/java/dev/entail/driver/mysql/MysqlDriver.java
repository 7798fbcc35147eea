package dev.entail.driver.mysql;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** MySQL 8 and later, and MariaDB, both through MySQL Connector/J. */
public final class MysqlDriver implements DatabaseDriver {
    private static final String MANY_IN_ONE = "allowMultiQueries";
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
            // The statements of a transaction and its commit go in one round trip.
            Map.entry(MANY_IN_ONE, "true"),
            // An update that changes nothing has still found its row.
            Map.entry("useAffectedRows", "false"),
            Map.entry("characterEncoding", "UTF-8"));

    /**
     * Strict: a value that does not fit is refused, not changed. Without backslash escapes, so that a backslash in a
     * literal means the same as on every other database.
     */
    private static final String SQL_MODE = "sql_mode = 'STRICT_ALL_TABLES,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES'";

    private static final List<String> INIT_SQL = List.of("SET SESSION " + SQL_MODE);

    private static final TransactionCapability CAPABILITY = TransactionCapability.of(
            List.of(
                    "Statements that change the schema commit the transaction.",
                    "A lock timeout undoes the statement alone; the transaction must be rolled back before it is"
                            + " retried.",
                    "Record ids are taken on one more connection per process."),
            Capability.SERIALIZABLE_BY_DATABASE,
            Capability.SAVEPOINTS,
            Capability.FAILED_STATEMENTS_FORGIVEN,
            Capability.READ_ONLY_TRANSACTIONS,
            Capability.MANY_PROCESSES,
            Capability.STATEMENT_TIMEOUTS);

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
        ConnectionPool pool = ConnectionPool.open(config, settings(name(), config), errors);
        try {
            Dialect dialect = new MysqlDialect(isMariaDb(pool), takesManyInOne(pool, config));
            // Last, so that nothing can fail between opening it and handing it over.
            ConnectionPool ids = ConnectionPool.open(config.withPoolSize(1), settings(name() + "-ids", config), errors);
            return new PooledDatabase(
                    pool, CAPABILITY, dialect, errors, TableSequences.onOwnConnection(dialect, ids.dataSource()), ids);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static PoolSettings settings(String poolName, DatabaseConfig config) {
        try {
            return new PoolSettings(
                    poolName,
                    new com.mysql.cj.jdbc.Driver()::connect,
                    PoolSettings.serverPoolSize(),
                    Lifetime.RENEWED,
                    properties(config),
                    INIT_SQL);
        } catch (SQLException e) {
            throw new EntailException(ErrorCode.DATABASE_UNREACHABLE, "MySQL Connector/J cannot be used", e);
        }
    }

    private static Map<String, String> properties(DatabaseConfig config) {
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        long seconds = config.lockTimeoutSeconds();
        // Of rows, and of whole tables against those who change the schema.
        // The JDBC driver asks for the mode after these are set, and only then: it must know that backslashes are no
        // escapes.
        properties.put(
                "sessionVariables",
                SQL_MODE + ",innodb_lock_wait_timeout=" + seconds + ",lock_wait_timeout=" + seconds);
        return properties;
    }

    /**
     * Whoever configures the connections otherwise gets a round trip for each statement. So does whoever sets session variables of
     * his own: values are put into a text of many statements by the JDBC driver, which must quote them as the server reads them.
     */
    private static boolean takesManyInOne(ConnectionPool pool, DatabaseConfig config) {
        boolean refused = config.url().contains(MANY_IN_ONE + "=false")
                || "false".equalsIgnoreCase(config.properties().get(MANY_IN_ONE));
        try (Connection connection = pool.dataSource().getConnection()) {
            return !refused
                    && connection
                            .unwrap(JdbcConnection.class)
                            .getSession()
                            .getServerSession()
                            .isNoBackslashEscapesSet();
        } catch (SQLException e) {
            throw new EntailException(ErrorCode.DATABASE_UNREACHABLE, "The MySQL driver lost its first connection", e);
        }
    }

    private static boolean isMariaDb(ConnectionPool pool) {
        // Connector/J may report the product as MySQL, but the version text gives it away.
        String product = pool.info().product() + " " + pool.info().version();
        return product.toLowerCase(Locale.ROOT).contains("mariadb");
    }
}
