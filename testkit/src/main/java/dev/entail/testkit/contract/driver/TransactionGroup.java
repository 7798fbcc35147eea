package dev.entail.testkit.contract.driver;

import dev.entail.core.model.Model;
import dev.entail.storage.schema.Schema;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Database;
import dev.entail.storage.sql.SqlErrors;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.sql.StatementListener;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the groups share that run transactions of the storage layer on a driver. */
abstract class TransactionGroup extends ContractGroup {
    static final TransactionOptions ANY = TransactionOptions.DEFAULT;

    static Transactions transactions(Database database) {
        Schema empty = Schema.of(Model.model("Contract").build(), database.dialect());
        return new Transactions(database, new SqlErrors(database.errors(), empty), StatementListener.none());
    }

    final ContractTable table() throws SQLException {
        return table(ColumnType.INTEGER);
    }

    static boolean insert(Transaction transaction, ContractTable table, long id) {
        SqlTemplate insert = new SqlTemplate(table.insertStatement(), List.of(ColumnType.ID, ColumnType.INTEGER));
        return transaction.jdbc().update(insert, List.of(id, id)) == 1;
    }

    final List<Long> ids(ContractTable table) throws SQLException {
        try (Connection connection = connect()) {
            return table.ids(connection, "").stream().sorted().toList();
        }
    }

    static int count(Transaction transaction, ContractTable table) {
        return transaction
                .jdbc()
                .query(new SqlTemplate("SELECT 1 FROM " + table.quoted(), List.of()), List.of(), cells -> 1)
                .size();
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
