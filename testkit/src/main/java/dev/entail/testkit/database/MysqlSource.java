package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseConfig;
import java.util.Map;

/** MySQL and MariaDB: a database of its own on one server. */
final class MysqlSource implements ShippedSource, AutoCloseable {
    private final TestServer server;

    private MysqlSource(TestServer server) {
        this.server = server;
    }

    static MysqlSource start() {
        Map<String, String> environment = System.getenv();
        return new MysqlSource(new ServerSearch(DatabaseProduct.MYSQL)
                .way("a named server", () -> NamedServer.find(environment, "ENTAIL_TEST_MYSQL"))
                .way("a container", () -> DockerServers.mysql(environment))
                .way("binaries from the class path", MariaDbBinaries::start)
                .start());
    }

    @Override
    public DatabaseProduct product() {
        return DatabaseProduct.MYSQL;
    }

    @Override
    public FreshDatabase create() {
        String database = Names.fresh();
        server.run("CREATE DATABASE " + database);
        return new FreshDatabase(
                DatabaseConfig.of(withDatabase(server.url(), database))
                        .withCredentials(server.user(), server.password()),
                () -> server.run("DROP DATABASE " + database));
    }

    static String withDatabase(String url, String database) {
        return url.replaceFirst("^(jdbc:[^/]*//[^/?]+)(/[^?]*)?", "$1/" + database);
    }

    @Override
    public DatabaseConfig unreachable() {
        return DatabaseConfig.of("jdbc:mysql://localhost:1/entail").withCredentials("entail", "entail-test");
    }

    @Override
    public void close() {
        server.close();
    }
}
