package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.Sequences;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No number is handed out twice. */
abstract class SequenceContract extends ContractGroup {
    private static final int THREADS = 4;
    private static final int BLOCKS = 25;

    private String sequence(String name) throws SQLException {
        try (Connection connection = connect()) {
            ContractTable.execute(
                    connection, database().sequences().create(name).toArray(String[]::new));
        }
        return name;
    }

    private static long reserve(Database database, String name) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return database.sequences().reserve(connection, name);
        }
    }

    @Test
    @DisplayName("STO-621: numbers start at 1 and blocks follow one another; making a counter again changes nothing")
    final void blocks() throws SQLException {
        String name = sequence(freshName());
        int size = database().sequences().blockSize();
        assertThat(size).isPositive();
        assertThat(reserve(database(), name)).isEqualTo(1);
        sequence(name);
        assertThat(reserve(database(), name)).isEqualTo(1L + size);
        assertThat(reserve(database(), name)).isEqualTo(1L + 2L * size);
    }

    @Test
    @DisplayName("STO-621: counters are independent of each other, whatever their names")
    final void names() throws SQLException {
        List<String> names = List.of(
                "Mixed Case",
                "mixed_case",
                "quote's",
                "select",
                "n".repeat(dialect().maxIdentifierLength()));
        for (String name : names) {
            sequence(name);
        }
        for (String name : names) {
            assertThat(reserve(database(), name)).as(name).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("STO-621: two pools over one database never get the same number")
    final void twoPools() throws SQLException {
        String name = sequence(freshName());
        Database other = test().open();
        int size = database().sequences().blockSize();
        Set<Long> numbers = new TreeSet<>();
        for (int i = 0; i < BLOCKS; i++) {
            addBlock(numbers, reserve(database(), name), size);
            addBlock(numbers, reserve(other, name), size);
        }
        assertThat(numbers).hasSize(2 * BLOCKS * size);
    }

    @Test
    @DisplayName("STO-621: many threads, in transactions of their own, never get the same number")
    final void threads() throws SQLException {
        String name = sequence(freshName());
        int size = database().sequences().blockSize();
        Set<Long> numbers = new ConcurrentSkipListSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                futures.add(pool.submit(() -> {
                    for (int i = 0; i < BLOCKS; i++) {
                        addBlock(numbers, reserveInTransaction(name), size);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                await(future);
            }
        }
        assertThat(numbers).hasSize(THREADS * BLOCKS * size).allMatch(number -> number > 0);
    }

    private long reserveInTransaction(String name) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            long first = database().sequences().reserve(connection, name);
            connection.commit();
            connection.setAutoCommit(true);
            return first;
        }
    }

    @Test
    @DisplayName("STO-621, STO-622: a reservation is undone by a rollback if and only if sequences are declared"
            + " transactional")
    final void rollback() throws SQLException {
        String name = sequence(freshName());
        long first;
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            first = database().sequences().reserve(connection, name);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        boolean again = reserve(database(), name) == first;
        assertThat(again).isEqualTo(database().sequences().transactional());
    }

    @Test
    @DisplayName("STO-621: unless sequences are transactional, no one waits for a transaction that has reserved")
    final void noWaiting() throws SQLException {
        String name = sequence(freshName());
        try (Sessions sessions = new Sessions(database())) {
            sessions.first.run(c -> {
                c.setAutoCommit(false);
                database().sequences().reserve(c, name);
            });
            Future<Long> other =
                    sessions.second.start(c -> database().sequences().reserve(c, name));
            assertThat(Sessions.waits(other)).isEqualTo(database().sequences().transactional());
            sessions.first.run(Connection::rollback);
            Sessions.result(other);
        }
    }

    @Test
    @DisplayName(
            "STO-512, STO-513, T-231: a number that somebody chose is passed at once, the near and the far one alike,"
                    + " and a counter never moves back")
    final void advance() throws SQLException {
        String name = sequence(freshName());
        int size = database().sequences().blockSize();
        assertThat(advance(database(), name, 7)).as("nobody had reserved it").isTrue();
        long first = reserve(database(), name);
        assertThat(first).isGreaterThan(7).isLessThanOrEqualTo(8L + size);
        assertThat(advance(database(), name, first)).as("it was reserved").isFalse();
        assertThat(advance(database(), name, 1)).isFalse();
        assertThat(reserve(database(), name)).isEqualTo(first + size);
        long last = first;
        for (long far : List.of(1_000L, 20_000_000L, 1L << 53, Sequences.GREATEST_ADVANCE)) {
            assertThat(advance(database(), name, far)).as("%s", far).isTrue();
            last = reserve(database(), name);
            assertThat(last).isGreaterThan(far).isLessThanOrEqualTo(far + 2L * size);
        }
        assertThat(advance(database(), name, 20_000_000L)).isFalse();
        assertThat(reserve(database(), name)).isEqualTo(last + size);
        for (long wrong : List.of(0L, -1L, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> advance(database(), name, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> advance(database(), freshName(), 1)).isInstanceOf(SQLException.class);
    }

    private static boolean advance(Database database, String name, long past) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return database.sequences().advance(connection, name, past);
        }
    }

    @Test
    @DisplayName("STO-512, T-232: while others reserve, a counter that is advanced never moves back and gives no number"
            + " twice, and only one of two learns that a number was free")
    final void advanceAmongOthers() throws SQLException {
        String name = sequence(freshName());
        Database other = test().open();
        int size = database().sequences().blockSize();
        Set<Long> numbers = new ConcurrentSkipListSet<>();
        Set<Long> free = new ConcurrentSkipListSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Database mine = t % 2 == 0 ? database() : other;
                futures.add(pool.submit(() -> {
                    long before = 0;
                    for (int i = 1; i <= BLOCKS; i++) {
                        long chosen = 3L * size * i;
                        if (advance(mine, name, chosen)) {
                            assertThat(free.add(chosen))
                                    .as("%s is free once", chosen)
                                    .isTrue();
                        }
                        long first = reserve(mine, name);
                        assertThat(first).isGreaterThan(chosen).isGreaterThan(before);
                        before = first;
                        addBlock(numbers, first, size);
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                await(future);
            }
        }
        assertThat(numbers).hasSize(THREADS * BLOCKS * size).doesNotContainAnyElementsOf(free);
    }

    @Test
    @DisplayName("STO-513, STO-622: an advance is undone by a rollback if and only if sequences are declared"
            + " transactional")
    final void advanceAndRollback() throws SQLException {
        String name = sequence(freshName());
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            assertThat(database().sequences().advance(connection, name, 5_000)).isTrue();
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(reserve(database(), name) > 5_000)
                .isNotEqualTo(database().sequences().transactional());
    }

    private static void addBlock(Set<Long> numbers, long first, int size) {
        for (int i = 0; i < size; i++) {
            assertThat(numbers.add(first + i)).as("%s is new", first + i).isTrue();
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
