package dev.entail.storage.spi;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What transactions on a database can do (CAP-01, STO-620): a true statement, which the driver contract verifies.
 *
 * @param capabilities what the database can do; whatever they imply must be among them
 * @param notes what a careful user should know, in sentences
 */
public record TransactionCapability(Set<Capability> capabilities, List<String> notes) {

    /**
     * Checks that the claim makes sense.
     *
     * @throws IllegalArgumentException if a capability is claimed without one that it implies, or a process of many is
     *     promised a SERIALIZABLE that the database alone does not keep
     */
    public TransactionCapability {
        EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(capabilities);
        capabilities = Collections.unmodifiableSet(copy);
        notes = List.copyOf(notes);
        for (Capability claimed : capabilities) {
            if (!capabilities.containsAll(claimed.implied())) {
                throw new IllegalArgumentException(
                        claimed + " implies " + claimed.implied() + ", but only " + capabilities + " are claimed");
            }
        }
        if (capabilities.contains(Capability.MANY_PROCESSES)
                && capabilities.contains(Capability.SERIALIZABLE)
                && !capabilities.contains(Capability.SERIALIZABLE_BY_DATABASE)) {
            throw new IllegalArgumentException("MANY_PROCESSES with SERIALIZABLE implies SERIALIZABLE_BY_DATABASE,"
                    + " because a queue in one process keeps nobody else out");
        }
    }

    /** A claim of these capabilities and nothing else, with everything that they imply. */
    public static TransactionCapability of(List<String> notes, Capability... claimed) {
        Set<Capability> all = new LinkedHashSet<>(Arrays.asList(claimed));
        Arrays.stream(claimed).map(Capability::implied).forEach(all::addAll);
        return new TransactionCapability(all, notes);
    }

    /** Whether the database can do this. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    /** The levels that may be requested. */
    public Set<IsolationLevel> isolationLevels() {
        EnumSet<IsolationLevel> levels = EnumSet.allOf(IsolationLevel.class);
        levels.removeIf(level -> !has(Capability.of(level)));
        return Collections.unmodifiableSet(levels);
    }

    /**
     * Makes sure that the database can do something.
     *
     * @param what who needs it, for the message, for example {@code "Transaction 'import'"}
     * @param database who lacks it
     * @throws EntailException {@code CAPABILITY_MISSING} if it cannot; the details name the {@code capability}
     */
    public void require(Capability capability, String what, DatabaseInfo database) {
        if (!has(capability)) {
            throw new EntailException(
                    ErrorCode.CAPABILITY_MISSING.name(),
                    what + " needs " + capability.title() + ", which " + database + " does not offer; it offers "
                            + capabilities + ". Use what it offers, or another database",
                    Map.of("capability", capability.name()));
        }
    }
}
