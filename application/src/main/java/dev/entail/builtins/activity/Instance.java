package dev.entail.builtins.activity;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.port.RecordReader;
import dev.entail.runtime.port.RecordWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A running activity, and what becomes of it. Immutable.
 *
 * @param activity its definition
 * @param stored its record, as it was read
 * @param progress how far it is
 * @param changes what is to be written of it
 */
record Instance(Activity activity, Row stored, Progress progress, Draft changes) {
    /** A new one whose first step is taken (ACT-31). It is stored as it is after that. */
    static Instance begun(Step step, Instant now, RecordWriter records) {
        Activity activity = step.activity();
        Progress progress = Progress.start(activity.root())
                .complete(step.interaction())
                .orElseThrow(() -> new EntailException(
                        ErrorCode.ACTIVITY_ID_MISSING.name(),
                        "'" + step.name() + "' does not begin an activity; say which one it goes on with: in(...)",
                        Map.of(
                                "activityName",
                                activity.name(),
                                "step",
                                step.interaction().name())));
        Draft draft = changes(activity, progress, Map.of(), now, now)
                .set(ActivityRecord.STATE_VERSION, 1L)
                .set(ActivityRecord.NAME, activity.name())
                .set(ActivityRecord.DEFINITION, activity.name())
                .set(ActivityRecord.STARTED_AT, now);
        RecordId id = records.create(ActivityRecord.ENTITY, draft);
        return new Instance(activity, new Row(id, Map.of()), progress, Draft.empty());
    }

    /** One that is stored. */
    static Instance read(Activity activity, RecordId id, RecordReader records) {
        Row row = row(id, records);
        String owner = row.text(ActivityRecord.DEFINITION.name());
        if (!activity.name().equals(owner)) {
            throw failure(
                    ErrorCode.ACTIVITY_FOREIGN,
                    row,
                    "Activity " + id + " is one of '" + owner + "', not of '" + activity.name() + "'",
                    Map.of("owner", owner));
        }
        return of(activity, row);
    }

    /**
     * The record of an activity.
     *
     * @throws EntailException {@code ACTIVITY_NOT_FOUND} if there is none
     */
    static Row row(RecordId id, RecordReader records) {
        Query query =
                Query.of(ActivityRecord.ENTITY.name()).where(Match.eq("id", id)).select("*");
        return records.list(query).stream()
                .findFirst()
                .orElseThrow(() -> new EntailException(
                        ErrorCode.ACTIVITY_NOT_FOUND.name(),
                        "There is no activity with id " + id,
                        Map.of("activityId", id)));
    }

    /** One whose record has been read. */
    static Instance of(Activity activity, Row row) {
        try {
            Progress progress = StateFormat.read(activity.root(), row.get(ActivityRecord.STATE));
            return new Instance(activity, row, progress, Draft.empty());
        } catch (StateFormat.Unfit e) {
            throw failure(
                    ErrorCode.ACTIVITY_STATE_MISMATCH,
                    row,
                    "The state of activity " + row.id() + " does not fit '" + activity.name() + "': " + e.getMessage()
                            + "; cancel it, or finish it with the model under which it was begun",
                    Map.of("currentState", Objects.requireNonNullElse(row.get(ActivityRecord.STATE), Map.of())));
        }
    }

    /** What can be done at a time. */
    List<Interaction> available(Instant now) {
        return status(now) == ActivityStatus.OPEN ? progress.available() : List.of();
    }

    /** Whether it goes on; what is due is over, even if nobody has noted so yet. */
    ActivityStatus status(Instant now) {
        ActivityStatus status = ActivityStatus.of(stored.text(ActivityRecord.STATUS.name()));
        return status == ActivityStatus.OPEN && Deadlines.isOver(stored, now) ? ActivityStatus.EXPIRED : status;
    }

    /** What it is when a step has been taken; nothing is written yet. */
    Instance advanced(Step step, Instant now) {
        if (status(now) == ActivityStatus.CANCELLED || status(now) == ActivityStatus.EXPIRED) {
            throw unavailable(step, now);
        }
        Progress next = progress.complete(step.interaction()).orElseThrow(() -> unavailable(step, now));
        Instant started = stored.timestamp(ActivityRecord.STARTED_AT.name());
        Draft draft = changes(activity, next, Deadlines.steps(stored), started, now);
        return new Instance(activity, stored, next, draft.set(ActivityRecord.STATE_VERSION, nextVersion(stored)));
    }

    private EntailException unavailable(Step step, Instant now) {
        String status = status(now).text();
        List<String> names = available(now).stream().map(Interaction::name).toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("step", step.interaction().name());
        details.put("status", status);
        details.put("currentState", state());
        details.put("available", names);
        return failure(
                ErrorCode.ACTIVITY_STEP_UNAVAILABLE,
                stored,
                "It is not the turn of '" + step.name() + "' in activity " + id() + ", which is " + status
                        + (names.isEmpty() ? "" : "; these steps can be taken: " + names),
                details);
    }

    private static Draft changes(
            Activity activity, Progress progress, Map<String, Instant> due, Instant started, Instant now) {
        Draft draft = Draft.empty()
                .set(ActivityRecord.STATE, StateFormat.write(progress))
                .set(ActivityRecord.STATUS, (progress.isDone() ? ActivityStatus.FINISHED : ActivityStatus.OPEN).text());
        if (progress.isDone()) {
            draft = draft.set(ActivityRecord.FINISHED_AT, now).set(ActivityRecord.OPEN, null);
        }
        return activity.rules().hasLimits()
                ? Deadlines.set(draft, activity.rules(), progress, due, started, now)
                : draft;
    }

    /** What is written of an open activity when an end is put to it. Its state stays as it is. */
    static Draft ended(Row open, ActivityStatus status, String reason, Instant now) {
        return Draft.of(ActivityRecord.STATUS.name(), status.text())
                .set(ActivityRecord.STATE_VERSION, nextVersion(open))
                .set(ActivityRecord.FINISHED_AT, now)
                .set(ActivityRecord.OPEN, null)
                .set(ActivityRecord.REASON, reason);
    }

    private static long nextVersion(Row row) {
        return row.integer(ActivityRecord.STATE_VERSION.name()) + 1;
    }

    /** The same when what has become of it is stored, if nobody else has changed it meanwhile (ACT-36). */
    Instance saved(RecordWriter records) {
        if (!records.updateIf(ActivityRecord.ENTITY, stored, ActivityRecord.STATE_VERSION, changes)) {
            throw failure(
                    ErrorCode.ACTIVITY_CONFLICT,
                    stored,
                    "Somebody else took a step of activity " + id() + " at the same time; dispatch again if it is still"
                            + " to be taken",
                    Map.of());
        }
        return this;
    }

    RecordId id() {
        return stored.id();
    }

    /** How far it is, as it is stored. */
    Map<String, Object> state() {
        return StateFormat.write(progress);
    }

    private static EntailException failure(ErrorCode code, Row row, String message, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("activityName", row.text(ActivityRecord.NAME.name()));
        details.put("activityId", row.id());
        details.putAll(more);
        return new EntailException(code.name(), message, details);
    }
}
