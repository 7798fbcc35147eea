package dev.entail.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The classification of errors")
final class StandardErrorClassifierTest {
    private final ErrorClassifier classifier = new StandardErrorClassifier() {
        @Override
        protected DatabaseError describe(SQLException error) {
            String constraint = error.getMessage().startsWith("named") ? error.getMessage() : null;
            return error(error, standardClass(error.getSQLState()), constraint, null, List.of());
        }
    };

    @Test
    @DisplayName("finds the meaning in causes and next exceptions, and prefers the one that names the constraint")
    void graph() {
        SQLException batch = new SQLException("batch", "23505");
        batch.setNextException(new SQLException("named u1", "23505"));
        SQLException outer = new SQLException("outer", new IllegalStateException(batch));
        assertThat(classifier.classify(outer).errorClass()).isEqualTo(ErrorClass.UNIQUE);
        assertThat(classifier.classify(outer).constraint()).isEqualTo("named u1");
    }

    @Test
    @DisplayName("ends in a cycle and answers OTHER without evidence")
    void cycle() {
        SQLException first = new SQLException("first", null, 5);
        SQLException second = new SQLException("second", "X", first);
        first.initCause(second);
        DatabaseError error = classifier.classify(first);
        assertThat(error.errorClass()).isEqualTo(ErrorClass.OTHER);
        assertThat(error.vendorCode()).isEqualTo(5);
    }
}
