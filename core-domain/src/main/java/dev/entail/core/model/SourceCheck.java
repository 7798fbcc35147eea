package dev.entail.core.model;

import dev.entail.core.definition.EventSource;
import dev.entail.core.query.Query;

/** Checks what event sources read. */
final class SourceCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;

    SourceCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
    }

    void check() {
        for (EventSource<?> source : declarations.eventSources) {
            String path = "events." + source.name();
            for (Query query : source.reads()) {
                if (model.records().containsKey(query.record())) {
                    Reading.of(model, path, query).problems().forEach(problems::add);
                } else {
                    problems.unknownRecord(path, query.record(), model);
                }
            }
        }
    }
}
