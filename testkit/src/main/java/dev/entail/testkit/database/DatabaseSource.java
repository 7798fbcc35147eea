package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import java.util.Optional;

/**
 * Gives fresh databases of one product. The author of a driver for another product implements it, with a public
 * constructor without parameters, and names the class in {@link OnDatabase#sources()}. A source that is {@link
 * AutoCloseable} is closed when all tests have run. Thread-safe.
 */
public interface DatabaseSource {
    /** The name of the product for people. */
    String title();

    /** Makes a database, schema or file that is empty and that nobody else uses. */
    FreshDatabase create();

    /** A configuration that nothing answers to, without a long wait: a closed port, a folder that does not exist. */
    DatabaseConfig unreachable();

    /** A configuration of a new database that lives in the memory of this process, if the product has such. */
    default Optional<DatabaseConfig> inMemory() {
        return Optional.empty();
    }

    /**
     * A new database.
     *
     * @param config where it is
     * @param removal removes it; called once, after all its connections were closed
     */
    record FreshDatabase(DatabaseConfig config, Runnable removal) {}
}
