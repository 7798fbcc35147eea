package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is declared about steps apart from their order.
 *
 * @param assignees who is to take a step
 * @param limits how long a step may be open
 * @param limit how long the whole may be open, or null
 */
record Rules(
        Map<Interaction, Assignees> assignees,
        Map<Interaction, Duration> limits,
        @Nullable Duration limit) {
    static final Rules NONE = new Rules(Map.of(), Map.of(), null);

    Rules {
        assignees = Map.copyOf(assignees);
        limits = Map.copyOf(limits);
    }

    boolean hasLimits() {
        return limit != null || !limits.isEmpty();
    }

    Rules assigned(Interaction interaction, Assignees who) {
        Map<Interaction, Assignees> all = new LinkedHashMap<>(assignees);
        all.put(interaction, who);
        return new Rules(all, limits, limit);
    }

    Rules within(Interaction interaction, Duration time) {
        Map<Interaction, Duration> all = new LinkedHashMap<>(limits);
        all.put(interaction, time);
        return new Rules(assignees, all, limit);
    }

    Rules within(Duration time) {
        return new Rules(assignees, limits, time);
    }
}
