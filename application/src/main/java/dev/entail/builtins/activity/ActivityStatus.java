package dev.entail.builtins.activity;

import java.util.Locale;

/** Whether an activity goes on. */
public enum ActivityStatus {
    /** There are steps to take. */
    OPEN,
    /** All is done. */
    FINISHED,
    /** Somebody has put an end to it. */
    CANCELLED,
    /** A step, or the whole, was not done in time. */
    EXPIRED;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ActivityStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
