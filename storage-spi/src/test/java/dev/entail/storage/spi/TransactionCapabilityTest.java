package dev.entail.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.core.error.EntailException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A claim of capabilities")
final class TransactionCapabilityTest {
    @ParameterizedTest
    @EnumSource
    @DisplayName("STO-620 is closed under what its parts imply, else it is not made")
    void closed(Capability capability) {
        assertThat(TransactionCapability.of(List.of(), capability).capabilities())
                .contains(capability)
                .containsAll(capability.implied());
        for (Capability implied : capability.implied()) {
            EnumSet<Capability> open = EnumSet.copyOf(capability.implied());
            open.add(capability);
            open.remove(implied);
            assertThatThrownBy(() -> new TransactionCapability(open, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("implies");
        }
    }

    @Test
    @DisplayName(
            "STO-620 of many processes needs a database that keeps SERIALIZABLE by itself, if there is SERIALIZABLE")
    void manyProcesses() {
        assertThatThrownBy(
                        () -> TransactionCapability.of(List.of(), Capability.MANY_PROCESSES, Capability.SERIALIZABLE))
                .hasMessageContaining("SERIALIZABLE_BY_DATABASE");
        assertThat(TransactionCapability.of(List.of(), Capability.MANY_PROCESSES)
                        .isolationLevels())
                .containsExactly(IsolationLevel.READ_COMMITTED);
    }

    @Test
    @DisplayName("STO-602 may be empty; then there is no level, and everything is refused")
    void nothing() {
        TransactionCapability none = new TransactionCapability(Set.of(), List.of());
        assertThat(none.isolationLevels()).isEmpty();
        DatabaseInfo info = new DatabaseInfo("x", "X", "1");
        assertThatThrownBy(() -> none.require(Capability.TRANSACTIONS, "Transaction 'a'", info))
                .isInstanceOfSatisfying(EntailException.class, e -> {
                    assertThat(e.code()).isEqualTo("CAPABILITY_MISSING");
                    assertThat(e.getMessage()).contains("Transaction 'a'", "transactions", "X 1");
                });
    }
}
