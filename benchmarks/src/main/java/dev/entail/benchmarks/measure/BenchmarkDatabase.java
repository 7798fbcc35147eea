package dev.entail.benchmarks.measure;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.database.TestDatabases;

/**
 * A product to measure on: H2 in memory, SQLite in a file, PostgreSQL or MySQL on a server that is started, or that the
 * environment names as for tests.
 */
public final class BenchmarkDatabase {
    /** More than any contest has threads. */
    private static final int POOL_SIZE = 20;

    private final TestDatabases databases;
    private final DatabaseProduct product;

    /** A product, with databases from this source. */
    public BenchmarkDatabase(TestDatabases databases, DatabaseProduct product) {
        this.databases = databases;
        this.product = product;
    }

    /** Which product this is. */
    public DatabaseProduct product() {
        return product;
    }

    /** Whether this is one of the given products. */
    public boolean is(DatabaseProduct... products) {
        for (DatabaseProduct candidate : products) {
            if (candidate == product) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many times as fast as plain JDBC Entail is to be here; where no network
     * hides what it does itself it may be slower.
     */
    public double plainGoal() {
        return switch (product) {
            case POSTGRES -> 1.3;
            case MYSQL -> 1.0;
            case SQLITE, H2 -> 0.7;
        };
    }

    /** An empty database, which is removed when it is closed. */
    public Fresh fresh() {
        return new Fresh(databases.fresh(product), product);
    }

    /** An empty database that nobody else uses. */
    public static final class Fresh implements AutoCloseable {
        private final TestDatabase database;
        private final DatabaseProduct product;

        private Fresh(TestDatabase database, DatabaseProduct product) {
            this.database = database;
            this.product = product;
        }

        /**
         * How to open it; the same for Entail and for what is written by hand. A server gets a connection for each thread, a file
         * as many as its driver wants.
         */
        public DatabaseConfig config() {
            DatabaseConfig config = database.config();
            return product == DatabaseProduct.SQLITE ? config : config.withPoolSize(POOL_SIZE);
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
