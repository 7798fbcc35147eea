package dev.entail.runtime.verification;

import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.computation.Contribution;
import dev.entail.storage.EntityStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A count or sum over related records. Where it is one of values as they are stored, the database adds them up; where a function
 * says what each item adds, the items are read.
 *
 * @param contribution what each adds, or null if each counts as one
 */
record ItemsRecipe(
        EntityStore store,
        Navigation navigation,
        ValueModel value,
        @Nullable Contribution contribution) implements Recipe {
    static ItemsRecipe of(EntityStore store, DerivedValue derived, Items items, @Nullable ItemFunction<?> function) {
        ItemScope scope = ItemScope.of(store.model(), derived.record(), items).orElseThrow();
        return new ItemsRecipe(
                store,
                Objects.requireNonNull(scope.navigation()),
                derived.value(),
                function == null ? null : Contribution.of(scope, function, derived));
    }

    @Override
    public Selection[] inputs() {
        Selection.Related items = Selection.related(
                navigation.name(),
                Stream.concat(
                                Stream.of("id"),
                                contribution == null ? Stream.of() : contribution.function().inputs().stream())
                        .toArray(String[]::new));
        return new Selection[] {navigation.many() ? items.unbounded() : items};
    }

    private boolean isAddedUpByDatabase() {
        return contribution == null || contribution.function().plain();
    }

    @Override
    public Selection[] read() {
        return isAddedUpByDatabase() ? new Selection[0] : inputs();
    }

    @Override
    public Recipe forPage(List<Row> rows, Instant time) {
        if (!isAddedUpByDatabase()) {
            return this;
        }
        String input =
                contribution == null ? null : contribution.function().inputs().get(0);
        List<RecordId> holders = rows.stream().map(Row::id).toList();
        return new Totals(
                value.property().type(),
                store.transactions().reading(jdbc -> store.queries().totals(navigation, input, holders, jdbc)));
    }

    /** What the database has added up. */
    private record Totals(ValueType type, Map<RecordId, Number> totals) implements Recipe {
        @Override
        public Selection[] inputs() {
            return new Selection[0];
        }

        @Override
        public Object value(Row row) {
            Number total = totals.get(row.id());
            return switch (total) {
                case null -> type.zero();
                case BigDecimal exact when type == ValueType.INTEGER -> exact.longValueExact();
                case Number any when type == ValueType.NUMBER -> any.doubleValue();
                case Long whole
                when type == ValueType.DECIMAL -> Objects.requireNonNull(type.normalize(whole, "total"));
                case Number fits -> fits;
            };
        }
    }

    @Override
    public Object value(Row row) {
        ValueType type = value.property().type();
        Number total = type.zero();
        for (Row item : items(row)) {
            total = type.add(total, contribution == null ? (Number) 1L : added(contribution, item));
        }
        return total;
    }

    private static Number added(Contribution contribution, Row item) {
        boolean linked = contribution.function().inputs().stream().anyMatch(ItemScope::isOfLink);
        return contribution.of(item.id(), item.values(), linked ? item.row("&").values() : Map.of());
    }

    private List<Row> items(Row row) {
        if (navigation.many()) {
            return row.rows(navigation.name());
        }
        Row single = row.rowOrNull(navigation.name());
        return single == null ? List.of() : List.of(single);
    }
}
