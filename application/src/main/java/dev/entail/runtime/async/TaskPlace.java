package dev.entail.runtime.async;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.model.Model;
import java.util.Objects;

/**
 * What the results of tasks are for: an asynchronous value.
 *
 * @param path name of the entity or relation, a dot, and name of the value; {@link Model#GLOBALS} for a global value
 */
public record TaskPlace(String path) {
    public TaskPlace {
        Objects.requireNonNull(path, "path");
    }

    /** A value of an entity or relation. */
    public static TaskPlace of(RecordDefinition record, Property<?> property) {
        return new TaskPlace(record.name() + "." + property.name());
    }

    /** A value of the whole model. */
    public static TaskPlace of(Property<?> global) {
        return new TaskPlace(Model.GLOBALS + "." + global.name());
    }

    @Override
    public String toString() {
        return path;
    }
}
