package dev.entail.storage.sql;

import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs templates on one connection. Every database error leaves it as a {@link StorageException}. */
public final class Jdbc {
    private final Connection connection;
    private final Dialect dialect;
    private final SqlErrors errors;

    /** Runs on {@code connection}, which somebody else opens and closes. */
    public Jdbc(Connection connection, Dialect dialect, SqlErrors errors) {
        this.connection = connection;
        this.dialect = dialect;
        this.errors = errors;
    }

    /** The connection, for the few who need more than statements. */
    public Connection connection() {
        return connection;
    }

    /** How SQL is written here. */
    public Dialect dialect() {
        return dialect;
    }

    /** Turns an error that happened on this connection into a coded one. */
    public StorageException translate(SQLException error) {
        return errors.translate(error);
    }

    /** Runs a statement and tells how many rows it changed. */
    public int update(SqlTemplate template, List<? extends @Nullable Object> values) {
        try (PreparedStatement statement = connection.prepareStatement(template.text())) {
            bind(statement, template, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    /**
     * Runs a statement for each list of values in one round trip, or without a batch if there is only one.
     *
     * @return the positions of those that changed no row, as far as the database tells
     */
    public List<Integer> updateAll(SqlTemplate template, List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.size() == 1) {
            return update(template, rows.get(0)) == 0 ? List.of(0) : List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(template.text())) {
            for (List<? extends @Nullable Object> row : rows) {
                bind(statement, template, row);
                statement.addBatch();
            }
            return zeros(statement.executeBatch());
        } catch (BatchUpdateException e) {
            throw errors.translate(e.getNextException() == null ? e : e.getNextException());
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    private static List<Integer> zeros(int[] counts) {
        List<Integer> zeros = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                zeros.add(i);
            }
        }
        return zeros;
    }

    /** Runs a query and reads each row. */
    public <T> List<T> query(SqlTemplate template, List<? extends @Nullable Object> values, RowReader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(template.text())) {
            bind(statement, template, values);
            try (ResultSet rows = statement.executeQuery()) {
                Cells cells = new Cells(rows);
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(cells));
                }
                return result;
            }
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    /** Runs a query and passes on each row while the others are still to come. */
    public void forEach(SqlTemplate template, List<? extends @Nullable Object> values, RowConsumer consumer) {
        try (PreparedStatement statement = connection.prepareStatement(template.text())) {
            bind(statement, template, values);
            if (dialect.fetchSize() > 0) {
                statement.setFetchSize(dialect.fetchSize());
            }
            try (ResultSet rows = statement.executeQuery()) {
                Cells cells = new Cells(rows);
                while (rows.next()) {
                    consumer.accept(cells);
                }
            }
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    private void bind(PreparedStatement statement, SqlTemplate template, List<? extends @Nullable Object> values)
            throws SQLException {
        List<ColumnType> types = template.parameters();
        if (types.size() != values.size()) {
            throw new IllegalArgumentException(
                    types.size() + " parameters, " + values.size() + " values: " + template.text());
        }
        for (int i = 0; i < types.size(); i++) {
            dialect.bind(statement, i + 1, types.get(i), values.get(i));
        }
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads the current row. */
        T read(Cells cells) throws SQLException;
    }

    /** Does something with a row. */
    @FunctionalInterface
    public interface RowConsumer {
        /** Takes the current row. */
        void accept(Cells cells) throws SQLException;
    }

    /** The values of the current row, by position from 1. */
    public final class Cells {
        private final ResultSet rows;

        private Cells(ResultSet rows) {
            this.rows = rows;
        }

        /** The value at a position, or null. */
        public @Nullable Object get(int position, ColumnType type) throws SQLException {
            return dialect.read(rows, position, type);
        }
    }
}
