package dev.entail.testkit.database;

import dev.entail.testkit.database.ServerSearch.UnavailableException;
import java.util.Map;
import java.util.function.Supplier;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers in containers, where a container engine answers. */
final class DockerServers {
    private static final String PASSWORD = "entail-test";

    private DockerServers() {}

    static TestServer postgres(Map<String, String> environment) throws UnavailableException {
        return start(
                environment,
                () -> new PostgreSQLContainer("postgres:17")
                        .withUsername("entail")
                        .withPassword(PASSWORD)
                        .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300"));
    }

    static TestServer mysql(Map<String, String> environment) throws UnavailableException {
        return start(
                environment,
                () -> new MySQLContainer("mysql:8.4")
                        .withUsername("root")
                        .withPassword(PASSWORD)
                        .withCommand("--max-connections=300"));
    }

    private static TestServer start(Map<String, String> environment, Supplier<JdbcDatabaseContainer<?>> maker)
            throws UnavailableException {
        new DockerEngine(environment).check();
        try {
            JdbcDatabaseContainer<?> container = maker.get();
            container.start();
            return new TestServer(
                    container.getJdbcUrl(), container.getUsername(), container.getPassword(), container::stop);
        } catch (RuntimeException e) {
            throw new UnavailableException("the container does not start: " + e.getMessage(), e);
        }
    }
}
