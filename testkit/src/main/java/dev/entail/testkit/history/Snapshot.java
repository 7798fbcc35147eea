package dev.entail.testkit.history;

import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Cardinality;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.Entailed;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the facts that a store holds over into a reference, and compares everything that follows from them. It says nothing
 * about how the facts came to be there, only whether they are allowed and whether the store holds what they entail.
 */
final class Snapshot {
    private final Subject subject;
    private final Model model;
    private final Binding binding = new Binding();
    private final List<ReferenceRecord> records = new ArrayList<>();
    private final Map<String, Map<RecordId, ReferenceId>> known = new HashMap<>();
    private long numbers;

    private Snapshot(Subject subject) {
        this.subject = subject;
        this.model = subject.model();
    }

    /**
     * Compares a store with what follows from its own facts.
     *
     * @throws DifferenceFound if they are not allowed or the store holds something else
     */
    static void check(Subject subject) {
        new Snapshot(subject).check();
    }

    private void check() {
        Set<String> made = Entailed.records(model);
        Map<RecordModel, List<Row>> rows = new LinkedHashMap<>();
        for (RecordModel record : model.records().values()) {
            if (record.isConcrete() && !made.contains(record.name())) {
                rows.put(record, subject.list(facts(record)));
            }
        }
        rows.forEach((record, all) -> all.forEach(row -> name(record, row)));
        rows.forEach((record, all) -> all.forEach(row -> take(record, row)));
        Map<String, @Nullable Object> globals = new HashMap<>();
        model.globals().values().stream()
                .filter(global -> !global.isDerived())
                .forEach(global -> globals.put(global.name(), subject.global(global)));
        ReferenceStore reference = ReferenceStore.holding(model, records, globals);
        reference.begin();
        if (reference.end().mustFail()) {
            throw new DifferenceFound("invariant", "what is stored breaks a constraint: " + records);
        }
        model.records().values().stream()
                .filter(record -> record.definition() instanceof Relation)
                .forEach(record -> requireCardinality(record, (Relation) record.definition()));
        List<String> drift = subject.drift();
        if (!drift.isEmpty()) {
            throw new DifferenceFound("drift", String.join("\n  ", drift));
        }
        new Adoption(subject, binding).adopt(reference.view());
        new StateComparison(subject, binding).compare(reference.view());
    }

    /** What does not follow from other values; which numbers have been given is the business of those who gave them. */
    private static boolean isFact(ValueModel value) {
        return value.computation() instanceof Sequence
                || !value.isDerived() && !value.discriminator() && !value.isHidden();
    }

    private static Query facts(RecordModel record) {
        List<Selection> parts = new ArrayList<>();
        record.values().values().stream()
                .filter(Snapshot::isFact)
                .forEach(value -> parts.add(new Selection.Value(value.name())));
        if (record.relation().isPresent()) {
            parts.add(Selection.path("source.id"));
            parts.add(Selection.path("target.id"));
        }
        return new Query(record.name(), parts, Match.all(), List.of(Order.ascending("id")), Page.ALL);
    }

    private void name(RecordModel record, Row row) {
        ReferenceId id = new ReferenceId(record.name(), ++numbers);
        binding.bind(id, row.id());
        known.computeIfAbsent(record.root(), key -> new HashMap<>()).put(row.id(), id);
    }

    private void take(RecordModel record, Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        record.values().values().stream().filter(Snapshot::isFact).forEach(value -> {
            Object stored = row.get(value.name());
            if (stored != null) {
                values.put(value.name(), stored);
            }
        });
        ReferenceId id = Objects.requireNonNull(binding.reference(record.name(), row.id()));
        records.add(
                record.relation().isEmpty()
                        ? new ReferenceRecord(id, values, null, null)
                        : new ReferenceRecord(
                                id,
                                values,
                                end(
                                        record,
                                        row,
                                        "source",
                                        record.relation().get().source().name()),
                                end(
                                        record,
                                        row,
                                        "target",
                                        record.relation().get().target().name())));
    }

    private ReferenceId end(RecordModel record, Row row, String end, String other) {
        Row related = row.rowOrNull(end);
        ReferenceId id = related == null
                ? null
                : known.getOrDefault(model.record(other).root(), Map.of()).get(related.id());
        if (id == null) {
            throw new DifferenceFound("rows", record.name() + " #" + row.id() + " has no " + end);
        }
        return id;
    }

    /** No two links of a relation hold the same end if it is to be held once, and no two link the same records. */
    private void requireCardinality(RecordModel record, Relation relation) {
        Cardinality cardinality = relation.cardinality();
        Set<Object> sources = new HashSet<>();
        Set<Object> targets = new HashSet<>();
        Set<Object> pairs = new HashSet<>();
        for (ReferenceRecord link : records) {
            if (!link.record().equals(record.name())) {
                continue;
            }
            ReferenceId source = Objects.requireNonNull(link.source());
            ReferenceId target = Objects.requireNonNull(link.target());
            Object pair = relation.isSymmetric()
                    ? Set.copyOf(List.of(source, target).stream().distinct().toList())
                    : List.of(source, target);
            boolean doubled = !pairs.add(pair)
                    || !sources.add(source) && cardinality.singleTarget()
                    || !targets.add(target) && cardinality.singleSource();
            if (doubled) {
                throw new DifferenceFound("cardinality", record.name() + " links twice: " + link);
            }
        }
    }
}
