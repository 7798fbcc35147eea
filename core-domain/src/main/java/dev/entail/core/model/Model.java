package dev.entail.core.model;

import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.value.RecordId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checked, immutable model: what there is and what follows from it. Two models share nothing, so any number can be open
 * in one JVM.
 */
public final class Model {
    /** Name under which global values appear in effects, as values of one record with the id {@link #GLOBALS_ID}. */
    public static final String GLOBALS = "_Dictionary_";

    /** Id of the one record whose values are the global values. */
    public static final RecordId GLOBALS_ID = RecordId.of(1);

    private final String name;
    private final Map<String, RecordModel> records;
    private final Map<String, ValueModel> globals;
    private final Map<String, EventSource<?>> eventSources;
    private final List<DerivedValue> evaluationOrder;

    Model(
            String name,
            Map<String, RecordModel> records,
            Map<String, ValueModel> globals,
            Map<String, EventSource<?>> eventSources,
            List<DerivedValue> evaluationOrder) {
        this.name = name;
        this.records = Collections.unmodifiableMap(new LinkedHashMap<>(records));
        this.globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
        this.eventSources = Collections.unmodifiableMap(new LinkedHashMap<>(eventSources));
        this.evaluationOrder = List.copyOf(evaluationOrder);
    }

    /** Starts the declaration of a model. */
    public static ModelBuilder model(String name) {
        return new ModelBuilder(name);
    }

    /** The name, for people. */
    public String name() {
        return name;
    }

    /** All entities and relations by name: entities first, then relations, then entities of events. */
    public Map<String, RecordModel> records() {
        return records;
    }

    /**
     * An entity or relation by name.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if there is none; the message lists what there is
     */
    public RecordModel record(String recordName) {
        RecordModel record = records.get(recordName);
        if (record == null) {
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    "Model '" + name + "' has no entity or relation '" + recordName + "'; it has " + records.keySet()
                            + Suggestion.forName(recordName, records.keySet()));
        }
        return record;
    }

    /**
     * What the model says of a declared entity or relation.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have it
     */
    public RecordModel record(RecordDefinition definition) {
        return record(definition.name());
    }

    /** Values of the whole model by name. */
    public Map<String, ValueModel> globals() {
        return globals;
    }

    /** Everything that can be dispatched, by name. */
    public Map<String, EventSource<?>> eventSources() {
        return eventSources;
    }

    /** The event source of this name, if the model has it. */
    public Optional<EventSource<?>> eventSource(String sourceName) {
        return Optional.ofNullable(eventSources.get(sourceName));
    }

    /** All derived values, each after the ones it depends on. */
    public List<DerivedValue> evaluationOrder() {
        return evaluationOrder;
    }

    @Override
    public String toString() {
        return "Model " + name + " (" + records.size() + " records, " + eventSources.size() + " event sources)";
    }

    /**
     * The place of a derived value.
     *
     * @param record name of the record that holds it, or {@link #GLOBALS}
     * @param value the value
     */
    public record DerivedValue(String record, ValueModel value) {
        /** {@code Record.value}. */
        public String path() {
            return record + "." + value.name();
        }
    }
}
