package dev.entail.storage.write;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.RecordId;
import dev.entail.storage.schema.StoredRecord;
import dev.entail.storage.sequence.SequenceStore;
import dev.entail.storage.transaction.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers new records (MOD-111..115). */
final class Numbering {
    private final SequenceStore sequences;
    private final Transaction transaction;

    Numbering(SequenceStore sequences, Transaction transaction) {
        this.sequences = sequences;
        this.transaction = transaction;
    }

    /**
     * The numbers that a new record gets, by name of the value; null for those that it does not get.
     *
     * @param values its plain values, and the numbers that the draft gives
     * @param held the records behind relation attributes that its row will hold
     */
    Map<String, @Nullable Object> numbers(
            StoredRecord record, Map<String, ? extends @Nullable Object> values, Map<String, RecordId> held) {
        Map<String, @Nullable Object> numbers = Map.of();
        for (ValueModel value : record.model().values().values()) {
            if (value.computation() instanceof Sequence sequence && values.get(value.name()) == null) {
                numbers = numbers.isEmpty() ? new LinkedHashMap<>() : numbers;
                numbers.put(
                        value.name(),
                        matches(record.model(), sequence.where(), values)
                                ? next(record.model(), value, sequence, values, held)
                                : null);
            }
        }
        return numbers;
    }

    private Object next(
            RecordModel record,
            ValueModel value,
            Sequence sequence,
            Map<String, ? extends @Nullable Object> values,
            Map<String, RecordId> held) {
        SequenceScope scope = null;
        for (String attribute : sequence.scope()) {
            Navigation navigation = record.navigations().get(attribute);
            Object item = navigation == null ? values.get(attribute) : held.get(attribute);
            if (item == null) {
                throw new EntailException(
                        ErrorCode.SEQUENCE_SCOPE_MISSING.name(),
                        record.name() + "." + value.name() + " is counted per " + sequence.scope() + ", but '"
                                + attribute + "' is missing; give it when the record is created",
                        Map.of("record", record.name(), "attribute", attribute, "sequence", sequence.name()));
            }
            scope = with(scope, attribute, navigation, item);
        }
        return sequences
                .reserve(transaction.jdbc(), sequence, Objects.requireNonNull(scope), 1)
                .end();
    }

    private static SequenceScope with(
            @Nullable SequenceScope scope, String name, @Nullable Navigation navigation, Object item) {
        if (navigation == null) {
            return scope == null ? SequenceScope.of(name, item) : scope.and(name, item);
        }
        SequenceScope before = scope == null ? SequenceScope.empty() : scope;
        return before.and(name, navigation.targetRecord(), (RecordId) item);
    }

    /** Whether values satisfy a condition of the kind that sequences can have. */
    private static boolean matches(RecordModel record, Match match, Map<String, ? extends @Nullable Object> values) {
        return switch (match) {
            case Match.All all -> true;
            case Match.And and -> and.parts().stream().allMatch(part -> matches(record, part, values));
            case Match.Or or -> or.parts().stream().anyMatch(part -> matches(record, part, values));
            case Match.Comparison comparison -> matches(record, comparison, values.get(comparison.path()));
            case Match.Not not -> throw refused();
            case Match.Exists exists -> throw refused();
        };
    }

    private static boolean matches(RecordModel record, Match.Comparison comparison, @Nullable Object value) {
        return switch (comparison.operator()) {
            case IS_NULL -> value == null;
            case IS_NOT_NULL -> value != null;
            case EQ -> value != null && value.equals(operand(record, comparison, comparison.operand()));
            case NE -> value != null && !value.equals(operand(record, comparison, comparison.operand()));
            case IN -> value != null && isAmong(record, comparison, value);
            case NOT_IN -> value != null && !isAmong(record, comparison, value);
            case GT, GE, LT, LE, BETWEEN, LIKE, ILIKE, CONTAINS -> throw refused();
        };
    }

    private static boolean isAmong(RecordModel record, Match.Comparison comparison, Object value) {
        return ((List<?>) Objects.requireNonNull(comparison.operand()))
                .stream().anyMatch(operand -> value.equals(operand(record, comparison, operand)));
    }

    private static Object operand(RecordModel record, Match.Comparison comparison, @Nullable Object operand) {
        ValueModel value = Objects.requireNonNull(record.values().get(comparison.path()), comparison.path());
        return value.property().type().normalize(Objects.requireNonNull(operand), comparison.path());
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("The model check refuses this");
    }
}
