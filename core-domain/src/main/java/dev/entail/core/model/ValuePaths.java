package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names of the hidden values that stand for paths over single relations. Computations look at those; the functions of users
 * find them under the paths that they were declared with.
 */
final class ValuePaths {
    private static final char SEPARATOR = '~';

    private ValuePaths() {}

    /** The name of the value that holds what is at the end of a path; the path itself if it has one segment. */
    static String flat(String input) {
        return ItemScope.isOfLink(input)
                ? ItemFunction.LINK + ItemScope.nameIn(input).replace('.', SEPARATOR)
                : input.replace('.', SEPARATOR);
    }

    /** The path that a name of such a value stands for. */
    static String declared(String name) {
        return name.replace(SEPARATOR, '.');
    }

    /** A derived value that looks at hidden values instead of paths. */
    static ValueModel flattened(ValueModel value) {
        Computation.Elementary computation = value.computation();
        return computation == null
                ? value
                : new ValueModel(value.property(), value.declared(), flattened(computation), value.role());
    }

    private static Computation.Elementary flattened(Computation.Elementary computation) {
        return switch (computation) {
            case Count count -> {
                ItemFunction<Boolean> condition = count.condition();
                yield condition == null ? count : new Count(count.items(), flattened(condition));
            }
            case Summation sum -> new Summation(sum.items(), flattened(sum.summand()));
            case Computed computed ->
                isFlat(computed.inputs())
                        ? computed
                        : new Computed(flat(computed.inputs()), renaming(computed.inputs(), computed.function()));
            case Lookup lookup -> new Lookup(lookup.attribute(), flat(lookup.value()));
            case GlobalValue global -> global;
            case Computation.Reader reader -> reader;
            case Sequence sequence -> sequence;
            case StateMachine machine -> machine;
        };
    }

    /** Records that are projected from hidden values instead of paths. */
    static Computation.OfRecords flattened(Computation.OfRecords computation) {
        return computation instanceof Projection projection && !isFlat(projection.inputs())
                ? new Projection(
                        projection.source(),
                        flat(projection.inputs()),
                        renaming(projection.inputs(), projection.function()))
                : computation;
    }

    private static <R> ItemFunction<R> flattened(ItemFunction<R> function) {
        return isFlat(function.inputs())
                ? function
                : new ItemFunction<>(
                        flat(function.inputs()), renaming(function.inputs(), function.function()), function.plain());
    }

    private static boolean isFlat(List<String> inputs) {
        return inputs.equals(flat(inputs));
    }

    private static List<String> flat(List<String> inputs) {
        return inputs.stream().map(ValuePaths::flat).toList();
    }

    private static <R> Function<Row, ? extends @Nullable R> renaming(
            List<String> inputs, Function<Row, ? extends @Nullable R> function) {
        return row -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            inputs.forEach(input -> values.put(input, row.get(flat(input))));
            return function.apply(new Row(row.id(), values));
        };
    }
}
