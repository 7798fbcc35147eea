package dev.entail.testkit.jdbc;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Dialect;
import java.util.Optional;

/** A database that takes no statements together: each is sent on its own, and the commit after them. */
public final class OneByOneDatabase extends InterceptedDatabase {
    private final Dialect dialect;

    /** Wraps a database; the wrapper takes it over and closes it. */
    public OneByOneDatabase(Database delegate) {
        super(delegate);
        this.dialect = TogetherDialect.of(delegate::dialect, (statements, text) -> Optional.empty());
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }
}
