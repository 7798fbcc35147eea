package dev.entail.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Chains of failures")
class ErrorChainTest {
    private final EntailException coded = new EntailException(
            "INNER", "inner", Map.of(EntailException.SQL_STATE, "23505", EntailException.VENDOR_CODE, 1062));

    @Test
    @DisplayName(
            "ERR-08 causes come first, then further failures of JDBC, then suppressed ones, each once; null is empty")
    void order() {
        SQLException first = new SQLException("first");
        SQLException next = new SQLException("next");
        first.setNextException(next);
        next.initCause(coded);
        IllegalStateException suppressed = new IllegalStateException("suppressed");
        RuntimeException outer = new RuntimeException("outer", first);
        outer.addSuppressed(suppressed);
        outer.addSuppressed(next);
        assertThat(ErrorChain.of(outer)).containsExactly(outer, first, next, coded, suppressed);
        assertThat(ErrorChain.of(null)).isEmpty();
    }

    @Test
    @DisplayName("T-TRX-06 failures that lead back to each other come to an end")
    void cycle() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);
        two.addSuppressed(one);
        assertThat(ErrorChain.of(one)).containsExactly(one, two);
        assertThat(new EntailException("OUTER", "outer", Map.of(), one).hasCode("INNER"))
                .isFalse();
    }

    @Test
    @DisplayName("a chain of any length is no matter of the stack")
    void deep() {
        Throwable current = coded;
        for (int i = 0; i < 100_000; i++) {
            current = new RuntimeException("wrapper", current);
        }
        assertThat(ErrorChain.find(current, "INNER")).isSameAs(coded);
    }

    @Test
    @DisplayName("ERR-09 ERR-10 codes and states are texts, error numbers are numbers, wherever they stand")
    void codes() {
        RuntimeException wrapper = new RuntimeException("wrapper");
        wrapper.addSuppressed(new SQLException("batch", coded));
        EntailException outer = new EntailException("OUTER", "outer", Map.of(), wrapper);
        assertThat(List.of("OUTER", "INNER", "23505")).allMatch(outer::hasCode);
        assertThat(outer.hasCode(1062)).isTrue();
        assertThat(outer.hasCode("1062")).isFalse();
        assertThat(outer.hasCode(23505)).isFalse();
        assertThat(ErrorChain.find(null, "INNER")).isNull();
    }

    @Test
    @DisplayName("RTY-07 circumstances are noted anew, and never hide what a failure was made with")
    void circumstances() {
        EntailException failure = new EntailException("CODE", "message", Map.of("field", "a"));
        failure.note(Map.of("attempts", 1, "isolation", "SERIALIZABLE"));
        failure.note(Map.of("attempts", 2, "field", "b"));
        assertThat(failure.details()).isEqualTo(Map.of("field", "a", "attempts", 2));
    }
}
