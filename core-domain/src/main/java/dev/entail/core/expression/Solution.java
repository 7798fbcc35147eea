package dev.entail.core.expression;

import java.util.List;

/**
 * For which values of its variable the two sides of a comparison are equal.
 *
 * @param roots the values, ascending; just 0 if they are always equal, empty if they never are
 * @param isComplete whether there are no other ones; false for an equation of a kind that cannot be solved
 */
public record Solution(List<Double> roots, boolean isComplete) {
    public Solution {
        roots = List.copyOf(roots);
    }
}
