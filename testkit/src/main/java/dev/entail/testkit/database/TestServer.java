package dev.entail.testkit.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server.
 *
 * @param url JDBC URL of a database on it
 * @param user a user that may create and drop schemas or databases
 * @param password its password
 * @param stop what to do when it is no longer needed
 */
record TestServer(String url, String user, String password, AutoCloseable stop) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);

    void run(String... statements) {
        Jdbc.run(url, user, password, statements);
    }

    @Override
    public void close() {
        try {
            stop.close();
        } catch (Exception e) {
            LOG.warn("the test server {} did not stop cleanly", url, e);
        }
    }

    @Override
    public String toString() {
        return "TestServer[" + url + "]";
    }
}
