package dev.entail.testkit.database;

import dev.entail.testkit.database.DatabaseSource.FreshDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Gives fresh databases. A server is started when it is first asked for, shared by all that follow, and stopped by {@link
 * #close()}. With the annotations of this package there is one instance for all tests of a JVM; a program of its own,
 * such as a benchmark, makes one itself. Thread-safe.
 */
public final class TestDatabases implements AutoCloseable {
    private final Map<Object, DatabaseSource> sources = new HashMap<>();
    private final Map<Object, RuntimeException> failures = new HashMap<>();
    private final Set<TestDatabase> open = ConcurrentHashMap.newKeySet();

    /** A fresh, empty database of this product; the caller closes it. */
    public TestDatabase fresh(DatabaseProduct product) {
        return fresh(source(product, () -> newSource(product)));
    }

    /** A fresh, empty database of a source of one's own; the caller closes it. */
    public TestDatabase fresh(Class<? extends DatabaseSource> type) {
        return fresh(source(type, () -> newSource(type)));
    }

    TestDatabase fresh(DatabaseSource source) {
        FreshDatabase fresh = source.create();
        TestDatabase database = new TestDatabase(this, source, fresh);
        open.add(database);
        return database;
    }

    void closed(TestDatabase database) {
        open.remove(database);
    }

    /** What failed once is not tried again: each test says why at once, instead of waiting for a server. */
    private synchronized DatabaseSource source(Object key, Supplier<DatabaseSource> maker) {
        RuntimeException failure = failures.get(key);
        if (failure != null) {
            throw failure;
        }
        DatabaseSource known = sources.get(key);
        if (known != null) {
            return known;
        }
        try {
            DatabaseSource made = maker.get();
            sources.put(key, made);
            return made;
        } catch (RuntimeException e) {
            failures.put(key, e);
            throw e;
        }
    }

    private static DatabaseSource newSource(DatabaseProduct product) {
        return switch (product) {
            case POSTGRES -> PostgresSource.start();
            case MYSQL -> MysqlSource.start();
            case SQLITE -> new SqliteSource();
            case H2 -> new H2Source();
        };
    }

    private static DatabaseSource newSource(Class<? extends DatabaseSource> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type.getName() + " must be public and have a public constructor without parameters", e);
        }
    }

    /** Removes all databases that are left and stops the servers. */
    @Override
    public synchronized void close() {
        List<RuntimeException> problems = new ArrayList<>();
        List.copyOf(open).forEach(database -> attempt(database, problems));
        for (DatabaseSource source : sources.values()) {
            if (source instanceof AutoCloseable closeable) {
                attempt(closeable, problems);
            }
        }
        sources.clear();
        if (!problems.isEmpty()) {
            RuntimeException first = problems.getFirst();
            problems.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void attempt(AutoCloseable closeable, List<RuntimeException> problems) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            problems.add(e);
        } catch (Exception e) {
            problems.add(new IllegalStateException(e));
        }
    }
}
