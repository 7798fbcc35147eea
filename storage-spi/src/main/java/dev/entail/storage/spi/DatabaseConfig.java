package dev.entail.storage.spi;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to get in. Properties are the ones of the JDBC driver, so TLS and credentials are given
 * exactly as its manual says. {@link #toString()} shows no credentials.
 *
 * @param url JDBC URL
 * @param user user name, or null if the URL or the properties carry it, or none is needed
 * @param password password, or null
 * @param properties properties handed to the JDBC driver
 * @param poolSize greatest number of connections; empty for the default of the driver
 * @param lockTimeout how long a statement waits for a lock before it fails with {@link ErrorClass#LOCK_TIMEOUT} or {@link
 *     ErrorClass#BUSY}; at least a millisecond, and rounded up to seconds where the database counts in them. What the URL
 *     or a property of the JDBC driver says of it wins
 */
public record DatabaseConfig(
        String url,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> properties,
        OptionalInt poolSize,
        Duration lockTimeout) {
    /** Ten seconds. */
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(10);

    public DatabaseConfig {
        Objects.requireNonNull(url, "url");
        properties = Map.copyOf(properties);
        if (poolSize.isPresent() && poolSize.getAsInt() < 1) {
            throw new IllegalArgumentException("poolSize must be at least 1, was " + poolSize.getAsInt());
        }
        if (lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("lockTimeout must be at least 1 ms, was " + lockTimeout);
        }
    }

    /** A configuration with nothing but a URL. */
    public static DatabaseConfig of(String url) {
        return new DatabaseConfig(url, null, null, Map.of(), OptionalInt.empty(), DEFAULT_LOCK_TIMEOUT);
    }

    /** The same with credentials. */
    public DatabaseConfig withCredentials(String newUser, @Nullable String newPassword) {
        return new DatabaseConfig(url, newUser, newPassword, properties, poolSize, lockTimeout);
    }

    /** The same with one more property for the JDBC driver. */
    public DatabaseConfig withProperty(String name, String value) {
        Map<String, String> copy = new LinkedHashMap<>(properties);
        copy.put(name, value);
        return new DatabaseConfig(url, user, password, copy, poolSize, lockTimeout);
    }

    /** The same with another greatest number of connections. */
    public DatabaseConfig withPoolSize(int size) {
        return new DatabaseConfig(url, user, password, properties, OptionalInt.of(size), lockTimeout);
    }

    /** The same with another URL; what belongs to the URL is the caller's care. */
    public DatabaseConfig withUrl(String newUrl) {
        return new DatabaseConfig(newUrl, user, password, properties, poolSize, lockTimeout);
    }

    /** The same with another limit on waiting for locks. */
    public DatabaseConfig withLockTimeout(Duration limit) {
        return new DatabaseConfig(url, user, password, properties, poolSize, limit);
    }

    /** The limit on waiting for locks in seconds, rounded up. */
    public long lockTimeoutSeconds() {
        return Math.max(1, lockTimeout.plusMillis(999).toSeconds());
    }

    /** The URL without user information and without the values of its parameters; safe to log. */
    public String maskedUrl() {
        return url.replaceAll("([?&;(][^=&;()]+)=[^&;()]*", "$1=***")
                .replaceFirst("//.*@", "//***@")
                .replaceFirst(":[^:/@]+/[^@]*@", ":***@");
    }

    @Override
    public String toString() {
        return "DatabaseConfig[" + maskedUrl() + "]";
    }
}
