package dev.entail.storage.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what a configuration knows about credentials out of texts that are shown to people. */
final class Redaction {
    private static final String MASK = "***";
    private static final Pattern URL_PARAMETER = Pattern.compile("[?&;(][^=&;()]+=([^&;()]*)");
    private static final Pattern USER_INFORMATION = Pattern.compile("//([^/:@]*):?(.*)@");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(user|pass|pwd|secret|token|credential|key).*");
    private static final int LONG_SECRET = 6;
    private static final int MAX_CAUSES = 16;

    private final String url;
    private final String maskedUrl;
    private final List<Pattern> secrets;

    Redaction(DatabaseConfig config) {
        this.url = config.url();
        this.maskedUrl = config.maskedUrl();
        this.secrets = secrets(config).stream()
                .filter(s -> !s.isEmpty())
                // Longest first, so that no part of a secret is left behind.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Redaction::pattern)
                .toList();
    }

    /** Short ones as whole words only: a user named "on" must not garble the message. */
    private static Pattern pattern(String secret) {
        String quoted = Pattern.quote(secret);
        return Pattern.compile(secret.length() < LONG_SECRET ? "(?<!\\w)" + quoted + "(?!\\w)" : quoted);
    }

    private static Set<String> secrets(DatabaseConfig config) {
        Set<String> found = new LinkedHashSet<>();
        if (config.user() != null) {
            found.add(config.user());
        }
        if (config.password() != null) {
            found.add(config.password());
        }
        config.properties().forEach((name, value) -> {
            if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                found.add(value);
            }
        });
        addMatches(found, URL_PARAMETER.matcher(config.url()));
        addMatches(found, USER_INFORMATION.matcher(config.url()));
        return found;
    }

    private static void addMatches(Set<String> found, Matcher matcher) {
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                String value = matcher.group(group);
                found.add(value);
                try {
                    found.add(URLDecoder.decode(value, StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    // Not percent-encoded: the plain value is already there.
                }
            }
        }
    }

    /** The reason without secrets and without a full stop, so that a sentence can go on after it. */
    String text(@Nullable String text) {
        return text == null ? "no reason given" : masked(text).strip().replaceFirst("\\.+$", "");
    }

    private String masked(String text) {
        String result = text.replace(url, maskedUrl);
        for (Pattern secret : secrets) {
            result = secret.matcher(result).replaceAll(MASK);
        }
        return result;
    }

    /** The error itself if nothing in its chain gives anything away, else a copy of the chain with clean messages. */
    Throwable cause(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable t = error; t != null && seen.add(t); t = t.getCause()) {
            if (t.getMessage() != null && !masked(t.getMessage()).equals(t.getMessage())) {
                return copy(error, MAX_CAUSES);
            }
        }
        return error;
    }

    private Throwable copy(Throwable error, int depth) {
        String message = error.getClass().getSimpleName() + ": " + text(error.getMessage());
        Throwable copy = error instanceof SQLException sql
                ? new SQLException(message, sql.getSQLState(), sql.getErrorCode())
                : new IllegalStateException(message);
        copy.setStackTrace(error.getStackTrace());
        if (error.getCause() != null && depth > 0) {
            copy.initCause(copy(error.getCause(), depth - 1));
        }
        return copy;
    }
}
