package dev.entail.testkit.contract.driver;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** What all groups of the driver contract share: the database under test and tables to work with. */
abstract class ContractGroup {
    private static final AtomicInteger TABLES = new AtomicInteger();

    private TestDatabase test;
    private Database database;

    @BeforeEach
    final void open(TestDatabase testDatabase) {
        this.test = testDatabase;
        this.database = testDatabase.database();
    }

    final TestDatabase test() {
        return test;
    }

    final Database database() {
        return database;
    }

    final Dialect dialect() {
        return database.dialect();
    }

    final TransactionCapability capability() {
        return database.getTransactionCapability();
    }

    final boolean manyWriters() {
        return capability().has(Capability.CONCURRENT_WRITERS);
    }

    final Connection connect() throws SQLException {
        return database.dataSource().getConnection();
    }

    /** A name that no other table of this process has. */
    static String freshName() {
        return "contract_" + TABLES.incrementAndGet();
    }

    /** A new table with the id and one nullable column named {@code v}. */
    final ContractTable table(ColumnType type) throws SQLException {
        return table(freshName(), ContractTable.Column.nullable("v", type));
    }

    /** A new table with the id and the given columns. */
    final ContractTable table(String name, ContractTable.Column... columns) throws SQLException {
        ContractTable table = new ContractTable(dialect(), name, List.of(columns));
        try (Connection connection = connect()) {
            table.create(connection);
        }
        return table;
    }

    /** Expects a database error and tells what the driver makes of it. */
    final DatabaseError errorOf(SqlAction action) {
        try {
            action.run();
        } catch (SQLException e) {
            return database.errors().classify(e);
        }
        throw new AssertionError("the database accepts what it should refuse");
    }

    /** Something to do with the database. */
    @FunctionalInterface
    interface SqlAction {
        void run() throws SQLException;
    }
}
