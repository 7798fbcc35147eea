package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.value.Cursor;
import dev.entail.storage.json.MatchJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A short name for what a cursor can be used with: the same records, conditions and order. */
final class Fingerprint {
    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(String name, Match match, List<Order> order) {
        String text = name + "\n" + new MatchJson().write(match) + "\n" + order;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static void require(String fingerprint, Cursor cursor) {
        if (!cursor.query().equals(fingerprint)) {
            throw new EntailException(
                    ErrorCode.CURSOR_INVALID,
                    "The cursor belongs to another query: use it with the same records, conditions and order as the one"
                            + " that it came from");
        }
    }
}
