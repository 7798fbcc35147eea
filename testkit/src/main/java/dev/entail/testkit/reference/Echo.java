package dev.entail.testkit.reference;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work of which everybody knows what comes out: what the request says. */
public final class Echo {
    /** The argument that says what the result is to be. */
    public static final String ARG = "echo";

    private Echo() {}

    /**
     * What comes of a request.
     *
     * @throws IllegalArgumentException if it is one of another kind, so that the reference cannot know
     */
    public static @Nullable Object result(Map<String, ? extends @Nullable Object> args) {
        if (!args.containsKey(ARG)) {
            throw new IllegalArgumentException("Results depend on who worked them out");
        }
        return args.get(ARG);
    }
}
