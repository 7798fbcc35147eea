package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.IsolationLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who waits for whom is as declared. */
abstract class LockContract extends ContractGroup {
    private ContractTable twoRows() throws SQLException {
        ContractTable table = table(ColumnType.INTEGER);
        try (Connection connection = connect()) {
            table.insert(connection, 1, 10L);
            table.insert(connection, 2, 20L);
        }
        return table;
    }

    private static void begin(Connection connection) throws SQLException {
        Sessions.begin(connection, IsolationLevel.READ_COMMITTED);
    }

    private static long value(Connection connection, ContractTable table) throws SQLException {
        return table.read(connection, 1, "v") instanceof Long value ? value : 0;
    }

    private static void assertValue(long actual, long expected) {
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @DisplayName("CAP-01, STO-622: CONCURRENT_WRITERS write different rows at once; else the second one waits")
    final void concurrentWriters() throws SQLException {
        ContractTable table = twoRows();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            sessions.first.run(c -> table.update(c, 1, "v", 11L));
            Future<Boolean> other = sessions.second.begun(c -> {
                begin(c);
                table.update(c, 2, "v", 21L);
                c.commit();
            });
            assertThat(Sessions.waits(other)).as("the second writer waits").isEqualTo(!manyWriters());
            sessions.first.run(Connection::commit);
            Sessions.result(other);
        }
        try (Connection connection = connect()) {
            assertThat(table.read(connection, 1, "v")).isEqualTo(11L);
            assertThat(table.read(connection, 2, "v")).isEqualTo(21L);
        }
    }

    @Test
    @DisplayName("STO-602: nobody waits to read what was committed, and nobody sees what was not")
    final void readers() throws SQLException {
        ContractTable table = twoRows();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            sessions.first.run(c -> table.update(c, 1, "v", 11L));
            Future<Long> read = sessions.second.start(c -> value(c, table));
            assertThat(Sessions.waits(read)).isFalse();
            assertValue(Sessions.result(read), 10);
            sessions.first.run(Connection::commit);
            assertValue(sessions.second.call(c -> value(c, table)), 11);
        }
    }

    @Test
    @DisplayName(
            "STO-602: at READ COMMITTED a later statement sees what others committed meanwhile, where there are others")
    final void readCommitted() throws SQLException {
        ContractTable table = twoRows();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            assertValue(sessions.first.call(c -> value(c, table)), 10);
            Future<Boolean> write = sessions.second.begun(c -> table.update(c, 1, "v", 11L));
            assertThat(Sessions.waits(write)).isEqualTo(!manyWriters());
            assertValue(sessions.first.call(c -> value(c, table)), manyWriters() ? 11 : 10);
            sessions.first.run(Connection::commit);
            Sessions.result(write);
        }
    }

    @Test
    @DisplayName("STO-621: rows selected for update are locked; without row locks the transaction locks everything")
    final void rowLocks() throws SQLException {
        ContractTable table = twoRows();
        String select =
                "WHERE " + table.quoted(ContractTable.ID) + " = 1" + dialect().forUpdate();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            List<Long> locked = sessions.first.call(c -> table.ids(c, select));
            assertThat(locked).containsExactly(1L);
            Future<Boolean> write = sessions.second.begun(c -> table.update(c, 1, "v", 11L));
            assertThat(Sessions.waits(write)).isTrue();
            sessions.first.run(Connection::commit);
            Sessions.result(write);
        }
    }

    @Test
    @DisplayName("STO-622: with MANY_PROCESSES two pools that know nothing of each other work like one; else the notes"
            + " warn")
    final void manyProcesses() throws SQLException {
        ContractTable table = twoRows();
        if (!capability().has(Capability.MANY_PROCESSES)) {
            assertThat(String.join(" ", capability().notes())).containsIgnoringCase("process");
            return;
        }
        try (Sessions sessions = new Sessions(database(), test().open())) {
            sessions.first.run(LockContract::begin);
            sessions.first.run(c -> table.update(c, 1, "v", 11L));
            sessions.second.run(c -> {
                begin(c);
                table.update(c, 2, "v", 21L);
            });
            Future<Boolean> other = sessions.second.begun(c -> table.update(c, 1, "v", 12L));
            assertThat(Sessions.waits(other)).isTrue();
            sessions.first.run(Connection::commit);
            Sessions.result(other);
            sessions.second.run(Connection::commit);
            assertValue(sessions.first.call(c -> value(c, table)), 12);
        }
    }

    @Test
    @DisplayName("STO-622: two transactions that add to one row at once lose nothing")
    final void noLostUpdate() throws SQLException {
        ContractTable table = twoRows();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            sessions.first.run(c -> add(c, table, 1));
            Future<Boolean> other = sessions.second.begun(c -> {
                begin(c);
                add(c, table, 5);
                c.commit();
            });
            assertThat(Sessions.waits(other)).isTrue();
            sessions.first.run(Connection::commit);
            Sessions.result(other);
        }
        try (Connection connection = connect()) {
            assertThat(table.read(connection, 1, "v")).isEqualTo(16L);
        }
    }

    private void add(Connection connection, ContractTable table, long addend) throws SQLException {
        String sql = "UPDATE " + table.quoted() + " SET " + table.quoted("v") + " = "
                + dialect().add(table.quoted("v"), ColumnType.INTEGER) + " WHERE " + table.quoted(ContractTable.ID)
                + " = 1";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            dialect().bind(update, 1, ColumnType.INTEGER, addend);
            update.executeUpdate();
        }
    }

    @Test
    @DisplayName(
            "STO-622, STO-956: whether a transaction at SERIALIZABLE may change a row that another one has locked and"
                + " let go since it began, without seeing what that one has written, is as declared; one that was set"
                + " to what it is it may not change")
    final void locksUnderSnapshots() throws SQLException {
        if (!capability().has(Capability.SERIALIZABLE_BY_DATABASE) || !manyWriters()) {
            // Nobody writes beside a serializable transaction.
            return;
        }
        boolean escape = dialect().locksEscapeSnapshots();
        assertThat(blind(false)).as("what others wrote was missed").isEqualTo(escape);
        if (escape) {
            assertThat(blind(true)).as("the same, had the row been written").isFalse();
        }
    }

    /** Whether somebody under an older snapshot changes a row, and misses another that came with a lock of the first. */
    private boolean blind(boolean touched) throws SQLException {
        ContractTable table = twoRows();
        String one = " WHERE " + table.quoted(ContractTable.ID) + " = 1";
        String itself = "UPDATE " + table.quoted() + " SET " + table.quoted("v") + " = " + table.quoted("v") + one;
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(c -> Sessions.begin(c, IsolationLevel.SERIALIZABLE));
            sessions.first.run(c -> table.read(c, 2, "v"));
            sessions.second.run(c -> {
                begin(c);
                if (touched) {
                    ContractTable.execute(c, itself);
                } else {
                    table.ids(c, one + dialect().forUpdate());
                }
                table.insert(c, 3, 30L);
                c.commit();
            });
            sessions.first.run(c -> table.update(c, 1, "v", 11L));
            List<Long> seen = sessions.first.call(c -> table.ids(c, dialect().forUpdate()));
            sessions.first.run(Connection::commit);
            return !seen.contains(3L);
        } catch (SQLException e) {
            assertThat(database().errors().classify(e).errorClass()).isEqualTo(ErrorClass.SERIALIZATION);
            return false;
        }
    }

    @Test
    @DisplayName("STO-622: whether a new reference blocks updates of the row it refers to is as declared")
    final void foreignKeyChecks() throws SQLException {
        ForeignKeys keys = ForeignKeys.create(this);
        try (Connection connection = connect()) {
            keys.parent().insert(connection, 1, 10L);
        }
        boolean blocks = dialect().foreignKeyChecksBlockUpdates();
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(LockContract::begin);
            sessions.first.run(c -> keys.child().insert(c, 1, 1L));
            Future<Boolean> update = sessions.second.begun(c -> keys.parent().update(c, 1, "v", 11L));
            assertThat(Sessions.waits(update)).isEqualTo(blocks || !manyWriters());
            sessions.first.run(Connection::commit);
            Sessions.result(update);
        }
    }
}
