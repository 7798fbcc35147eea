package dev.entail.storage.spi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections in auto-commit mode at READ COMMITTED. It connects once before it is built, so that a wrong URL
 * or password is reported at once and in the words of the database.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);
    private static final int MIN_IDLE = 2;

    private final HikariDataSource dataSource;
    private final DatabaseInfo info;
    private final @Nullable Connection anchor;

    private ConnectionPool(HikariDataSource dataSource, DatabaseInfo info, @Nullable Connection anchor) {
        this.dataSource = dataSource;
        this.info = info;
        this.anchor = anchor;
    }

    /**
     * Opens a pool.
     *
     * @param errors tells which errors mean that a connection is gone, so that the pool lets go of it
     * @throws EntailException {@code DATABASE_UNREACHABLE} if no connection can be had; neither the message nor the
     *     causes contain credentials or parameters of the URL
     */
    public static ConnectionPool open(DatabaseConfig config, PoolSettings settings, ErrorClassifier errors) {
        ConnectionSource source = new ConnectionSource(config, settings);
        try {
            return open(config, settings, errors, source);
        } catch (SQLException | RuntimeException e) {
            Redaction redaction = new Redaction(config);
            throw new EntailException(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "The " + settings.driver() + " driver cannot open " + config.maskedUrl() + ": "
                            + redaction.text(e.getMessage())
                            + ". Check the URL, the credentials and whether the database is running",
                    redaction.cause(e));
        }
    }

    private static ConnectionPool open(
            DatabaseConfig config, PoolSettings settings, ErrorClassifier errors, ConnectionSource source)
            throws SQLException {
        Connection first = source.getConnection();
        boolean anchored = settings.lifetime() == PoolSettings.Lifetime.ANCHORED;
        boolean opened = false;
        try {
            DatabaseMetaData meta = first.getMetaData();
            DatabaseInfo info = new DatabaseInfo(
                    settings.driver(), meta.getDatabaseProductName(), meta.getDatabaseProductVersion());
            // The pool is filled before the first connection goes, or a database in memory would vanish in between.
            HikariDataSource pool = new HikariDataSource(hikari(config, settings, errors, source));
            opened = true;
            return new ConnectionPool(pool, info, anchored ? first : null);
        } finally {
            if (!opened || !anchored) {
                first.close();
            }
        }
    }

    private static HikariConfig hikari(
            DatabaseConfig config, PoolSettings settings, ErrorClassifier errors, ConnectionSource source) {
        boolean single = settings.lifetime() == PoolSettings.Lifetime.SINGLE;
        int size = single ? 1 : config.poolSize().orElse(settings.size());
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("entail-" + settings.driver());
        hikari.setDataSource(source);
        hikari.setAutoCommit(true);
        // The level that most transactions want, so that they need not set it.
        hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(Math.min(MIN_IDLE, size));
        hikari.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        hikari.setIdleTimeout(single ? 0 : IDLE.toMillis());
        hikari.setKeepaliveTime(single ? 0 : KEEP_ALIVE.toMillis());
        hikari.setMaxLifetime(single ? 0 : MAX_LIFETIME.toMillis());
        hikari.setExceptionOverride(new Eviction(errors));
        return hikari;
    }

    /** The pool as a data source. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** What the server said of itself when the pool was opened. */
    public DatabaseInfo info() {
        return info;
    }

    @Override
    public void close() {
        dataSource.close();
        if (anchor != null) {
            try {
                anchor.close();
            } catch (SQLException e) {
                throw new EntailException(
                        ErrorCode.DATABASE_ERROR, "The last connection of the pool could not be closed", e);
            }
        }
    }

    /**
     * Which connections the pool lets go of. One that is lost, by whatever code the database says so; but not one whose
     * statement ran into a time limit, which says nothing about the connection, and without which the transaction could
     * not be rolled back in an orderly way.
     */
    private record Eviction(ErrorClassifier errors) implements SQLExceptionOverride {
        // The interface has a member that is also called Override.
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException error) {
            if (errors.classify(error).errorClass() == ErrorClass.CONNECTION_LOST) {
                return SQLExceptionOverride.Override.MUST_EVICT;
            }
            return error instanceof SQLTimeoutException
                    ? SQLExceptionOverride.Override.DO_NOT_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }
}
