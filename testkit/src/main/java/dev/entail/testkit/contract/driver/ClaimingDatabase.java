package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseInfo;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.Sequences;
import dev.entail.storage.spi.TransactionCapability;
import java.util.EnumSet;
import javax.sql.DataSource;

/**
 * A database that claims less than it can.
 *
 * @param delegate the real one
 * @param getTransactionCapability what it claims
 */
public record ClaimingDatabase(Database delegate, TransactionCapability getTransactionCapability) implements Database {
    /** The database without a capability, and without those that imply it. */
    public static ClaimingDatabase without(Database database, Capability lacking) {
        TransactionCapability real = database.getTransactionCapability();
        EnumSet<Capability> fewer = EnumSet.copyOf(real.capabilities());
        fewer.removeIf(each -> each == lacking || each.implied().contains(lacking));
        if (lacking == Capability.SERIALIZABLE_BY_DATABASE) {
            fewer.remove(Capability.MANY_PROCESSES);
        }
        return new ClaimingDatabase(database, new TransactionCapability(fewer, real.notes()));
    }

    @Override
    public DatabaseInfo info() {
        return delegate.info();
    }

    @Override
    public DataSource dataSource() {
        return delegate.dataSource();
    }

    @Override
    public Dialect dialect() {
        return delegate.dialect();
    }

    @Override
    public ErrorClassifier errors() {
        return delegate.errors();
    }

    @Override
    public Sequences sequences() {
        return delegate.sequences();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
