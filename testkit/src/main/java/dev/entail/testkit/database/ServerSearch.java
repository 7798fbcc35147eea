package dev.entail.testkit.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries the ways to a server in order and, if none leads to one, says of each why. */
final class ServerSearch {
    private final DatabaseProduct product;
    private final Map<String, Way> ways = new LinkedHashMap<>();

    ServerSearch(DatabaseProduct product) {
        this.product = product;
    }

    ServerSearch way(String name, Way way) {
        ways.put(name, way);
        return this;
    }

    TestServer start() {
        List<String> reasons = new ArrayList<>();
        List<Exception> causes = new ArrayList<>();
        for (Map.Entry<String, Way> way : ways.entrySet()) {
            try {
                return way.getValue().start();
            } catch (UnavailableException e) {
                reasons.add(way.getKey() + ": " + e.getMessage());
                causes.add(e);
            }
        }
        IllegalStateException failure =
                new IllegalStateException("No " + product.title() + " server for the tests. There are " + ways.size()
                        + " ways to one:\n  - " + String.join("\n  - ", reasons));
        causes.forEach(failure::addSuppressed);
        throw failure;
    }

    /** One way to a server. */
    @FunctionalInterface
    interface Way {
        TestServer start() throws UnavailableException;
    }

    /** Why one way does not lead to a server. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String reason) {
            super(reason);
        }

        UnavailableException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
