package dev.entail.core.computation;

import dev.entail.core.error.EntailException;
import dev.entail.core.expression.Comparison;
import dev.entail.core.expression.Expression;
import dev.entail.core.expression.Solution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a comparison over the time changes next.
 *
 * @param at the first millisecond at which it is not what it is now, or null for never
 * @param isKnown whether that is certain
 */
record Turning(@Nullable Instant at, boolean isKnown) {
    /** What never changes. */
    static final Turning NEVER = new Turning(null, true);

    /** What changes later than this does so never: databases keep no later timestamps. */
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    static Turning of(Comparison comparison, String variable, Instant now) {
        if (comparison.variables().isEmpty()) {
            return NEVER;
        }
        // Milliseconds from now on are small numbers, so roots among them are exact enough.
        Comparison fromNow =
                comparison.replacing(variable, Expression.variable(variable).add(now.toEpochMilli()));
        List<Solution> solutions = boundaries(fromNow).map(Comparison::solve).toList();
        TreeSet<Double> roots = new TreeSet<>();
        solutions.forEach(solution -> roots.addAll(solution.roots()));
        boolean known = solutions.stream().allMatch(Solution::isComplete);
        Search search = new Search(fromNow, variable, fromNow.evaluate(Map.of(variable, 0)));
        double end = Duration.between(now, END).toMillis();
        return roots.subSet(-end, end).stream()
                .map(root -> search.around(
                        root, Optional.ofNullable(roots.higher(root)).orElse(end)))
                .flatMapToLong(OptionalLong::stream)
                .mapToObj(after -> new Turning(now.plusMillis(after), known))
                .findFirst()
                .orElse(new Turning(null, known));
    }

    /** Where an equation begins and ceases to be true: both sides may differ a little. */
    private static Stream<Comparison> boundaries(Comparison comparison) {
        if (comparison.sign() != Comparison.Sign.EQUAL) {
            return Stream.of(comparison);
        }
        Expression difference = comparison.left().subtract(comparison.right());
        return Stream.of(difference.equalTo(-Comparison.TOLERANCE), difference.equalTo(Comparison.TOLERANCE));
    }

    /** Looks for the first millisecond from now at which a comparison is not what it is now. */
    private record Search(Comparison comparison, String variable, boolean current) {
        /** So many milliseconds around a root are looked at one by one. */
        private static final int AROUND = 2;

        /** So far behind a root a comparison can change, because large numbers are coarse. */
        private static final long FARTHEST = 1L << 24;

        OptionalLong around(double root, double next) {
            long middle = (long) Math.floor(root);
            for (long after = Math.max(1, middle - AROUND); after <= middle + AROUND; after++) {
                if (isOther(after)) {
                    return OptionalLong.of(after);
                }
            }
            long before = Math.max(0, middle + AROUND);
            for (long step = 1; step <= FARTHEST && before + step < next; step *= 2) {
                if (isOther(before + step)) {
                    return OptionalLong.of(first(before + step / 2, before + step));
                }
            }
            return OptionalLong.empty();
        }

        /** The first one, if it is not at the first of these times and at the last one. */
        private long first(long same, long other) {
            long low = same;
            long high = other;
            while (high - low > 1) {
                long middle = low + (high - low) / 2;
                if (isOther(middle)) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return high;
        }

        private boolean isOther(long after) {
            try {
                return comparison.evaluate(Map.of(variable, after)) != current;
            } catch (EntailException e) {
                // It has no value there, so this is not where it changes.
                return false;
            }
        }
    }
}
