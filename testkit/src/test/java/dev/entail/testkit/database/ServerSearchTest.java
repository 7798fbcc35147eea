package dev.entail.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.testkit.database.ServerSearch.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ServerSearchTest {
    private static final TestServer SERVER = new TestServer("jdbc:x:y", "user", "password", () -> {});

    @Test
    @DisplayName("the first way that leads to a server is taken")
    void firstWay() {
        ServerSearch search = new ServerSearch(DatabaseProduct.POSTGRES)
                .way("one", () -> {
                    throw new UnavailableException("it rains");
                })
                .way("two", () -> SERVER)
                .way("three", () -> {
                    throw new AssertionError("not asked");
                });
        assertThat(search.start()).isSameAs(SERVER);
        assertThat(SERVER.toString()).doesNotContain("password");
    }

    @Test
    @DisplayName("without a server the message names every way and its reason")
    void noWay() {
        ServerSearch search = new ServerSearch(DatabaseProduct.MYSQL)
                .way("a named server", () -> NamedServer.find(Map.of(), "ENTAIL_TEST_MYSQL"))
                .way("a container", () -> {
                    throw new UnavailableException("it rains");
                });
        assertThatThrownBy(search::start)
                .hasMessageContaining("No MySQL server for the tests")
                .hasMessageContaining("a named server: ENTAIL_TEST_MYSQL_URL is not set")
                .hasMessageContaining("a container: it rains");
    }

    @Test
    @DisplayName("a server that is named and does not answer is an error, not a reason to take another")
    void namedAndDead() {
        ServerSearch search = new ServerSearch(DatabaseProduct.MYSQL)
                .way("a named server", () -> NamedServer.find(Map.of("X_URL", "jdbc:nobody:here"), "X"))
                .way("another", () -> SERVER);
        assertThatThrownBy(search::start).hasMessageContaining("cannot connect to jdbc:nobody:here");
    }

    @Test
    @DisplayName("a container engine that is silent is given up soon, one that answers is found")
    void engine() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = Thread.ofVirtual().start(() -> answerOnce(socket));
            new DockerEngine(Map.of("DOCKER_HOST", "tcp://localhost:" + socket.getLocalPort())).check();
            answer.join();
        }
    }

    private static void answerOnce(ServerSocket socket) {
        try (var connection = socket.accept()) {
            connection.getInputStream().read();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\nOK".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("the database in a MySQL URL is replaced, the rest of the URL stays")
    void mysqlUrl() {
        assertThat(MysqlSource.withDatabase("jdbc:mysql://host:3306/", "x")).isEqualTo("jdbc:mysql://host:3306/x");
        assertThat(MysqlSource.withDatabase("jdbc:mysql://host:3306", "x")).isEqualTo("jdbc:mysql://host:3306/x");
        assertThat(MysqlSource.withDatabase("jdbc:mysql://host/test?useSSL=false&a=b/c", "x"))
                .isEqualTo("jdbc:mysql://host/x?useSSL=false&a=b/c");
    }

    @Test
    @DisplayName("a folder is removed with everything in it")
    void folder() throws IOException {
        TempFolder folder = TempFolder.create("test");
        Files.createDirectories(folder.resolve("a").resolve("b"));
        Files.writeString(folder.resolve("a").resolve("b").resolve("c.txt"), "text");
        folder.close();
        folder.close();
        assertThat(folder.resolve("a")).doesNotExist();
    }
}
