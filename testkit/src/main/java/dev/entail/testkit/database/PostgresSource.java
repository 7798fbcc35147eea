package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import java.util.Map;

/** PostgreSQL: a schema of its own on one server. */
final class PostgresSource implements ShippedSource, AutoCloseable {
    private final TestServer server;

    private PostgresSource(TestServer server) {
        this.server = server;
    }

    static PostgresSource start() {
        Map<String, String> environment = System.getenv();
        return new PostgresSource(new ServerSearch(DatabaseProduct.POSTGRES)
                .way("a named server", () -> NamedServer.find(environment, "ENTAIL_TEST_POSTGRES"))
                .way("a container", () -> DockerServers.postgres(environment))
                .way("binaries from the class path", PostgresBinaries::start)
                .start());
    }

    @Override
    public DatabaseProduct product() {
        return DatabaseProduct.POSTGRES;
    }

    @Override
    public FreshDatabase create() {
        String schema = Names.fresh();
        server.run("CREATE SCHEMA " + schema);
        String separator = server.url().contains("?") ? "&" : "?";
        return new FreshDatabase(
                DatabaseConfig.of(server.url() + separator + "currentSchema=" + schema)
                        .withCredentials(server.user(), server.password()),
                () -> server.run("DROP SCHEMA " + schema + " CASCADE"));
    }

    @Override
    public DatabaseConfig unreachable() {
        return DatabaseConfig.of("jdbc:postgresql://localhost:1/entail").withCredentials("entail", "entail-test");
    }

    @Override
    public void close() {
        server.close();
    }
}
