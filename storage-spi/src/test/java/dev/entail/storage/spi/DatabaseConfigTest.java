package dev.entail.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Credentials")
final class DatabaseConfigTest {
    @ParameterizedTest
    @DisplayName("are masked in every form of URL")
    @CsvSource({
        "jdbc:postgresql://h:5432/db?user=ann&password=top, jdbc:postgresql://h:5432/db?user=***&password=***",
        "jdbc:postgresql://h/db?user=ann@corp, jdbc:postgresql://h/db?user=***",
        "jdbc:mysql://ann:t/o?p@h/db, jdbc:mysql://***@h/db",
        "jdbc:mysql://a:x@h1:1/db?b=c, jdbc:mysql://***@h1:1/db?b=***",
        "jdbc:mysql://(host=h)(user=ann)(password=top)/db, jdbc:mysql://(host=***)(user=***)(password=***)/db",
        "jdbc:h2:mem:x;USER=ann;PASSWORD=top, jdbc:h2:mem:x;USER=***;PASSWORD=***",
        "jdbc:nosuch:thin:bob/hush-hush@localhost, jdbc:nosuch:thin:***@localhost",
        "jdbc:sqlite:/a/b.db, jdbc:sqlite:/a/b.db"
    })
    void maskedUrl(String url, String masked) {
        assertThat(DatabaseConfig.of(url).maskedUrl()).isEqualTo(masked);
        assertThat(DatabaseConfig.of(url).withCredentials("u", "p")).hasToString("DatabaseConfig[" + masked + "]");
    }

    @Test
    @DisplayName("are taken out of reasons and of the whole chain of causes")
    void redaction() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:x://h/db?token=abc%20def")
                .withCredentials("ann", "Top$ecret")
                .withProperty("sslpassword", "hush");
        Redaction redaction = new Redaction(config);

        assertThat(redaction.text("user ann with Top$ecret, hush and abc def at jdbc:x://h/db?token=abc%20def."))
                .isEqualTo("user *** with ***, *** and *** at jdbc:x://h/db?token=***");
        assertThat(redaction.text("cannot find annex")).isEqualTo("cannot find annex");

        SQLException leaky = new SQLException("outer", "28000", 7, new IllegalStateException("login of ann failed"));
        Throwable clean = redaction.cause(leaky);
        assertThat(clean).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getSQLState()).isEqualTo("28000");
            assertThat(e.getErrorCode()).isEqualTo(7);
        });
        assertThat(clean.getCause()).hasMessage("IllegalStateException: login of *** failed");
        SQLException harmless = new SQLException("nothing to hide");
        assertThat(redaction.cause(harmless)).isSameAs(harmless);
    }
}
