package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.examples.social.SocialModel;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.ConnectionPool;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.storage.spi.ErrorClassifier;
import dev.entail.storage.spi.PoolSettings;
import dev.entail.storage.spi.PoolSettings.Lifetime;
import dev.entail.storage.spi.PooledDatabase;
import dev.entail.storage.spi.StandardDialect;
import dev.entail.storage.spi.StandardErrorClassifier;
import dev.entail.storage.spi.TableSequences;
import dev.entail.storage.spi.TransactionCapability;
import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.contract.runtime.RuntimeContract;
import dev.entail.testkit.database.DatabaseSource;
import dev.entail.testkit.database.OnDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("drivers-and-spi.md")
class DriversTest {
    @Test
    @DisplayName("a configuration holds URL, credentials, properties and the size of the pool, and shows no secret")
    void configuration() {
        // snippet: config
        DatabaseConfig config = DatabaseConfig.of("jdbc:postgresql://db.example.org/shop")
                .withCredentials("shop", System.getenv("SHOP_PASSWORD"))
                .withProperty("sslmode", "verify-full")
                .withPoolSize(20)
                .withLockTimeout(Duration.ofSeconds(5));
        // end
        assertThat(config.poolSize()).hasValue(20);
        assertThat(config.properties()).containsEntry("sslmode", "verify-full");
        assertThat(DatabaseConfig.of("jdbc:mysql://ann:secret@host/db?password=x")
                        .toString())
                .isEqualTo("DatabaseConfig[jdbc:mysql://***@host/db?password=***]");
    }

    @Test
    @DisplayName("what a database can do is data")
    void capability() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            // snippet: capability
            TransactionCapability capability = entail.getTransactionCapability();
            boolean severalProcesses = capability.has(Capability.MANY_PROCESSES);
            capability.notes().forEach(System.out::println);
            // end
            assertThat(severalProcesses).isFalse();
            assertThat(entail.database().product()).isEqualTo("H2");
        }
    }

    @Test
    @DisplayName("no driver, and a database that does not answer")
    void failures() {
        assertThat(codeOf("jdbc:oracle:thin:@//host/db")).isEqualTo("DRIVER_NOT_FOUND");
        assertThat(codeOf("jdbc:postgresql://localhost:1/nothing")).isEqualTo("DATABASE_UNREACHABLE");
    }

    private static String codeOf(String url) {
        return catchThrowableOfType(EntailException.class, () -> Entail.open(url, SocialModel.create()))
                .code();
    }

    @Test
    @DisplayName("a driver of its own opens a model")
    void ownDriver() {
        // snippet: own-driver
        DatabaseDrivers drivers = new DatabaseDrivers(List.of(new AcmeDriver()));
        try (Entail entail = Entail.with(SocialModel.create()).drivers(drivers).open("jdbc:acme:mem:social")) {
            // end
            assertThat(entail.database().driver()).isEqualTo("acme");
            entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Ann"))
                    .orThrow();
            assertThat(entail.query(SocialModel.USER).count()).isEqualTo(1);
        }
    }

    // snippet: acme-driver
    /** Acme speaks like H2, so that this sample can run. */
    public static final class AcmeDriver implements DatabaseDriver {
        private static final TransactionCapability CAPABILITY = TransactionCapability.of(
                List.of("What a careful user should know."),
                Capability.SAVEPOINTS,
                Capability.FAILED_STATEMENTS_FORGIVEN,
                Capability.CONCURRENT_WRITERS,
                Capability.STATEMENT_TIMEOUTS,
                Capability.UPDATE_RETURNING);

        @Override
        public String name() {
            return "acme";
        }

        @Override
        public boolean accepts(String jdbcUrl) {
            return jdbcUrl.startsWith("jdbc:acme:");
        }

        @Override
        public Database open(DatabaseConfig config) {
            PoolSettings settings = new PoolSettings(
                    name(),
                    (url, properties) -> new org.h2.Driver().connect(url.replace("jdbc:acme:", "jdbc:h2:"), properties),
                    PoolSettings.serverPoolSize(),
                    Lifetime.ANCHORED,
                    Map.of("LOCK_TIMEOUT", Long.toString(config.lockTimeout().toMillis())),
                    List.of());
            ErrorClassifier errors = new AcmeErrors();
            ConnectionPool pool = ConnectionPool.open(config, settings, errors);
            Dialect dialect = new AcmeDialect();
            return new PooledDatabase(pool, CAPABILITY, dialect, errors, TableSequences.onCurrentConnection(dialect));
        }
    }

    /** Everything that Acme writes differently from the standard. */
    private static final class AcmeDialect extends StandardDialect {
        @Override
        public int maxParameters() {
            return 10_000;
        }

        @Override
        public String columnType(ColumnType type) {
            return switch (type) {
                case TEXT, KEY_TEXT, JSON -> "VARCHAR";
                default -> super.columnType(type);
            };
        }

        @Override
        public Optional<String> updateReturning(String update, List<String> columns) {
            return Optional.of("SELECT " + String.join(", ", columns) + " FROM FINAL TABLE (" + update + ")");
        }
    }

    /** What the errors of Acme mean, apart from what the standard says. */
    private static final class AcmeErrors extends StandardErrorClassifier {
        @Override
        protected DatabaseError describe(SQLException error) {
            ErrorClass meaning =
                    error.getErrorCode() == 50200 ? ErrorClass.LOCK_TIMEOUT : standardClass(error.getSQLState());
            return error(error, meaning);
        }
    }
    // end

    // snippet: acme-source
    /** Where the contract gets its databases from. */
    public static final class AcmeSource implements DatabaseSource {
        @Override
        public String title() {
            return "Acme";
        }

        @Override
        public FreshDatabase create() {
            return new FreshDatabase(DatabaseConfig.of("jdbc:acme:mem:" + UUID.randomUUID()), () -> {});
        }

        @Override
        public DatabaseConfig unreachable() {
            return DatabaseConfig.of("jdbc:acme:tcp://localhost:1/nothing");
        }
    }

    @OnDatabase(sources = AcmeSource.class)
    static final class AcmeContractTests extends DriverContract {}

    @OnDatabase(sources = AcmeSource.class)
    static final class AcmeRuntimeContractTests extends RuntimeContract {}
    // end
}
