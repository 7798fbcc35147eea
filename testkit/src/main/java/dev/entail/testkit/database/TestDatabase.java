package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.testkit.database.DatabaseSource.FreshDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One database for tests, empty when it is made and removed when it is closed. A test that gets it as a parameter does not
 * close it.
 */
public final class TestDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final TestDatabases owner;
    private final DatabaseSource source;
    private final FreshDatabase fresh;
    private final List<CountingDatabase> pools = new ArrayList<>();
    private final List<TestDatabase> siblings = new ArrayList<>();
    private @Nullable CountingDatabase shared;
    private boolean closed;

    TestDatabase(TestDatabases owner, DatabaseSource source, FreshDatabase fresh) {
        this.owner = owner;
        this.source = source;
        this.fresh = fresh;
    }

    /** Where it is. */
    public DatabaseConfig config() {
        return fresh.config();
    }

    /** The name of the product for people. */
    public String title() {
        return source.title();
    }

    /** Whether this is the given product. */
    public boolean is(DatabaseProduct product) {
        return product().filter(product::equals).isPresent();
    }

    /** Which of the products that Entail ships a driver for this is; empty for any other. */
    public Optional<DatabaseProduct> product() {
        return source instanceof ShippedSource shipped ? Optional.of(shipped.product()) : Optional.empty();
    }

    /** Product and version as the server reports them. */
    public DatabaseInfo info() {
        return database().info();
    }

    /**
     * The database behind a pool that stays open for all tests of the class; the next test finds its log empty. Do not
     * close it.
     */
    public synchronized CountingDatabase database() {
        CountingDatabase current = shared;
        if (current == null) {
            current = connect();
            shared = current;
        }
        return current;
    }

    /** The same database behind a new pool, which is closed after the current test at the latest. */
    public synchronized CountingDatabase open() {
        CountingDatabase pool = connect();
        pools.add(pool);
        return pool;
    }

    /** Another empty database of the same product, which is removed after the current test at the latest. */
    public synchronized TestDatabase fresh() {
        TestDatabase sibling = owner.fresh(source);
        siblings.add(sibling);
        return sibling;
    }

    /** A configuration of the same product that nothing answers to. */
    public DatabaseConfig unreachable() {
        return source.unreachable();
    }

    /** A configuration of a new database of the same product in the memory of this process, if there is such. */
    public Optional<DatabaseConfig> inMemory() {
        return source.inMemory();
    }

    private CountingDatabase connect() {
        return new CountingDatabase(DatabaseDrivers.fromClassPath().open(config()));
    }

    /** Checks that all connections have been returned, and closes what the test opened and left open. */
    synchronized void endTest() {
        List<Throwable> problems = new ArrayList<>();
        attempt(() -> checkLeaks(), problems);
        pools.forEach(pool -> attempt(pool::close, problems));
        pools.clear();
        siblings.forEach(sibling -> attempt(sibling::endTest, problems));
        siblings.forEach(sibling -> attempt(sibling::close, problems));
        siblings.clear();
        if (shared != null) {
            shared.log().clear();
        }
        raise(problems);
    }

    private void checkLeaks() {
        List<Throwable> leaks = new ArrayList<>();
        if (shared != null) {
            CountingDatabase pool = shared;
            attempt(() -> pool.connections().assertAllReturned(PATIENCE), leaks);
        }
        pools.forEach(pool -> attempt(() -> pool.connections().assertAllReturned(PATIENCE), leaks));
        raise(leaks);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        List<Throwable> problems = new ArrayList<>();
        attempt(this::endTest, problems);
        CountingDatabase pool = shared;
        if (pool != null) {
            attempt(pool::close, problems);
        }
        attempt(fresh.removal(), problems);
        owner.closed(this);
        raise(problems);
    }

    private static void attempt(Runnable action, List<Throwable> problems) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError e) {
            problems.add(e);
        }
    }

    private static void raise(List<Throwable> problems) {
        if (problems.isEmpty()) {
            return;
        }
        Throwable first = problems.getFirst();
        problems.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }

    @Override
    public String toString() {
        return title() + " " + config();
    }
}
