package dev.entail.testkit.reference;

import java.util.List;
import java.util.Set;

/**
 * How a transaction must end.
 *
 * @param mustFail whether it has to be refused
 * @param codes with which of these codes it may be refused; if it need not fail and there are codes, then a condition was
 *     broken for a while and mended in the same transaction, and both ends are right
 * @param events what it has to tell of, if it is accepted
 */
public record ReferenceOutcome(boolean mustFail, Set<String> codes, List<ReferenceEvent> events) {
    /** With copies. */
    public ReferenceOutcome {
        codes = Set.copyOf(codes);
        events = List.copyOf(events);
    }

    /** Whether this end is right. */
    public boolean allowsRefusal(String code) {
        return codes.contains(code);
    }
}
