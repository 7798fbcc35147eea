package dev.entail.testkit.database;

import dev.entail.testkit.database.ServerSearch.UnavailableException;
import java.util.Map;

/** A server that environment variables name. One that is named and does not answer is an error, not a reason to go on. */
final class NamedServer {
    private NamedServer() {}

    static TestServer find(Map<String, String> environment, String prefix) throws UnavailableException {
        String url = environment.get(prefix + "_URL");
        if (url == null || url.isBlank()) {
            throw new UnavailableException(prefix + "_URL is not set");
        }
        String user = environment.getOrDefault(prefix + "_USER", "");
        String password = environment.getOrDefault(prefix + "_PASSWORD", "");
        Jdbc.close(Jdbc.connect(url, user, password));
        return new TestServer(url, user, password, () -> {});
    }
}
