package dev.entail.runtime.sideeffect;

import java.util.List;

/**
 * What became of the work after a commit (RSP-05). Nothing that failed here undoes what is stored.
 *
 * @param status how it went as a whole
 * @param outcomes each side effect that ran, in order, and the {@code postCommit} hook if it failed
 */
public record PostCommit(Status status, List<SideEffectOutcome> outcomes) {
    /** Nothing has run: the dispatch was refused, or its business transaction has not been committed yet. */
    public static final PostCommit NOT_RUN = new PostCommit(Status.NOT_RUN, List.of());

    public PostCommit {
        outcomes = List.copyOf(outcomes);
    }

    /** The phase after it has run. */
    public static PostCommit of(List<SideEffectOutcome> outcomes) {
        boolean failed = outcomes.stream().anyMatch(SideEffectOutcome::isFailure);
        return new PostCommit(failed ? Status.FAILED : Status.COMPLETE, outcomes);
    }

    /** Whether all ran without a failure, or there was nothing to run. */
    public boolean isComplete() {
        return status == Status.COMPLETE;
    }

    /** What failed, in order. */
    public List<SideEffectOutcome> failures() {
        return outcomes.stream().filter(SideEffectOutcome::isFailure).toList();
    }

    /** What came of one side effect, once for each effect that it heard of. */
    public List<SideEffectOutcome> of(String name) {
        return outcomes.stream().filter(outcome -> outcome.name().equals(name)).toList();
    }

    /** How it went as a whole. */
    public enum Status {
        /** All ran without a failure, or there was nothing to run. */
        COMPLETE,
        /** At least one failed; the others ran all the same. */
        FAILED,
        /** Nothing has run. */
        NOT_RUN
    }
}
