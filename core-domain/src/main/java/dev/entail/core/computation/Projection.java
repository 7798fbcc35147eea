package dev.entail.core.computation;

import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records that follow from other records, one by one (TRF-02..08). For each record of the source the function yields a
 * {@link Draft} for an entity or a {@link Link} for a relation, a collection of those, or null for nothing. When the source
 * changes what it yielded first is changed to what it yields now, in the order of the collection; what is too much is deleted.
 * Records that came into being otherwise are left alone.
 *
 * @param source an entity, relation, view or union; records that leave a view take what follows from them along
 * @param inputs names of the values that the function looks at, paths over single relations, global values such as
 *     {@code @rate}, and names of single relations,
 *     {@code source} and {@code target} of links among them, for the {@link dev.entail.core.value.RecordId} behind them
 * @param function gets a row with exactly the inputs; must depend on nothing else
 */
public record Projection(
        RecordDefinition source, List<String> inputs, Function<Row, ? extends @Nullable Object> function)
        implements Computation.OfRecords {
    public Projection {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(function, "function");
        inputs = List.copyOf(inputs);
    }

    /** For an entity: one record for each, or none where the function answers null. */
    public static Projection toRecord(
            RecordDefinition source, List<String> inputs, Function<Row, @Nullable Draft> function) {
        return new Projection(source, inputs, function);
    }

    /** For an entity: any number of records for each. */
    public static Projection toRecords(
            RecordDefinition source, List<String> inputs, Function<Row, ? extends Collection<Draft>> function) {
        return new Projection(source, inputs, function);
    }

    /** For a relation: one link for each, or none where the function answers null. */
    public static Projection toLink(
            RecordDefinition source, List<String> inputs, Function<Row, @Nullable Link> function) {
        return new Projection(source, inputs, function);
    }

    /** For a relation: any number of links for each. */
    public static Projection toLinks(
            RecordDefinition source, List<String> inputs, Function<Row, ? extends Collection<Link>> function) {
        return new Projection(source, inputs, function);
    }

    /** What follows from one record: drafts or links, as the function yields them. */
    public List<Object> apply(Row row) {
        Object result = function.apply(row);
        return switch (result) {
            case null -> List.of();
            case Collection<?> many -> List.copyOf(many);
            default -> List.of(result);
        };
    }
}
