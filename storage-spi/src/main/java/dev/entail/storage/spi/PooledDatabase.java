package dev.entail.storage.spi;

import java.util.List;
import javax.sql.DataSource;

/** A database made of a pool and the parts that a driver supplies. */
public final class PooledDatabase implements Database {
    private final ConnectionPool pool;
    private final TransactionCapability capability;
    private final Dialect dialect;
    private final ErrorClassifier errors;
    private final Sequences sequences;
    private final List<ConnectionPool> otherPools;

    /**
     * Puts the parts together.
     *
     * @param pool the pool that callers draw from
     * @param otherPools pools that are closed with it
     */
    public PooledDatabase(
            ConnectionPool pool,
            TransactionCapability capability,
            Dialect dialect,
            ErrorClassifier errors,
            Sequences sequences,
            ConnectionPool... otherPools) {
        this.pool = pool;
        this.capability = capability;
        this.dialect = dialect;
        this.errors = errors;
        this.sequences = sequences;
        this.otherPools = List.of(otherPools);
    }

    @Override
    public DatabaseInfo info() {
        return pool.info();
    }

    @Override
    public DataSource dataSource() {
        return pool.dataSource();
    }

    @Override
    public TransactionCapability getTransactionCapability() {
        return capability;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public ErrorClassifier errors() {
        return errors;
    }

    @Override
    public Sequences sequences() {
        return sequences;
    }

    @Override
    public void close() {
        otherPools.forEach(ConnectionPool::close);
        pool.close();
    }
}
