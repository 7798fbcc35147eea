package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.spi.TransactionCapability;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A database whose JDBC calls go through interceptors; everything else is the wrapped one's. What a driver does on
 * connections that it takes from its own pool, for example to reserve ids, is not seen.
 */
public class InterceptedDatabase implements Database {
    private final Database delegate;
    private final DataSource dataSource;
    private final Dialect dialect;

    /** Wraps; the first interceptor is the outermost. */
    public InterceptedDatabase(Database delegate, JdbcInterceptor... interceptors) {
        this.delegate = delegate;
        // Of a text that is several statements each is to be seen.
        Map<String, List<String>> together = new ConcurrentHashMap<>();
        this.dialect = TogetherDialect.of(delegate::dialect, (statements, text) -> {
            text.ifPresent(all -> together.put(all, List.copyOf(statements)));
            return text;
        });
        this.dataSource = JdbcProxies.intercept(
                delegate.dataSource(),
                JdbcInterceptor.chain(List.of(interceptors)),
                sql -> together.getOrDefault(sql, List.of(sql)));
    }

    /** What is wrapped. */
    public final Database delegate() {
        return delegate;
    }

    @Override
    public final DatabaseInfo info() {
        return delegate.info();
    }

    @Override
    public final DataSource dataSource() {
        return dataSource;
    }

    @Override
    public final TransactionCapability getTransactionCapability() {
        return delegate.getTransactionCapability();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public final ErrorClassifier errors() {
        return delegate.errors();
    }

    @Override
    public final Sequences sequences() {
        return delegate.sequences();
    }

    @Override
    public void close() {
        delegate.close();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + delegate.info() + "]";
    }
}
