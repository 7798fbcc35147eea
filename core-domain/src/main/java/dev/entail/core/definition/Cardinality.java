package dev.entail.core.definition;

/** How many targets a source has, and how many sources a target has. */
public enum Cardinality {
    /** One source, one target. */
    ONE_TO_ONE("1:1", true, true),
    /** A source has many targets, a target has one source. */
    ONE_TO_MANY("1:n", true, false),
    /** A source has one target, a target has many sources. */
    MANY_TO_ONE("n:1", false, true),
    /** Many of both. */
    MANY_TO_MANY("n:n", false, false);

    private final String notation;
    private final boolean singleSource;
    private final boolean singleTarget;

    Cardinality(String notation, boolean singleSource, boolean singleTarget) {
        this.notation = notation;
        this.singleSource = singleSource;
        this.singleTarget = singleTarget;
    }

    /** Source to target, for example {@code n:1}. */
    public String notation() {
        return notation;
    }

    /** Whether a target has at most one source. */
    public boolean singleSource() {
        return singleSource;
    }

    /** Whether a source has at most one target. */
    public boolean singleTarget() {
        return singleTarget;
    }
}
