package dev.entail.storage.task;

import java.util.Locale;

/** How far a task has come (ASY-03). */
public enum TaskStatus {
    /** The work is to be done, or somebody is at it. */
    PENDING,
    /** There is a result, which has not been applied. */
    SUCCESS,
    /** The work, or applying its result, failed for good. */
    FAILED,
    /** The result has been applied. */
    APPLIED,
    /** Nothing became of it, because it was out of date or its record is gone. */
    SKIPPED;

    /** Whether somebody may still do something about it. */
    public boolean isOpen() {
        return this != APPLIED && this != SKIPPED;
    }

    /** As it is stored. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
