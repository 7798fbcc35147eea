package dev.entail.testkit.reference;

import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Counts like sequences do: one number for each new record, none left out, none given twice (MOD-110..116). */
final class Numbers {
    private final BiFunction<Sequence, SequenceScope, OptionalLong> before;
    private Map<Counter, Long> last = new HashMap<>();
    private Map<Counter, Long> saved = Map.of();

    /**
     * Counters.
     *
     * @param before the last number that was given before all that the reference knows of
     */
    Numbers(BiFunction<Sequence, SequenceScope, OptionalLong> before) {
        this.before = before;
    }

    void begin() {
        saved = new HashMap<>(last);
    }

    void rollback() {
        last = new HashMap<>(saved);
    }

    /** The same record with its numbers. */
    ReferenceRecord numbered(ReferenceStore store, ReferenceRecord record) {
        Map<String, Object> values = new LinkedHashMap<>(record.values());
        RecordModel known = store.model().record(record.record());
        for (ValueModel value : known.values().values()) {
            if (value.computation() instanceof Sequence sequence
                    && store.view().matches(known.name(), record, sequence.where())) {
                Counter counter = counter(known, record, sequence);
                if (counter == null) {
                    store.refuse(ErrorCode.SEQUENCE_SCOPE_MISSING);
                } else {
                    values.put(value.name(), next(counter));
                }
            }
        }
        return record.with(values);
    }

    /**
     * Which of the records that one operation creates comes first is not said. The records with the numbers that a store has given
     * them, where these are the same numbers, otherwise as they are.
     *
     * @param fresh the records of one name that the operation has created
     * @param stored the numbers in the store
     */
    List<ReferenceRecord> swapped(
            RecordModel known, ValueModel value, List<ReferenceRecord> fresh, Map<ReferenceId, Long> stored) {
        Map<Counter, List<ReferenceRecord>> together = new HashMap<>();
        for (ReferenceRecord record : fresh) {
            if (value.computation() instanceof Sequence sequence
                    && record.values().containsKey(value.name())
                    && counter(known, record, sequence) instanceof Counter counter) {
                together.computeIfAbsent(counter, key -> new ArrayList<>()).add(record);
            }
        }
        List<ReferenceRecord> swapped = new ArrayList<>();
        for (List<ReferenceRecord> records : together.values()) {
            Set<Object> wanted = new HashSet<>();
            Set<Object> given = new HashSet<>();
            records.forEach(record -> wanted.add(record.values().get(value.name())));
            records.forEach(record -> given.add(stored.getOrDefault(record.id(), 0L)));
            if (wanted.equals(given)) {
                records.forEach(record -> {
                    Map<String, Object> values = new LinkedHashMap<>(record.values());
                    values.put(value.name(), Objects.requireNonNull(stored.get(record.id())));
                    swapped.add(record.with(values));
                });
            }
        }
        return swapped;
    }

    private long next(Counter counter) {
        long previous = last.computeIfAbsent(
                counter, each -> each.isOfRecords() ? each.sequence().start() : before(each));
        long next = previous + counter.sequence().step();
        last.put(counter, next);
        return next;
    }

    private long before(Counter counter) {
        return before.apply(counter.sequence(), counter.scope())
                .orElse(counter.sequence().start());
    }

    /** Null if the scope says nothing, or names a record that has never been. */
    private static @Nullable Counter counter(RecordModel known, ReferenceRecord record, Sequence sequence) {
        SequenceScope scope = SequenceScope.empty();
        for (String attribute : sequence.scope()) {
            Object part = record.values().get(attribute);
            if (known.navigations().containsKey(attribute)) {
                ReferenceId end =
                        Objects.requireNonNull(attribute.equals("source") ? record.source() : record.target());
                if (end.number() == 0) {
                    return null; // nobody: the store will refuse the link
                }
                var relation = known.relation().orElseThrow();
                RecordDefinition other = attribute.equals("source") ? relation.source() : relation.target();
                scope = scope.and(attribute, other, Entailed.number(end));
            } else if (part == null) {
                return null;
            } else {
                scope = scope.and(attribute, part);
            }
        }
        boolean isOfRecords = sequence.scope().stream().anyMatch(known.navigations()::containsKey);
        return new Counter(sequence, scope, isOfRecords);
    }

    /**
     * A counter.
     *
     * @param isOfRecords whether its scope names records; those are new in each history, and known here by other ids
     */
    private record Counter(Sequence sequence, SequenceScope scope, boolean isOfRecords) {}
}
