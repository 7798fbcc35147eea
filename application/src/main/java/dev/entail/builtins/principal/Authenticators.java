package dev.entail.builtins.principal;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Simple authenticators. */
public final class Authenticators {
    private Authenticators() {}

    /** Nobody is known. Credentials are refused rather than ignored. */
    public static Authenticator anonymous() {
        return credentials -> {
            if (credentials != null) {
                throw failed();
            }
            return new Principal.Anonymous();
        };
    }

    /** Everybody is this user, whatever the credentials: for tests and tools. */
    public static Authenticator fixed(RecordId user) {
        Principal known = known(user);
        return credentials -> known;
    }

    /**
     * Whoever has a token is the user that it belongs to; whoever has none is anonymous. Tokens are compared as digests and
     * in constant time, and are neither kept nor written out. They must be long and random, because they are not salted.
     *
     * @param users by token, which is not blank
     * @throws IllegalArgumentException for a blank token
     */
    public static Authenticator tokens(Map<String, RecordId> users) {
        List<Token> tokens = new ArrayList<>();
        users.forEach((token, user) -> {
            if (token.isBlank()) {
                throw new IllegalArgumentException("The token of user " + user + " is blank");
            }
            tokens.add(new Token(digest(token), known(user)));
        });
        return new Tokens(List.copyOf(tokens));
    }

    private static Principal known(RecordId user) {
        return new Principal.Known(user, "user " + user);
    }

    /** The failure of credentials that are not accepted; says nothing of why. */
    public static EntailException failed() {
        return failed(null);
    }

    static EntailException failed(@Nullable Throwable cause) {
        return new EntailException(
                ErrorCode.AUTHENTICATION_FAILED,
                "The credentials are not accepted; send valid ones, or none to call as nobody in particular",
                cause);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static final class Token {
        private final byte[] digest;
        private final Principal owner;

        Token(byte[] digest, Principal owner) {
            this.digest = digest;
            this.owner = owner;
        }
    }

    private record Tokens(List<Token> tokens) implements Authenticator {
        @Override
        public Principal authenticate(@Nullable String credentials) {
            if (credentials == null) {
                return new Principal.Anonymous();
            }
            byte[] digest = digest(credentials);
            Principal found = null;
            // All are looked at, so that the time tells nothing.
            for (Token token : tokens) {
                if (MessageDigest.isEqual(token.digest, digest)) {
                    found = token.owner;
                }
            }
            if (found == null) {
                throw failed();
            }
            return found;
        }

        @Override
        public String toString() {
            return tokens.size() + " tokens";
        }
    }
}
