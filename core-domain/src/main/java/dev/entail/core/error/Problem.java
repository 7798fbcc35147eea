package dev.entail.core.error;

import java.util.Objects;

/**
 * One mistake in a declaration.
 *
 * @param code stable identifier, for example {@code DECL_NAME_INVALID}
 * @param path where in the model, for example {@code Post.likeCount}
 * @param message what is wrong
 * @param hint how to mend it
 */
public record Problem(String code, String path, String message, String hint) {
    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(hint, "hint");
    }

    @Override
    public String toString() {
        return code + " at " + path + ": " + message + (message.endsWith("?") ? " " : ". ") + hint;
    }
}
