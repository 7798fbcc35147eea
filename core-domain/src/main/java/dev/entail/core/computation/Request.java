package dev.entail.core.computation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an {@link Async} value asks for when what it reads has changed. */
public sealed interface Request {
    /** Greatest length of a freshness key, in UTF-16 units. */
    int KEY_LENGTH = 255;

    /** Keeps the value as it is, and asks for nothing (APL-01). */
    static Request none() {
        return new None();
    }

    /** Asks for work with one argument. */
    static Work of(String name, @Nullable Object value) {
        return of(Collections.singletonMap(name, value));
    }

    /** Asks for work. The arguments are kept as JSON: texts, numbers, truth values, record ids, instants, rows, lists and maps. */
    static Work of(Map<String, ? extends @Nullable Object> args) {
        return new Work(new LinkedHashMap<>(args), "");
    }

    /** Has the result at once, so that there is no work to do (ASY-11); everything asked for before is dropped (ASY-12). */
    static Resolved resolved(@Nullable Object result) {
        return new Resolved(result, Map.of());
    }

    /** Does nothing. */
    record None() implements Request {}

    /**
     * Work for somebody outside the transaction.
     *
     * @param args what the worker has to know
     * @param freshnessKey of several requests of one value under one key only the last one counts (ASY-04); empty for the
     *     usual one, of which there is one for each value
     */
    record Work(Map<String, @Nullable Object> args, String freshnessKey) implements Request {
        public Work {
            args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
            if (freshnessKey.length() > KEY_LENGTH) {
                throw new IllegalArgumentException(
                        "A freshness key has at most " + KEY_LENGTH + " characters, not " + freshnessKey.length());
            }
        }

        /** The same with one argument more. */
        public Work and(String name, @Nullable Object value) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(args);
            all.put(name, value);
            return new Work(all, freshnessKey);
        }

        /**
         * The same under a key of its own, which makes only older requests of the same value under the same key stale.
         *
         * @param key its text counts, of at most {@value Request#KEY_LENGTH} characters
         */
        public Work freshness(Object key) {
            return new Work(args, Objects.requireNonNull(key, "key").toString());
        }
    }

    /**
     * A result that is there already.
     *
     * @param result as a worker would hand it in
     * @param args as a worker would have got them
     */
    record Resolved(@Nullable Object result, Map<String, @Nullable Object> args) implements Request {
        public Resolved {
            args = Collections.unmodifiableMap(new LinkedHashMap<>(args));
        }

        /** The same with arguments for the function that makes the value. */
        public Resolved with(Map<String, ? extends @Nullable Object> arguments) {
            return new Resolved(result, new LinkedHashMap<>(arguments));
        }
    }
}
