package dev.entail.builtins.interaction;

import dev.entail.builtins.guard.ActivityHistory;
import dev.entail.core.definition.EventSource;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the events of a running activity when it is first asked, and once. Not thread-safe. */
public final class InteractionHistory implements ActivityHistory {
    private final RecordId activity;
    private final Function<Query, List<Row>> records;
    private final Match which;
    private @Nullable Map<String, Row> events;

    /** Everything that has been stored of an activity. */
    public InteractionHistory(RecordId activity, Function<Query, List<Row>> records) {
        this(activity, records, Match.all());
    }

    private InteractionHistory(RecordId activity, Function<Query, List<Row>> records, Match which) {
        this.activity = activity;
        this.records = records;
        this.which = which;
    }

    /**
     * What is stored of an activity besides an event that has just come: nobody takes a step at the same time, so it all came
     * before. Ids do not tell, for each process takes them from blocks of its own.
     */
    static InteractionHistory before(RecordId event, RecordId activity, Function<Query, List<Row>> records) {
        return new InteractionHistory(activity, records, Match.ne("id", event));
    }

    @Override
    public RecordId activity() {
        return activity;
    }

    @Override
    public <E> Optional<E> event(EventSource<E> interaction) {
        if (events == null) {
            events = read();
        }
        return Optional.ofNullable(events.get(interaction.name())).map(event -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(event.values());
            values.put(InteractionRecord.ACTIVITY, activity);
            return interaction.view(new Row(event.id(), values), records);
        });
    }

    /** A question for events with all their values, in their order. An activity has as many as it has steps, at most. */
    public static Query events(Match which) {
        return Query.of(InteractionRecord.ENTITY.name())
                .where(which)
                .select("*")
                .orderBy(Order.ascending(InteractionRecord.OCCURRED_AT.name()), Order.ascending("id"))
                .unbounded();
    }

    private Map<String, Row> read() {
        Map<String, Row> byName = new LinkedHashMap<>();
        records.apply(events(Match.and(Match.eq(InteractionRecord.ACTIVITY, activity), which)))
                .forEach(event -> byName.put(Objects.requireNonNull(event.get(InteractionRecord.NAME)), event));
        return byName;
    }
}
