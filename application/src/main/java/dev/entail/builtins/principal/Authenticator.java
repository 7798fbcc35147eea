package dev.entail.builtins.principal;

import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling (W-06). An application implements it over whatever it trusts: signed tokens, sessions, a certificate
 * that the server has checked. Called by many threads at once.
 *
 * @see Authenticators
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Who calls with these credentials.
     *
     * @param credentials what came with the call, or null if nothing came
     * @return somebody known, or {@link Principal.Anonymous} for who claims nothing; never null
     * @throws dev.entail.core.error.EntailException {@code AUTHENTICATION_FAILED} for credentials that are not accepted; any
     *     other exception, and null, are taken for that
     */
    Principal authenticate(@Nullable String credentials);
}
