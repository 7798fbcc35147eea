package dev.entail.builtins.activity;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionHistory;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.access.StoreWriter;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.runtime.port.RecordReader;
import dev.entail.storage.EntityStore;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The activities that run: looking at them, and putting an end to them. Thread-safe. */
public final class RunningActivities {
    private static final int PAGE = 500;

    private final EntityStore store;
    private final Controller controller;
    private final InstantSource clock;
    private final Map<String, Activity> activities = new LinkedHashMap<>();

    /** The activities of an open model. */
    public RunningActivities(EntityStore store, Controller controller, InstantSource clock) {
        this.store = store;
        this.controller = controller;
        this.clock = clock;
        Model model = store.model();
        model.eventSources().values().forEach(source -> {
            if (source instanceof Step step) {
                activities.put(step.activity().name(), step.activity());
            }
        });
    }

    /**
     * An activity with all that is known of it.
     *
     * @throws EntailException {@code ACTIVITY_NOT_FOUND} if there is none, {@code ACTIVITY_STATE_MISMATCH} if it does not fit
     *     the model, {@code UNKNOWN_NAME} if the model has no activities
     */
    public RunningActivity inspect(RecordId id) {
        RecordReader reader = reader();
        Row row = Instance.row(id, reader);
        Instance instance = Instance.of(definition(row), row);
        Instant now = now();
        List<RunningActivity.Taken> taken = new ArrayList<>();
        for (Row event : reader.list(InteractionHistory.events(Match.eq(InteractionRecord.ACTIVITY, id)))) {
            Long actor = event.get(InteractionRecord.ACTOR);
            taken.add(new RunningActivity.Taken(
                    event.text(InteractionRecord.NAME.name()),
                    event.id(),
                    actor == null ? null : RecordId.of(actor),
                    event.timestamp(InteractionRecord.OCCURRED_AT.name())));
        }
        return new RunningActivity(
                id,
                instance.activity(),
                instance.status(now),
                instance.state(),
                row.integer(ActivityRecord.STATE_VERSION.name()),
                steps(instance, now),
                taken,
                row.timestamp(ActivityRecord.STARTED_AT.name()),
                row.get(ActivityRecord.FINISHED_AT),
                row.get(ActivityRecord.DUE_AT),
                row.get(ActivityRecord.REASON));
    }

    /**
     * The steps that somebody is to take: those that can be taken now and are {@linkplain Activity#assigned assigned} to them.
     * Steps that are assigned to nobody are nobody's task, even if everybody may take them. What does not fit the model is
     * left out. Costs two statements for every 500 open activities.
     *
     * @return in the order of the ids of their activities
     */
    public List<OpenTask> openTasks(RecordId user) {
        List<OpenTask> tasks = new ArrayList<>();
        Instant now = now();
        List<Row> page = open(0, Match.all());
        while (!page.isEmpty()) {
            Map<Long, List<Row>> events = events(page);
            for (Row row : page) {
                addTasks(row, events.getOrDefault(row.id().value(), List.of()), user, now, tasks);
            }
            page = page.size() < PAGE ? List.of() : open(page.get(PAGE - 1).id().value(), Match.all());
        }
        return tasks;
    }

    private void addTasks(Row row, List<Row> events, RecordId user, Instant now, List<OpenTask> tasks) {
        Activity activity = activities.get(row.text(ActivityRecord.DEFINITION.name()));
        if (activity == null || activity.rules().assignees().isEmpty() || !StateFormat.fits(activity.root(), row)) {
            return;
        }
        ActivityHistory history = new InteractionHistory(row.id(), query -> events);
        for (Step step : steps(Instance.of(activity, row), now)) {
            Assignees assignees = activity.rules().assignees().get(step.interaction());
            Collection<RecordId> who = assignees == null ? List.of() : StepCall.assigned(step, assignees, history);
            if (who.contains(user)) {
                Instant due = Deadlines.steps(row).get(step.interaction().name());
                tasks.add(new OpenTask(row.id(), step, due));
            }
        }
    }

    /** The events of some activities, by number of the activity. */
    private Map<Long, List<Row>> events(List<Row> page) {
        List<RecordId> ids = page.stream().map(Row::id).toList();
        Map<Long, List<Row>> byActivity = new LinkedHashMap<>();
        reader().list(InteractionHistory.events(Match.in(InteractionRecord.ACTIVITY + ".id", ids))
                        .select(InteractionRecord.ACTIVITY + ".id"))
                .forEach(event -> byActivity
                        .computeIfAbsent(
                                event.row(InteractionRecord.ACTIVITY).id().value(), key -> new ArrayList<>())
                        .add(event));
        return byActivity;
    }

    /** Open activities behind a number, in the order of their numbers. */
    private List<Row> open(long after, Match which) {
        String number = ActivityRecord.OPEN.name();
        return reader().list(Query.of(ActivityRecord.ENTITY.name())
                .select("*")
                .where(Match.and(Match.gt(number, after), which))
                .orderBy(Order.ascending(number))
                .limit(PAGE));
    }

    /**
     * Puts an end to an open activity, whatever its state. Steps that are being taken at the same time either come first or
     * are refused.
     *
     * @param reason why, for people
     * @return false if it was over before
     * @throws EntailException {@code ACTIVITY_NOT_FOUND} if there is none; {@code TRANSACTION_MISUSED} in a transaction
     */
    public boolean cancel(RecordId id, String reason) {
        Objects.requireNonNull(reason, "reason");
        return end(id, ActivityStatus.CANCELLED, reason);
    }

    /**
     * Notes of all activities that were not done in time that they have expired. They take no more steps even before; only then
     * it can be derived from. Several threads and processes may do so at once.
     *
     * @return how many there were
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction
     * @see dev.entail.EntailBuilder#expiring
     */
    public int expireDue() {
        if (activities.isEmpty()) {
            return 0;
        }
        int expired = 0;
        Instant now = now();
        Match due = Match.le(ActivityRecord.DUE_AT.name(), now);
        List<Row> page = open(0, due);
        while (!page.isEmpty()) {
            for (Row row : page) {
                expired += end(row.id(), ActivityStatus.EXPIRED, "") ? 1 : 0;
            }
            page = page.size() < PAGE ? List.of() : open(page.get(PAGE - 1).id().value(), due);
        }
        return expired;
    }

    /** Reads and writes until nobody comes between; whoever does has either ended it or brought it one step further. */
    private boolean end(RecordId id, ActivityStatus status, String reason) {
        TransactionOptions options = TransactionOptions.DEFAULT.withName(status.text() + " activity");
        return controller
                .writeWithSideEffects(options, propagation -> {
                    StoreWriter writer = new StoreWriter(store, propagation);
                    while (true) {
                        Row row = Instance.row(id, writer);
                        boolean expiring = status == ActivityStatus.EXPIRED;
                        if (row.get(ActivityRecord.OPEN) == null || (expiring && !Deadlines.isOver(row, now()))) {
                            return false;
                        }
                        String why = expiring ? Deadlines.late(row) : reason;
                        if (writer.updateIf(
                                ActivityRecord.ENTITY,
                                row,
                                ActivityRecord.STATE_VERSION,
                                Instance.ended(row, status, why, now()))) {
                            return true;
                        }
                    }
                })
                .value();
    }

    private List<Step> steps(Instance instance, Instant now) {
        return instance.available(now).stream()
                .map((Interaction each) -> instance.activity().step(each))
                .toList();
    }

    private Activity definition(Row row) {
        @Nullable Activity activity = activities.get(row.text(ActivityRecord.DEFINITION.name()));
        if (activity == null) {
            throw new EntailException(
                    ErrorCode.ACTIVITY_STATE_MISMATCH.name(),
                    "Activity " + row.id() + " is one of '" + row.text(ActivityRecord.DEFINITION.name())
                            + "', which the model does not have; it has " + activities.keySet(),
                    Map.of("activityId", row.id(), "activityName", row.text(ActivityRecord.NAME.name())));
        }
        return activity;
    }

    private RecordReader reader() {
        return new StoreReader(store);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
