package dev.entail.runtime.computation;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.ItemFunction;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.ItemScope;
import dev.entail.core.model.Model.DerivedValue;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one item adds to an aggregate. It follows from the item and its link alone, so what an item added before a change can
 * be computed again, and nothing has to be stored for it.
 *
 * @param function what is made of the item
 * @param path where the aggregate is, for errors
 * @param value the counter that is added to
 * @param counters inputs that are counters, with their zero: what records of a union have that are not counted for, although
 *     events do not tell of it
 */
public record Contribution(ItemFunction<?> function, String path, ValueModel value, Map<String, Number> counters) {
    private static final int DECIMAL_PLACES = 10;

    /** What each item of a scope adds to a derived value. */
    public static Contribution of(ItemScope scope, ItemFunction<?> function, DerivedValue derived) {
        Map<String, Number> counters = new HashMap<>();
        for (String input : function.inputs()) {
            scope.value(input).flatMap(ValueModel::ofOtherMembers).ifPresent(zero -> counters.put(input, zero));
        }
        return new Contribution(function, derived.path(), derived.value(), Map.copyOf(counters));
    }

    /** Names of the values of the item that it follows from. */
    List<String> itemInputs() {
        return function.inputs().stream()
                .filter(input -> !ItemScope.isOfLink(input))
                .toList();
    }

    /** Names of the values of the link that it follows from. */
    List<String> linkInputs() {
        return function.inputs().stream()
                .filter(ItemScope::isOfLink)
                .map(ItemScope::nameIn)
                .toList();
    }

    /** Whether it is one value of the item as it is, so that a change of the value is a change of what is added. */
    boolean isItemValue() {
        return function.plain()
                && value.property().type().isNumeric()
                && !isTruth()
                && linkInputs().isEmpty();
    }

    private boolean isTruth() {
        return value.computation() instanceof Count;
    }

    /**
     * What an item adds.
     *
     * @param item values of the item
     * @param link values of the link, or empty
     */
    public Number of(
            RecordId id, Map<String, ? extends @Nullable Object> item, Map<String, ? extends @Nullable Object> link) {
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        for (String input : function.inputs()) {
            Object given = (ItemScope.isOfLink(input) ? link : item).get(ItemScope.nameIn(input));
            inputs.put(input, given == null ? counters.get(input) : given);
        }
        Object result;
        try {
            result = function.function().apply(new Row(id, inputs));
        } catch (RuntimeException e) {
            if (e instanceof EntailException coded && coded.code().equals(ErrorCode.VALUE_OUT_OF_RANGE.name())) {
                throw coded; // a product that is no integer, which tells more than that something threw
            }
            throw new EntailException(
                    ErrorCode.CALLBACK_FAILED,
                    "The function that says what an item adds to " + path + " threw "
                            + e.getClass().getSimpleName()
                            + "; it must give a value, or null, for every combination of inputs",
                    e);
        }
        return number(result);
    }

    private Number number(@Nullable Object result) {
        ValueType type = value.property().type();
        return switch (result) {
            case null -> type.zero();
            case Boolean truth -> truth ? 1L : 0L;
            case Double number when !Double.isFinite(number) -> type.zero();
            case Float number when !Float.isFinite(number) -> type.zero();
            case BigDecimal decimal
            when type == ValueType.DECIMAL && decimal.scale() > DECIMAL_PLACES ->
                (Number) type.normalize(decimal.setScale(DECIMAL_PLACES, RoundingMode.HALF_EVEN), path);
            case Number number when type == ValueType.NUMBER -> number.doubleValue();
            default -> (Number) type.normalize(result, path);
        };
    }

    /** What is added instead of something else. */
    Number difference(Number now, Number before) {
        ValueType type = value.property().type();
        return type.add(now, type.negate(before));
    }
}
