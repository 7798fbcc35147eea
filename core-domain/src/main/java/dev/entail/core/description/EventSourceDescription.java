package dev.entail.core.description;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be dispatched, as an interface has to know it. Made by the event source itself.
 *
 * @param kind what sort of source it is, for example {@code interaction}; camel case
 * @param name unique name in the model
 * @param eventEntity name of the entity that its events are stored as
 * @param anonymous whether callers need not be known
 * @param payload JSON Schema of what comes with a call; null if the source does not say
 * @param conditions what must hold, in the order in which it is asked; all of it
 * @param reads what it answers with, or null if it reads nothing
 * @param details what else there is to say of this kind, by name
 */
public record EventSourceDescription(
        String kind,
        String name,
        String eventEntity,
        boolean anonymous,
        @Nullable JsonTree payload,
        List<ConditionDescription> conditions,
        @Nullable Reading reads,
        Map<String, JsonTree> details) {
    public EventSourceDescription {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(eventEntity, "eventEntity");
        conditions = List.copyOf(conditions);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * The records that a call is answered with. Which of them a caller may see is decided by code and is not described.
     *
     * @param record name of the entity, relation, view or union
     * @param columns dotted paths of what is read of each, or null if callers choose
     * @param filters dotted paths that callers may filter and sort by besides
     * @param limit how many records there are in all, or null
     * @param pageSize how many are read at once at most, or null
     */
    public record Reading(
            String record,
            @Nullable List<String> columns,
            List<String> filters,
            @Nullable Long limit,
            @Nullable Long pageSize) {
        public Reading {
            Objects.requireNonNull(record, "record");
            columns = columns == null ? null : List.copyOf(columns);
            filters = List.copyOf(filters);
        }
    }

    /** A source for callers who are known, of which nothing else is said. */
    public static EventSourceDescription of(String kind, String name, String eventEntity) {
        return new EventSourceDescription(kind, name, eventEntity, false, null, List.of(), null, Map.of());
    }

    /** The same, for callers who need not be known or must be. */
    public EventSourceDescription anonymous(boolean open) {
        return new EventSourceDescription(kind, name, eventEntity, open, payload, conditions, reads, details);
    }

    /** The same with a JSON Schema of what comes with a call. */
    public EventSourceDescription payload(JsonTree schema) {
        return new EventSourceDescription(kind, name, eventEntity, anonymous, schema, conditions, reads, details);
    }

    /** The same under one more condition. */
    public EventSourceDescription condition(ConditionDescription condition) {
        List<ConditionDescription> all = new ArrayList<>(conditions);
        all.add(condition);
        return new EventSourceDescription(kind, name, eventEntity, anonymous, payload, all, reads, details);
    }

    /** The same, answering with records. */
    public EventSourceDescription reading(Reading answer) {
        return new EventSourceDescription(kind, name, eventEntity, anonymous, payload, conditions, answer, details);
    }

    /** The same with one more fact that only this kind of source has. */
    public EventSourceDescription detail(String key, Object value) {
        Map<String, JsonTree> all = new LinkedHashMap<>(details);
        all.put(key, new JsonTree(value));
        return new EventSourceDescription(kind, name, eventEntity, anonymous, payload, conditions, reads, all);
    }
}
