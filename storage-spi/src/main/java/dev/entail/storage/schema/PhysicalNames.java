package dev.entail.storage.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Physical names as a function of logical ones alone (STO-045, STO-046): a name that fits is kept, a longer one is cut and
 * gets a hash of the whole. The separator cannot occur in names of users, so generated names never clash with theirs.
 */
public final class PhysicalNames {
    private static final String SEPARATOR = "$";
    private static final int HASH_DIGITS = 16;

    /** Columns that every table of PostgreSQL has already. */
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final int maxLength;

    /** Names of at most {@code maxLength} characters. */
    public PhysicalNames(int maxLength) {
        this.maxLength = maxLength;
    }

    /** The physical name made of these parts. */
    public String of(String... parts) {
        String full = String.join(SEPARATOR, parts);
        if (SYSTEM_COLUMNS.contains(full)) {
            return full + SEPARATOR;
        }
        if (full.length() <= maxLength) {
            return full;
        }
        return full.substring(0, maxLength - HASH_DIGITS - 1) + SEPARATOR + hash(full);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
