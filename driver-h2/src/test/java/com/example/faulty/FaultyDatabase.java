package com.example.faulty;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.spi.TransactionCapability;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A database made of the parts of another one, some of which can be exchanged. */
record FaultyDatabase(
        Database delegate,
        DatabaseInfo info,
        TransactionCapability getTransactionCapability,
        Dialect dialect,
        ErrorClassifier errors,
        Sequences sequences)
        implements Database {
    static FaultyDatabase of(String driver, Database real) {
        DatabaseInfo info =
                new DatabaseInfo(driver, real.info().product(), real.info().version());
        return new FaultyDatabase(
                real, info, real.getTransactionCapability(), real.dialect(), real.errors(), real.sequences());
    }

    @Override
    public DataSource dataSource() {
        return delegate.dataSource();
    }

    @Override
    public void close() {
        delegate.close();
    }

    FaultyDatabase with(Dialect other) {
        return new FaultyDatabase(delegate, info, getTransactionCapability, other, errors, sequences);
    }

    FaultyDatabase with(ErrorClassifier other) {
        return new FaultyDatabase(delegate, info, getTransactionCapability, dialect, other, sequences);
    }

    FaultyDatabase with(Sequences other) {
        return new FaultyDatabase(delegate, info, getTransactionCapability, dialect, errors, other);
    }

    FaultyDatabase claiming(Capability lie) {
        return changed(capabilities -> capabilities.add(lie));
    }

    FaultyDatabase hiding(Capability truth) {
        return changed(capabilities -> capabilities.remove(truth));
    }

    private FaultyDatabase changed(Consumer<EnumSet<Capability>> change) {
        EnumSet<Capability> claims = EnumSet.copyOf(getTransactionCapability.capabilities());
        change.accept(claims);
        TransactionCapability other = new TransactionCapability(claims, getTransactionCapability.notes());
        return new FaultyDatabase(delegate, info, other, dialect, errors, sequences);
    }

    /** Forgets the milliseconds of whatever is bound. */
    static Dialect losingMilliseconds(Dialect real) {
        return replaced(Dialect.class, real, args -> {
            for (int i = 0; i < args.length; i++) {
                if (args[i] instanceof Instant instant) {
                    args[i] = instant.truncatedTo(ChronoUnit.SECONDS);
                }
            }
        });
    }

    /** Gives every number twice. */
    static Sequences repeatingNumbers(Sequences real) {
        return new Sequences() {
            @Override
            public java.util.List<String> create(String name) {
                return real.create(name);
            }

            @Override
            public long reserve(java.sql.Connection current, String name) throws java.sql.SQLException {
                return real.reserve(current, name) / (2L * blockSize()) * blockSize() + 1;
            }

            @Override
            public boolean advance(java.sql.Connection current, String name, long past) throws java.sql.SQLException {
                return real.advance(current, name, past);
            }

            @Override
            public int blockSize() {
                return real.blockSize();
            }

            @Override
            public boolean transactional() {
                return real.transactional();
            }
        };
    }

    private static <T> T replaced(Class<T> type, T real, Consumer<Object[]> change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                if (args != null) {
                    change.accept(args);
                }
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
