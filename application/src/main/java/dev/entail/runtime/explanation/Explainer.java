package dev.entail.runtime.explanation;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Description;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Summation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.Suggestion;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.trail.Trail;
import dev.entail.runtime.verification.Recipe;
import dev.entail.runtime.verification.Recipes;
import dev.entail.storage.EntityStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains values of an open model: what yields them, from which records, and what changed them last. Thread-safe. */
public final class Explainer {
    private final EntityStore store;
    private final Trail trail;
    private final Recipes recipes;

    /** Explains what a store holds. */
    public Explainer(EntityStore store, Trail trail) {
        this.store = store;
        this.trail = trail;
        this.recipes = new Recipes(store);
    }

    /**
     * Explains a value of a record.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has no such value, {@code RECORD_NOT_FOUND} if there is no
     *     such record
     */
    public ValueExplanation explain(RecordModel record, RecordId id, String value) {
        ValueModel known = require(record.values(), value, "'" + record.name() + "'");
        Object stored = row(record, id, Selection.path(value)).get(value);
        String holder = record.creates().orElse(record.name());
        Sources sources = new Sources(store.model());
        for (DerivedValue part : parts(holder, value)) {
            Recipe recipe = recipes.of(part);
            if (recipe != null) {
                sources.add(record, row(record, id, bounded(record, recipe.inputs())), null);
            }
        }
        return explanation(record.name() + "." + value, known, stored, sources, holder, id);
    }

    /**
     * Explains a value of the whole model.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model has none of this name
     */
    public ValueExplanation explain(String global) {
        ValueModel known = require(store.model().globals(), global, "the dictionary");
        Object stored = store.transactions()
                .reading(jdbc -> Optional.ofNullable(store.queries().global(known, jdbc)))
                .orElse(null);
        Sources sources = new Sources(store.model());
        for (DerivedValue part : parts(Model.GLOBALS, global)) {
            sets(part.value().computation()).forEach(query -> {
                List<Row> rows = store.transactions()
                        .reading(jdbc -> store.queries().list(query.limit(ValueExplanation.LIMIT + 1), jdbc));
                sources.addAll(store.model().record(query.record()), rows, null);
            });
        }
        return explanation(global, known, stored, sources, Model.GLOBALS, Model.GLOBALS_ID);
    }

    private static ValueModel require(Map<String, ValueModel> values, String name, String where) {
        ValueModel known = values.get(name);
        if (known == null || known.isHidden()) {
            List<String> names = values.values().stream()
                    .filter(value -> !value.isHidden())
                    .map(ValueModel::name)
                    .toList();
            throw new EntailException(
                    ErrorCode.UNKNOWN_NAME,
                    where + " has no value '" + name + "'; it has " + names + Suggestion.forName(name, names));
        }
        return known;
    }

    private Row row(RecordModel record, RecordId id, Selection... parts) {
        Query query = Query.of(record.name()).select(parts);
        return store
                .transactions()
                .reading(jdbc -> store.queries().list(query.where(Match.eq("id", id)), jdbc))
                .stream()
                .findFirst()
                .orElseThrow(() -> new EntailException(
                        ErrorCode.RECORD_NOT_FOUND, "There is no " + record.name() + " " + id + " to explain"));
    }

    /** The value itself and the hidden ones that it is made of. */
    private List<DerivedValue> parts(String record, String value) {
        return store.model().evaluationOrder().stream()
                .filter(derived -> derived.record().equals(record)
                        && (derived.value().name().equals(value)
                                || derived.value().name().startsWith(value + "$")))
                .toList();
    }

    /** One more than is told, to know whether there are more. */
    private static Selection[] bounded(RecordModel record, Selection... inputs) {
        return Stream.of(inputs)
                .map(input -> input instanceof Selection.Related related && isUnbounded(record, related)
                        ? related.limit(ValueExplanation.LIMIT + 1L)
                        : input)
                .toArray(Selection[]::new);
    }

    private static boolean isUnbounded(RecordModel record, Selection.Related related) {
        Navigation navigation = record.navigations().get(related.name());
        return navigation != null && navigation.many() && related.page().limit() == null;
    }

    private static List<Query> sets(Computation.@Nullable Elementary computation) {
        Items items = switch (computation) {
            case Count count -> count.items();
            case Summation sum -> sum.items();
            case null, default -> null;
        };
        if (items instanceof Items.All all) {
            Query query = Query.of(all.record().name());
            return List.of(query.select(
                    looked(computation).stream().map(Selection::path).toArray(Selection[]::new)));
        }
        return computation instanceof Computation.Reader reader
                ? List.copyOf(reader.sets().values())
                : List.of();
    }

    /** What is looked at of each item. */
    private static List<String> looked(Computation.@Nullable Elementary computation) {
        ItemFunction<?> function = switch (computation) {
            case Count count -> count.condition();
            case Summation sum -> sum.summand();
            case null, default -> null;
        };
        return function == null ? List.of() : function.inputs();
    }

    private ValueExplanation explanation(
            String path, ValueModel known, @Nullable Object stored, Sources sources, String holder, RecordId id) {
        String computation = known.declared() == null ? "a fact" : Description.of(known.declared());
        Optional<LastChange> last = trail.isOn()
                ? store.transactions()
                        .reading(jdbc -> trail.last(jdbc, holder, id, known.name()))
                        .map(entry ->
                                new LastChange(entry.source(), Optional.ofNullable(entry.event()), entry.occurredAt()))
                : Optional.empty();
        return new ValueExplanation(path, id, stored, computation, sources.all(), sources.isComplete(), last);
    }
}
