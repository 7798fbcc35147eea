package dev.entail.core.model;

import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.EventSource.NamedRelation;

/** Checks what event sources say of relations: new records in payloads come with them. */
final class EventSourceCheck {
    private final ModelBuilder.Declarations declarations;
    private final Model model;
    private final Problems problems;

    EventSourceCheck(ModelBuilder.Declarations declarations, Model model, Problems problems) {
        this.declarations = declarations;
        this.model = model;
        this.problems = problems;
    }

    void check() {
        for (EventSource<?> source : declarations.eventSources) {
            source.relations().forEach(this::check);
        }
    }

    private void check(NamedRelation named) {
        RecordModel record = model.records().get(named.record().name());
        if (record == null) {
            return; // FactCheck has reported it.
        }
        Navigation navigation = record.navigations().get(named.attribute());
        if (navigation == null || navigation.isEnd()) {
            problems.add(
                    "DECL_PAYLOAD_RECORD",
                    named.path(),
                    record.name() + " has no relation '" + named.attribute() + "'"
                            + Suggestion.forName(
                                    named.attribute(), record.navigations().keySet()),
                    "Name a relation attribute of it");
        } else if (navigation.many() != named.many() || !leadsTo(navigation, named)) {
            problems.add(
                    "DECL_PAYLOAD_RECORD",
                    named.path(),
                    record.name() + "." + named.attribute() + " leads to "
                            + (navigation.many() ? "a list of " : "one ") + navigation.targetRecord() + ", not to "
                            + (named.many() ? "a list of " : "one ")
                            + named.target().name(),
                    "Declare the field as the relation is");
        }
    }

    private boolean leadsTo(Navigation navigation, NamedRelation named) {
        RecordModel wanted = model.records().get(navigation.targetRecord());
        RecordModel given = model.records().get(named.target().name());
        return wanted == null || given == null || wanted.concrete().containsAll(given.concrete());
    }
}
