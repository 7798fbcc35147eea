package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Database;

/** A database that fails when it is told to; without orders it behaves like the wrapped one. */
public final class FaultInjectingDatabase extends InterceptedDatabase {
    private final FaultInjector faults;

    /** Wraps a database; the wrapper takes it over and closes it. */
    public FaultInjectingDatabase(Database delegate) {
        this(delegate, new FaultInjector());
    }

    private FaultInjectingDatabase(Database delegate, FaultInjector faults) {
        super(delegate, faults);
        this.faults = faults;
    }

    /** Gives the orders. */
    public FaultInjector faults() {
        return faults;
    }
}
