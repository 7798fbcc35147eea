package dev.entail.builtins.activity;

import dev.entail.core.value.RecordId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An activity that runs or is over.
 *
 * @param id its record
 * @param activity its definition
 * @param status whether it goes on; what was not done in time is expired, even if that is not stored yet
 * @param state how far it is (ACT-21)
 * @param version how often it has changed
 * @param available the steps that can be taken now, whoever may take them; none if it is over
 * @param taken the steps that have been taken, in their order
 * @param startedAt when the first step was taken
 * @param finishedAt when it came to its end, or null
 * @param dueAt when it expires, or null
 * @param reason why it was cancelled or expired, or null
 */
public record RunningActivity(
        RecordId id,
        Activity activity,
        ActivityStatus status,
        Map<String, Object> state,
        long version,
        List<Step> available,
        List<Taken> taken,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant dueAt,
        @Nullable String reason) {
    public RunningActivity {
        available = List.copyOf(available);
        taken = List.copyOf(taken);
    }

    /**
     * A step that has been taken.
     *
     * @param interaction its name
     * @param event the stored event
     * @param actor who acted, or null for nobody in particular
     * @param occurredAt when
     */
    public record Taken(
            String interaction, RecordId event, @Nullable RecordId actor, Instant occurredAt) {}
}
