package dev.entail.core.model;

import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Property;
import java.util.List;

/** What is stored with records that are projected from others, so that they are found again (TRF-03). */
public final class Projections {
    /** Which of the projections of the model made the record. */
    public static final Property<String> NAME = Property.text("$projection");

    /** The id of the record that it was made of. */
    public static final Property<Long> SOURCE = Property.integer("$source");

    /** Its place among the records that were made of the same one. */
    public static final Property<Long> INDEX = Property.integer("$index");

    static final List<Property<?>> VALUES = List.of(NAME, SOURCE, INDEX);

    private Projections() {}

    /** Name of a projection, unique among those that make the same records. */
    public static String name(RecordModel record, Projection projection) {
        List<Projection> ofSource = record.computations().stream()
                .filter(Projection.class::isInstance)
                .map(Projection.class::cast)
                .filter(each -> each.source().name().equals(projection.source().name()))
                .toList();
        return projection.source().name() + "#" + ofSource.indexOf(projection);
    }

    /** Under which a database remembers that a projection has been made of everything there is; no name can be like this. */
    public static String path(RecordModel record, Projection projection) {
        return "projection:" + record.name() + ":" + name(record, projection);
    }

    /** No two records are made of the same one at the same place. */
    static Constraint key(String record) {
        return Constraint.unique(record + "$projection", SOURCE.name(), NAME.name(), INDEX.name());
    }
}
