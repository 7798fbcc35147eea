package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Database;

/** A database that records what is executed on it and knows which connections have not been returned. */
public final class CountingDatabase extends InterceptedDatabase {
    private final StatementLog log;
    private final ConnectionTracker connections;

    /** Wraps a database; the wrapper takes it over and closes it. */
    public CountingDatabase(Database delegate) {
        this(delegate, new StatementLog(), new ConnectionTracker());
    }

    private CountingDatabase(Database delegate, StatementLog log, ConnectionTracker connections) {
        super(delegate, log, connections);
        this.log = log;
        this.connections = connections;
    }

    /** What was executed. */
    public StatementLog log() {
        return log;
    }

    /** Who holds connections. */
    public ConnectionTracker connections() {
        return connections;
    }
}
