package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of a statement are taken from.
 *
 * @param operands the operands of the query; position 0 is not used
 * @param parents ids of the records whose lists are read
 * @param bound how many records one statement may yield where the query does not say
 */
record Inputs(List<@Nullable Object> operands, List<Long> parents, long bound) {
    Inputs withParents(List<Long> ids) {
        return new Inputs(operands, ids, bound);
    }

    /** The same with an operand that is a number made smaller. */
    Inputs less(int index, long by) {
        List<@Nullable Object> changed = new ArrayList<>(operands);
        changed.set(index, number(index) - by);
        return new Inputs(changed, parents, bound);
    }

    Object operand(int index) {
        return Objects.requireNonNull(operands.get(index));
    }

    /** An operand that is a number: a limit or an offset. */
    long number(int index) {
        return (Long) operand(index);
    }

    /** One more than may be read, so that it shows if there is more. */
    long beyondBound() {
        return bound == Long.MAX_VALUE ? bound : bound + 1;
    }

    /** Fails if more was read than may be. */
    void requireWithinBound(long size, String what) {
        if (size > bound) {
            throw new EntailException(
                    ErrorCode.QUERY_TOO_LARGE,
                    what + " has more than " + bound + " records. Read them page by page (page and after), one by one"
                            + " (forEach), or say how many you want: limit(n), or unbounded()");
        }
    }
}
