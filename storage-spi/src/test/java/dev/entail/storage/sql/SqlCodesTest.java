package dev.entail.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Codes of the database")
class SqlCodesTest {
    @Test
    @DisplayName("ERR-08 ERR-09 are found in failures of JDBC that somebody wrapped, text as text and number as number")
    void wrapped() {
        SQLException batch = new BatchUpdateException("batch", "HY000", 0, new int[0]);
        batch.setNextException(new SQLException("duplicate", "23000", 1062));
        RuntimeException outer = new RuntimeException(new IllegalStateException(batch));
        assertThat(SqlCodes.has(outer, "23000")).isTrue();
        assertThat(SqlCodes.has(outer, 1062)).isTrue();
        assertThat(SqlCodes.has(outer, "1062")).isFalse();
        assertThat(SqlCodes.has(outer, 23000)).isFalse();
        assertThat(SqlCodes.has(null, "23000")).isFalse();
    }
}
