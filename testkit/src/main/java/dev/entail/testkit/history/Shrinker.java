package dev.entail.testkit.history;

import dev.entail.testkit.history.History.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing history smaller, for as long as it fails in the same way: leaves out chunks of transactions, then single
 * transactions, operations and questions, then parts of those (delta debugging). The number of attempts is bounded.
 */
final class Shrinker {
    private final Predicate<History> fails;
    private final Function<Gene, Integer> operationVersions;
    private final Function<Gene, Integer> questionVersions;
    private int attempts;

    Shrinker(
            Predicate<History> fails,
            Function<Gene, Integer> operationVersions,
            Function<Gene, Integer> questionVersions,
            int attempts) {
        this.fails = fails;
        this.operationVersions = operationVersions;
        this.questionVersions = questionVersions;
        this.attempts = attempts;
    }

    History shrink(History failing) {
        History best = failing;
        int before;
        do {
            before = attempts;
            History start = best;
            best = withoutChunks(best);
            best = withoutParts(best);
            best = inOneStep(best);
            best = simplified(best);
            if (best.equals(start)) {
                break;
            }
        } while (attempts > 0 && attempts < before);
        return best;
    }

    private boolean stillFails(History candidate) {
        return attempts-- > 0 && fails.test(candidate);
    }

    private History withoutChunks(History history) {
        History best = history;
        for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
            for (int from = 0; from + size <= best.steps().size(); ) {
                List<Step> less = new ArrayList<>(best.steps());
                less.subList(from, from + size).clear();
                History candidate = new History(less);
                if (stillFails(candidate)) {
                    best = candidate;
                } else {
                    from += size;
                }
            }
        }
        return best;
    }

    private History withoutParts(History history) {
        History best = history;
        for (int step = best.steps().size() - 1; step >= 0; step--) {
            for (int i = best.steps().get(step).questions().size() - 1; i >= 0; i--) {
                Step old = best.steps().get(step);
                best = better(best, step, new Step(old.operations(), old.rollback(), without(old.questions(), i)));
            }
            for (int i = best.steps().get(step).operations().size() - 1; i >= 0; i--) {
                Step old = best.steps().get(step);
                best = better(best, step, new Step(without(old.operations(), i), old.rollback(), old.questions()));
            }
            Step old = best.steps().get(step);
            if (old.rollback()) {
                best = better(best, step, new Step(old.operations(), false, old.questions()));
            }
        }
        return best;
    }

    /** Two transactions may do as one. */
    private History inOneStep(History history) {
        History best = history;
        for (int step = best.steps().size() - 2; step >= 0; step--) {
            Step first = best.steps().get(step);
            Step second = best.steps().get(step + 1);
            if (first.questions().isEmpty() && !first.rollback()) {
                List<Gene> both = new ArrayList<>(first.operations());
                both.addAll(second.operations());
                List<Step> less = new ArrayList<>(best.steps());
                less.remove(step + 1);
                less.set(step, new Step(both, second.rollback(), second.questions()));
                History candidate = new History(less);
                best = stillFails(candidate) ? candidate : best;
            }
        }
        return best;
    }

    private History simplified(History history) {
        History best = history;
        for (int step = 0; step < best.steps().size(); step++) {
            for (int i = 0; i < best.steps().get(step).operations().size(); i++) {
                best = simplified(best, step, i, true);
            }
            for (int i = 0; i < best.steps().get(step).questions().size(); i++) {
                best = simplified(best, step, i, false);
            }
        }
        return best;
    }

    private History simplified(History history, int step, int index, boolean operation) {
        History best = history;
        int version = 0;
        while (attempts > 0) {
            Step old = best.steps().get(step);
            List<Gene> genes = operation ? old.operations() : old.questions();
            Gene gene = genes.get(index);
            int versions = (operation ? operationVersions : questionVersions).apply(gene);
            if (version >= versions) {
                break;
            }
            List<Gene> changed = new ArrayList<>(genes);
            changed.set(index, gene.simplified(version));
            History candidate = better(
                    best,
                    step,
                    operation
                            ? new Step(changed, old.rollback(), old.questions())
                            : new Step(old.operations(), old.rollback(), changed));
            // After a success the simpler version has simpler versions of its own.
            version = candidate == best ? version + 1 : 0;
            best = candidate;
        }
        return best;
    }

    /** An empty step stays: the indices of the others do not change, and the next round leaves it out. */
    private History better(History history, int step, Step changed) {
        List<Step> steps = new ArrayList<>(history.steps());
        steps.set(step, changed);
        History candidate = new History(steps);
        return stillFails(candidate) ? candidate : history;
    }

    private static <T> List<T> without(List<T> items, int index) {
        List<T> less = new ArrayList<>(items);
        less.remove(index);
        return less;
    }
}
