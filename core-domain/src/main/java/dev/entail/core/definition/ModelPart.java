package dev.entail.core.definition;

import dev.entail.core.error.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Declarations that belong together: event sources, and the facts that they need. */
public interface ModelPart {
    /** Unique name among the parts of a model. */
    String name();

    /** Entities and relations; several parts may share one. */
    List<RecordDefinition> facts();

    /** What their records must satisfy; several parts may share one. */
    default Map<RecordDefinition, List<Constraint>> constraints() {
        return Map.of();
    }

    /** What can be dispatched. */
    List<EventSource<?>> events();

    /**
     * Mistakes in the declaration itself, apart from those of its event sources; reported together with those of the model.
     *
     * @param parts all parts of the model, this one included
     */
    List<Problem> problems(Collection<ModelPart> parts);
}
