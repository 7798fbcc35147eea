package dev.entail.core.model;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.computation.Items;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.value.ValueType;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks computations over many items (AGG-01, AGG-12, SUM-01). */
final class AggregateCheck {
    private final Model model;
    private final PathCheck paths;
    private final Problems problems;

    AggregateCheck(Model model, PathCheck paths, Problems problems) {
        this.model = model;
        this.paths = paths;
        this.problems = problems;
    }

    void check(String path, @Nullable RecordModel holder, Property<?> property, Count count) {
        ItemScope scope = scope(path, holder, count.items());
        requireType(path, property, ValueType.INTEGER, "Count");
        ItemFunction<?> condition = count.condition();
        if (scope != null && condition != null) {
            checkCondition(path, scope, condition);
        }
    }

    void check(String path, @Nullable RecordModel holder, Property<?> property, Summation sum) {
        ItemScope scope = scope(path, holder, sum.items());
        if (scope != null) {
            ValueModel summand = checkNumbers(path, scope, sum.summand());
            if (summand != null) {
                requireType(path, property, summand.property().type(), "This sum");
            }
        }
        requireNumeric(path, property, "A sum");
    }

    void check(String path, @Nullable RecordModel holder, Property<?> property, Computation.Composite composite) {
        ItemScope scope = scope(path, holder, composite.items());
        switch (composite) {
            case WeightedSummation weighted -> {
                requireNumeric(path, property, "A weighted sum");
                if (weighted.isProduct() && scope != null) {
                    weighted.function().inputs().stream()
                            .distinct()
                            .forEach(input -> checkNumbers(path, scope, ItemFunction.value(input)));
                } else {
                    checkInputs(path, scope, weighted.function());
                }
            }
            case Average average -> {
                if (property.isList() || property.type() != ValueType.NUMBER && property.type() != ValueType.DECIMAL) {
                    mismatch(path, property, "An average yields a number or a decimal number");
                }
                if (scope != null) {
                    checkNumbers(path, scope, average.function());
                }
            }
            case Every every -> checkTruth(path, property, scope, every.function(), every.items());
            case Any any -> checkTruth(path, property, scope, any.function(), any.items());
        }
    }

    private void checkTruth(
            String path,
            Property<?> property,
            @Nullable ItemScope scope,
            ItemFunction<Boolean> condition,
            Items items) {
        requireType(path, property, ValueType.BOOLEAN, "Every and Any");
        if (scope == null) {
            return;
        }
        Navigation navigation = scope.navigation();
        if (navigation != null && !navigation.many()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "'" + navigation.name() + "' leads to one record at most",
                    "Use a Computed over '" + navigation.name() + ".' and the value");
        }
        checkCondition(path, scope, condition);
    }

    private void checkCondition(String path, ItemScope scope, ItemFunction<?> condition) {
        ValueModel first = checkInputs(path, scope, condition);
        if (condition.plain()
                && first != null
                && (first.property().type() != ValueType.BOOLEAN
                        || first.property().isList())) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "'" + condition.inputs().get(0) + "' is " + first.property() + ", which is neither true nor false",
                    "Name a truth value, or give a condition");
        }
    }

    /** The value that is looked at if it is one and looked at as it is; null otherwise, perhaps after a report. */
    private @Nullable ValueModel checkNumbers(String path, ItemScope scope, ItemFunction<?> function) {
        ValueModel first = checkInputs(path, scope, function);
        if (!function.plain() || first == null) {
            return null;
        }
        if (!first.property().type().isNumeric() || first.property().isList()) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    "'" + function.inputs().get(0) + "' is " + first.property() + ", which cannot be summed",
                    "Name an integer, decimal or number");
            return null;
        }
        return first;
    }

    /** The first input, or null after a report. */
    private @Nullable ValueModel checkInputs(String path, @Nullable ItemScope scope, ItemFunction<?> function) {
        ValueModel first = null;
        for (String input : function.inputs()) {
            RecordModel holder = scope == null ? null : scope.holderOf(input);
            if (holder != null) {
                ValueModel value = paths.value(path, holder, ItemScope.nameIn(input));
                first = first == null ? value : first;
            } else if (scope != null) {
                problems.add(
                        "DECL_UNKNOWN_ATTRIBUTE",
                        path,
                        "There is no link over which the records of "
                                + scope.items().name() + " are reached, so '" + input + "' means nothing",
                        "Use values of " + scope.items().name() + ", one of "
                                + scope.items().values().keySet());
            }
        }
        return first;
    }

    private void requireNumeric(String path, Property<?> property, String what) {
        if (!property.type().isNumeric() || property.isList()) {
            mismatch(path, property, what + " yields a number");
        }
    }

    private void requireType(String path, Property<?> property, ValueType type, String what) {
        if (property.type() != type || property.isList()) {
            problems.add(
                    "DECL_TYPE_MISMATCH",
                    path,
                    what + " yields " + type.description() + ", the property is " + property,
                    "Declare the property as " + type.description());
        }
    }

    private void mismatch(String path, Property<?> property, String yields) {
        problems.add(
                "DECL_TYPE_MISMATCH",
                path,
                yields + ", the property is " + property,
                "Declare the property with such a type");
    }

    /** What the aggregate looks at, or null after reporting why there is nothing. */
    private @Nullable ItemScope scope(String path, @Nullable RecordModel holder, Items items) {
        return switch (items) {
            case Items.All all -> all(path, holder, all);
            case Items.Related related -> related(path, holder, related);
        };
    }

    private @Nullable ItemScope all(String path, @Nullable RecordModel holder, Items.All all) {
        if (holder != null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A property cannot aggregate over all of " + all.record().name(),
                    "Name a relation attribute of " + holder.name() + ", one of "
                            + new TreeSet<>(holder.navigations().keySet()));
            return null;
        }
        ItemScope scope = ItemScope.of(model, Model.GLOBALS, all).orElse(null);
        if (scope == null) {
            problems.unknownRecord(path, all.record().name(), model);
        }
        return scope;
    }

    private @Nullable ItemScope related(String path, @Nullable RecordModel holder, Items.Related related) {
        String property = related.property();
        if (holder == null) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A global value cannot aggregate over the relation attribute '" + property + "'",
                    "Name an entity or relation instead");
            return null;
        }
        Navigation navigation = holder.navigations().get(property);
        if (navigation == null) {
            Set<String> known = new TreeSet<>(holder.navigations().keySet());
            problems.add(
                    "DECL_UNKNOWN_ATTRIBUTE",
                    path,
                    holder.name() + " has no relation attribute '" + property + "'"
                            + Suggestion.forName(property, known),
                    "Use one of " + known);
            return null;
        }
        if (navigation.isEnd()) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "A link cannot aggregate over its ends",
                    "Derive the value for the entity at the end of " + holder.name());
            return null;
        }
        Relation relation = navigation.relation();
        RecordDefinition declared = Families.withoutViews(
                navigation.from() == Navigation.End.SOURCE ? relation.source() : relation.target());
        if (!declared.name().equals(holder.name())) {
            problems.add(
                    "SETUP_COMPUTATION_CONTEXT",
                    path,
                    "'" + property + "' is declared for " + declared.name() + ", whose other records have it too",
                    "Declare the relation for " + holder.name() + " alone, or aggregate elsewhere");
            return null;
        }
        return ItemScope.of(model, holder.name(), related).orElse(null);
    }
}
