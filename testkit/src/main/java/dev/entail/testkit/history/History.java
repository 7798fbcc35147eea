package dev.entail.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a store, one transaction after the other.
 *
 * @param steps the transactions
 */
public record History(List<Step> steps) {
    public History {
        steps = List.copyOf(steps);
    }

    /** How many operations and questions it has. */
    public int size() {
        return steps.stream()
                .mapToInt(step -> step.operations().size() + step.questions().size())
                .sum();
    }

    /**
     * A transaction and what is asked afterwards.
     *
     * @param operations what it does
     * @param rollback whether it is taken back at its end
     * @param questions what is asked when it has ended
     */
    public record Step(List<Gene> operations, boolean rollback, List<Gene> questions) {
        public Step {
            operations = List.copyOf(operations);
            questions = List.copyOf(questions);
        }

        boolean isEmpty() {
            return operations.isEmpty() && questions.isEmpty();
        }
    }

    /** A random history of this many transactions. */
    static History random(Choices choices, int transactions, boolean questions) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            // The first transactions create what the others need.
            int operations = i == 0 ? 4 : choices.weighted(0, 6, 2, 1, 1);
            List<Gene> genes = genes(choices, operations);
            boolean rollback = i > 0 && choices.oneIn(12);
            steps.add(new Step(genes, rollback, genes(choices, questions ? choices.below(3) : 0)));
        }
        return new History(steps);
    }

    private static List<Gene> genes(Choices choices, int count) {
        List<Gene> genes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            genes.add(Gene.of(choices.seed()));
        }
        return genes;
    }
}
