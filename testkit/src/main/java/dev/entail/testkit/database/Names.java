package dev.entail.testkit.database;

import java.util.UUID;

/** Names and locations that nobody else has. */
final class Names {
    private Names() {}

    static String fresh() {
        return "entail_" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
