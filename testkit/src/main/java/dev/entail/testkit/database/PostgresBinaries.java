package dev.entail.testkit.database;

import dev.entail.testkit.database.ServerSearch.UnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A PostgreSQL server whose binaries come from the class path, on a free port, with passwords checked. */
final class PostgresBinaries {
    private static final String ADMIN = "postgres";
    private static final String USER = "entail";
    private static final String PASSWORD = "entail-test";
    private static final String ACCESS = """
        local all all trust
        host all postgres 127.0.0.1/32 trust
        host all postgres ::1/128 trust
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """;

    private PostgresBinaries() {}

    static TestServer start() throws UnavailableException {
        TempFolder folder = TempFolder.create("postgres");
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(true)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    // Tests make threads meet on purpose; a deadlock is not looked for before this time is up.
                    .setServerConfig("deadlock_timeout", "50ms")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setDataDirectoryCustomizer(PostgresBinaries::requirePasswords)
                    .start();
            createUser(server);
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + USER;
            return new TestServer(url, USER, PASSWORD, () -> {
                server.close();
                folder.close();
            });
        } catch (IOException | RuntimeException | LinkageError e) {
            folder.close();
            throw new UnavailableException("the server does not start: " + e.getMessage(), e);
        }
    }

    private static void requirePasswords(File dataDirectory) {
        try {
            Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createUser(EmbeddedPostgres server) {
        Jdbc.run(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                ADMIN,
                "",
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE DATABASE " + USER + " OWNER " + USER);
    }
}
