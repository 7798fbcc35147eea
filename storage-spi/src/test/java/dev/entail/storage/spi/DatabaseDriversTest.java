package dev.entail.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.core.error.EntailException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The choice of a driver")
final class DatabaseDriversTest {
    private static final DatabaseConfig CONFIG = DatabaseConfig.of("jdbc:one:db?password=top");

    @Test
    @DisplayName("takes the only one that accepts the URL")
    void one() {
        DatabaseDriver driver = new Stub("one");
        DatabaseDrivers drivers = new DatabaseDrivers(List.of(new Stub("two"), driver));
        assertThat(drivers.choose(CONFIG)).isSameAs(driver);
    }

    @Test
    @DisplayName("lists what was found when there is none, and shows no secret")
    void none() {
        DatabaseDrivers drivers = new DatabaseDrivers(List.of(new Stub("two")));
        assertThatThrownBy(() -> drivers.open(CONFIG))
                .isInstanceOfSatisfying(
                        EntailException.class, e -> assertThat(e.code()).isEqualTo("DRIVER_NOT_FOUND"))
                .hasMessageContainingAll("jdbc:one:db?password=***", "two (" + Stub.class.getName() + ")", "driver-")
                .hasMessageNotContaining("top");
        assertThatThrownBy(() -> new DatabaseDrivers(List.of()).open(CONFIG)).hasMessageContaining("found: none");
    }

    @Test
    @DisplayName("refuses to guess when there are several")
    void several() {
        DatabaseDrivers drivers = new DatabaseDrivers(List.of(new Stub("one"), new Stub("two"), new Stub("one")));
        assertThatThrownBy(() -> drivers.open(CONFIG))
                .isInstanceOfSatisfying(
                        EntailException.class, e -> assertThat(e.code()).isEqualTo("DRIVER_AMBIGUOUS"))
                .hasMessageContainingAll("one (", "two (")
                .hasMessageNotContaining("top");
    }

    private record Stub(String name) implements DatabaseDriver {
        @Override
        public boolean accepts(String jdbcUrl) {
            return jdbcUrl.startsWith("jdbc:" + name + ":");
        }

        @Override
        public Database open(DatabaseConfig config) {
            throw new UnsupportedOperationException();
        }
    }
}
