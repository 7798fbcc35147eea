package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** When steps are due, and so the whole. A step that stays open while others are taken keeps its time. */
final class Deadlines {
    private Deadlines() {}

    /**
     * Adds when an activity is due that has come this far.
     *
     * @param before what was due before; empty for a new one
     */
    static Draft set(
            Draft draft, Rules rules, Progress progress, Map<String, Instant> before, Instant started, Instant now) {
        Map<String, Instant> steps = new LinkedHashMap<>();
        for (Interaction open : progress.available()) {
            Duration limit = rules.limits().get(open);
            if (limit != null) {
                Instant kept = before.get(open.name());
                steps.put(open.name(), kept == null ? now.plus(limit) : kept);
            }
        }
        Duration whole = rules.limit();
        Optional<Instant> first = Stream.concat(
                        steps.values().stream(), Optional.ofNullable(whole).map(started::plus).stream())
                .min(Instant::compareTo);
        Map<String, Object> texts = new LinkedHashMap<>();
        steps.forEach((name, due) -> texts.put(name, due.toString()));
        return draft.set(ActivityRecord.DUE_AT, progress.isDone() ? null : first.orElse(null))
                .set(ActivityRecord.DUE_STEPS, texts);
    }

    /** What is stored of the times of steps. */
    static Map<String, Instant> steps(Row row) {
        Map<String, Instant> steps = new LinkedHashMap<>();
        if (row.get(ActivityRecord.DUE_STEPS) instanceof Map<?, ?> stored) {
            stored.forEach((name, due) -> steps.put((String) name, Instant.parse((String) due)));
        }
        return steps;
    }

    /** Whether an open activity is over because of the time. */
    static boolean isOver(Row row, Instant now) {
        Instant due = row.get(ActivityRecord.DUE_AT);
        return due != null && !due.isAfter(now);
    }

    /** What has not been done in time: the first step that was due, or the whole. */
    static String late(Row row) {
        Instant due = row.get(ActivityRecord.DUE_AT);
        return steps(row).entrySet().stream()
                        .filter(step -> step.getValue().equals(due))
                        .map(step -> "'" + step.getKey() + "'")
                        .findFirst()
                        .orElse("the activity")
                + " was due at " + due;
    }
}
