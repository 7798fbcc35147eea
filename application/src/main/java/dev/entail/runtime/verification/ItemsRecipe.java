package dev.entail.runtime.verification;

import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.computation.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A count or sum over related records.
 *
 * @param contribution what each adds, or null if each counts as one
 */
record ItemsRecipe(
        Navigation navigation, ValueModel value, @Nullable Contribution contribution) implements Recipe {
    static ItemsRecipe of(Model model, DerivedValue derived, Items items, @Nullable ItemFunction<?> function) {
        ItemScope scope = ItemScope.of(model, derived.record(), items).orElseThrow();
        return new ItemsRecipe(
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
