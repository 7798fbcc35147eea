package dev.entail.runtime.computation;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Request;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.json.ValueJson;
import dev.entail.storage.task.TaskKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the work behind values that somebody else works out, and applies what he hands in (ASY-01). Both happen while the
 * value is locked, so they are in one order for each of them.
 *
 * @param place where the value is
 * @param async how it is declared
 * @param json how arguments and results are kept
 */
public record Requesting(ValuePlace place, Async async, ValueJson json) implements Results {
    /** What asks for the work behind a value. */
    public static Requesting of(ValuePlace place, Async async) {
        return new Requesting(place, async, new ValueJson());
    }

    @Override
    public void take(List<Row> rows, ReactionContext context) {
        Map<TaskKey, String> tasks = new LinkedHashMap<>();
        Map<RecordId, @Nullable Object> values = new LinkedHashMap<>();
        for (Row row : rows) {
            switch (async.request(place.path(), row)) {
                case Request.None none -> {}
                case Request.Work work ->
                    tasks.put(
                            new TaskKey(place.path(), row.id(), work.freshnessKey()),
                            json.write(work.args(), "The arguments of " + place.path()));
                case Request.Resolved resolved ->
                    values.put(
                            row.id(),
                            value(
                                    write(resolved.result()),
                                    json.write(resolved.args(), "The arguments of " + place.path())));
            }
        }
        if (!tasks.isEmpty()) {
            context.request(tasks);
        }
        if (!values.isEmpty()) {
            context.dropRequests(place.path(), values.keySet());
            place.write(context.session(), values);
        }
    }

    /** A result as it is kept. */
    public String write(@Nullable Object result) {
        return json.write(result, "The result for " + place.path());
    }

    /** Arguments as they were kept. */
    @SuppressWarnings("unchecked") // maps with text keys were written
    public Map<String, @Nullable Object> args(String kept) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(json.read(kept));
    }

    /** The value for a result and arguments as they are kept. */
    public @Nullable Object value(String result, String args) {
        return async.apply(place.path(), place.value().property(), json.read(result), args(args));
    }
}
