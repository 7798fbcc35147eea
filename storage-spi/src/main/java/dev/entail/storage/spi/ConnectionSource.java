package dev.entail.storage.spi;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes physical connections for a pool. The pool above it never learns the URL and the credentials. */
final class ConnectionSource implements DataSource {
    private static final int LOGIN_TIMEOUT_SECONDS = 10;

    private final String url;
    private final Properties properties;
    private final PoolSettings.Connector connector;
    private final List<String> initSql;

    ConnectionSource(DatabaseConfig config, PoolSettings settings) {
        this.url = config.url();
        this.properties = properties(config, settings.properties());
        this.connector = settings.connector();
        this.initSql = settings.initSql();
    }

    /** What the URL says is left out of the defaults, because drivers disagree on which of the two wins. */
    private static Properties properties(DatabaseConfig config, Map<String, String> defaults) {
        Properties result = new Properties();
        defaults.forEach((name, value) -> {
            Pattern inUrl = Pattern.compile("[?&;]" + Pattern.quote(name) + "=", Pattern.CASE_INSENSITIVE);
            if (!inUrl.matcher(config.url()).find()) {
                result.setProperty(name, value);
            }
        });
        config.properties().forEach(result::setProperty);
        if (config.user() != null) {
            result.setProperty("user", config.user());
        }
        if (config.password() != null) {
            result.setProperty("password", config.password());
        }
        return result;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties copy = new Properties();
        copy.putAll(properties);
        Connection connection = connector.connect(url, copy);
        if (connection == null) {
            throw new SQLException("The JDBC driver does not accept this URL");
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : initSql) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Credentials are part of the configuration");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // Nothing is logged here.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The timeout of a connection attempt is a JDBC property that each driver sets.
    }

    @Override
    public int getLoginTimeout() {
        // The pool waits this long for its own threads when it is closed.
        return LOGIN_TIMEOUT_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Nothing is logged here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!isWrapperFor(type)) {
            throw new SQLException("Not a wrapper for " + type.getName());
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
