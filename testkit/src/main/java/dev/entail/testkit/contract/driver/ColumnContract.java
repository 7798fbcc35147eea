package dev.entail.testkit.contract.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.storage.spi.ColumnType;
import dev.entail.testkit.contract.driver.ContractTable.Column;
import dev.entail.testkit.jdbc.CountingDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read. */
abstract class ColumnContract extends ContractGroup {
    @ParameterizedTest(name = "{0}")
    @EnumSource(ColumnType.class)
    @DisplayName("STO-621: every edge value of each type is read as it was written")
    final void edgeValues(ColumnType type) throws SQLException {
        ContractTable table = table(type);
        List<Object> samples = Samples.of(type);
        try (Connection connection = connect()) {
            for (int i = 0; i < samples.size(); i++) {
                table.insert(connection, i, samples.get(i));
                assertThat(normal(type, table.read(connection, i, "v")))
                        .as("%s written as %s", type, abbreviated(samples.get(i)))
                        .isEqualTo(samples.get(i));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(ColumnType.class)
    @DisplayName("STO-621: null of each type is read as null")
    final void nulls(ColumnType type) throws SQLException {
        ContractTable table = table(type);
        try (Connection connection = connect()) {
            table.insert(connection, 1, new @Nullable Object[] {null});
            table.insert(connection, 2, Samples.of(type).getFirst());
            table.update(connection, 2, "v", null);
            assertThat(table.read(connection, 1, "v")).isNull();
            assertThat(table.read(connection, 2, "v")).isNull();
            assertThat(table.ids(connection, "WHERE " + table.quoted("v") + " IS NULL"))
                    .containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(ColumnType.class)
    @DisplayName("STO-621: a row is found by each edge value, JSON excepted")
    final void equality(ColumnType type) throws SQLException {
        ContractTable table = table(type);
        List<Object> samples = Samples.of(type);
        String clause = "WHERE " + table.quoted("v") + " = " + dialect().placeholder(type);
        try (Connection connection = connect()) {
            for (int i = 0; i < samples.size(); i++) {
                table.insert(connection, i, samples.get(i));
            }
            for (int i = 0; i < samples.size() && type != ColumnType.JSON; i++) {
                assertThat(table.ids(connection, clause, samples.get(i)))
                        .as("rows with %s", abbreviated(samples.get(i)))
                        .containsExactly((long) i);
            }
        }
    }

    @Test
    @DisplayName("STO-624: a batch mixes values and nulls of all types, and each row arrives")
    final void batch() throws SQLException {
        ColumnType[] types = ColumnType.values();
        Column[] columns =
                Arrays.stream(types).map(t -> Column.nullable("c_" + t, t)).toArray(Column[]::new);
        ContractTable table = table(freshName(), columns);
        Object[] values = Arrays.stream(types).map(t -> Samples.of(t).getLast()).toArray();
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(table.insertStatement())) {
            @Nullable Object[] nulls = Collections.nCopies(types.length, null).toArray();
            List<@Nullable Object[]> rows = List.of(nulls, values, nulls, values);
            for (int i = 0; i < rows.size(); i++) {
                table.bindRow(insert, i, rows.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
            assertThat(table.count(connection)).isEqualTo(4);
            for (int i = 0; i < types.length; i++) {
                assertThat(table.read(connection, 2, "c_" + types[i])).isNull();
                assertThat(normal(types[i], table.read(connection, 3, "c_" + types[i])))
                        .as("%s in a batch", types[i])
                        .isEqualTo(values[i]);
            }
        }
    }

    @Test
    @ResourceLock(Resources.TIME_ZONE)
    @DisplayName("STO-621: a timestamp does not depend on the time zones of those who write and read it")
    final void timeZones() throws SQLException {
        ContractTable table = table(ColumnType.TIMESTAMP);
        List<Object> samples = Samples.of(ColumnType.TIMESTAMP);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            try (CountingDatabase writer = test().open();
                    Connection connection = writer.dataSource().getConnection()) {
                for (int i = 0; i < samples.size(); i++) {
                    table.insert(connection, i, samples.get(i));
                }
            }
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            try (CountingDatabase reader = test().open();
                    Connection connection = reader.dataSource().getConnection()) {
                for (int i = 0; i < samples.size(); i++) {
                    assertThat(table.read(connection, i, "v")).isEqualTo(samples.get(i));
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    @DisplayName("STO-621: a timestamp keeps milliseconds and drops what is finer")
    final void milliseconds() throws SQLException {
        ContractTable table = table(ColumnType.TIMESTAMP);
        try (Connection connection = connect()) {
            table.insert(connection, 1, java.time.Instant.parse("2024-05-05T05:05:05.999999999Z"));
            assertThat(table.read(connection, 1, "v")).isEqualTo(java.time.Instant.parse("2024-05-05T05:05:05.999Z"));
        }
    }

    /** Blanks between the parts of a JSON document mean nothing, and not every database keeps them as they were. */
    private static @Nullable Object normal(ColumnType type, @Nullable Object value) {
        return type == ColumnType.JSON && value instanceof String json ? JsonText.compact(json) : value;
    }

    private static String abbreviated(Object value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "... (" + text.length() + " characters)";
    }
}
