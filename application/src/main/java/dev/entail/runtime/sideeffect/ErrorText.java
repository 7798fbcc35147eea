package dev.entail.runtime.sideeffect;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What went wrong, in a form that every database keeps. */
public final class ErrorText {
    private static final int LENGTH = 1000;

    private ErrorText() {}

    /** The text of an error, or a text that stands for one. */
    public static String of(@Nullable Object error) {
        String text = String.valueOf(error);
        String cut = text.length() > LENGTH ? text.substring(0, LENGTH) : text;
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace("\0", "");
    }
}
