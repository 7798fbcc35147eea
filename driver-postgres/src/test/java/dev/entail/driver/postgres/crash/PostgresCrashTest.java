package dev.entail.driver.postgres.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.value.Draft;
import dev.entail.runtime.verification.VerificationReport;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnDatabase(DatabaseProduct.POSTGRES)
@DisplayName("Processes that share a server")
final class PostgresCrashTest {
    private static final int SECONDS = 30;

    @TempDir
    private Path folder = Path.of(".");

    @Test
    @DisplayName(
            "T-TRX-21 STO-614 two processes dispatch for half a minute, one is killed; nothing drifts, nothing is lost"
                    + " or doubled")
    void killed(TestDatabase database) throws Exception {
        DatabaseConfig config = database.config();
        try (Entail entail = Entail.with(Market.model()).open(config)) {
            for (int i = 0; i < 6; i++) {
                entail.create(Market.CUSTOMER, Draft.of("name", "c" + i));
                entail.create(Market.PRODUCT, Draft.of("name", "p" + i).set("price", BigDecimal.ONE));
            }
            Process survivor = start(config, "survivor");
            Process victim = start(config, "victim");
            assertThat(victim.waitFor(SECONDS / 3, TimeUnit.SECONDS))
                    .as("the victim ended by itself")
                    .isFalse();
            victim.destroyForcibly();
            assertThat(survivor.waitFor(3 * SECONDS, TimeUnit.SECONDS))
                    .as("the survivor did not end")
                    .isTrue();
            assertThat(survivor.exitValue()).as(log("survivor")).isZero();
            victim.waitFor(SECONDS, TimeUnit.SECONDS);

            VerificationReport report = entail.verify();
            assertThat(report.drift()).isEmpty();
            Map<String, Integer> stored = stored(entail);
            for (String name : List.of("survivor", "victim")) {
                List<String> accepted = acknowledged(name, "+");
                assertThat(accepted).as(log(name)).isNotEmpty();
                assertThat(accepted)
                        .allSatisfy(id -> assertThat(stored.get(id)).as(id).isEqualTo(1));
                assertThat(acknowledged(name, "-")).noneMatch(stored::containsKey);
            }
            assertThat(stored.values()).containsOnly(1);
        }
    }

    private Process start(DatabaseConfig config, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Trader.class.getName(),
                config.url(),
                Objects.requireNonNullElse(config.user(), ""),
                Objects.requireNonNullElse(config.password(), ""),
                name,
                folder.resolve(name + ".txt").toString(),
                String.valueOf(SECONDS)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private List<String> acknowledged(String name, String sign) throws IOException {
        // The last line of a process that was killed may be cut.
        String text = Files.readString(folder.resolve(name + ".txt"));
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(sign))
                .map(line -> line.substring(1))
                .toList();
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private static Map<String, Integer> stored(Entail entail) {
        Map<String, Integer> stored = new HashMap<>();
        entail.query(InteractionRecord.ENTITY)
                .select(InteractionRecord.CORRELATION_ID.name())
                .forEach(event -> stored.merge(event.text(InteractionRecord.CORRELATION_ID.name()), 1, Integer::sum));
        return stored;
    }
}
