package dev.entail.core.description;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Everything that an interface needs to know of a model: immutable, in the order of declaration, the same for the same
 * declarations. Functions are not described, only that there is one.
 *
 * @param name name of the model
 * @param records entities, relations, views and unions
 * @param globals values of the whole model
 * @param eventSources everything that can be dispatched
 */
public record ModelDescription(
        String name,
        List<RecordDescription> records,
        List<ValueDescription> globals,
        List<EventSourceDescription> eventSources) {
    /**
     * Version of the form of {@link #toJson}. With the same version keys and kinds may be added, so that readers pass over
     * what they do not know; what there is keeps its name, place and meaning.
     */
    public static final int FORMAT_VERSION = 1;

    public ModelDescription {
        Objects.requireNonNull(name, "name");
        records = List.copyOf(records);
        globals = List.copyOf(globals);
        eventSources = List.copyOf(eventSources);
    }

    /** The entities, those of events last. */
    public List<RecordDescription.OfEntity> entities() {
        return of(RecordDescription.OfEntity.class).toList();
    }

    /** The relations. */
    public List<RecordDescription.OfRelation> relations() {
        return of(RecordDescription.OfRelation.class).toList();
    }

    /** The views of entities and relations. */
    public List<RecordDescription.OfView> views() {
        return of(RecordDescription.OfView.class).toList();
    }

    /** The unions of entities and relations. */
    public List<RecordDescription.OfUnion> unions() {
        return of(RecordDescription.OfUnion.class).toList();
    }

    private <T extends RecordDescription> Stream<T> of(Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The description as JSON text in the form of {@link #FORMAT_VERSION}, with a line feed at the end. */
    public String toJson() {
        return JsonText.of(DescriptionTree.of(this));
    }

    /** Entities, relations, views and unions as the text of a Mermaid diagram of the kind {@code erDiagram}. */
    public String toErDiagram() {
        return new ErDiagram(this).text();
    }

    /**
     * What follows from what as the text of a Mermaid diagram of the kind {@code flowchart}: event sources, stored events,
     * records and values that follow. Side effects are not part of a model.
     */
    public String toFlowchart() {
        return new Flowchart(this).text();
    }
}
