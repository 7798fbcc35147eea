package dev.entail.testkit.history;

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
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares everything that a store holds with the reference: rows, links, views, unions, global values. */
final class StateComparison {
    private final Subject subject;
    private final Binding binding;

    StateComparison(Subject subject, Binding binding) {
        this.subject = subject;
        this.binding = binding;
    }

    void compare(ReferenceView expected) {
        Model model = subject.model();
        for (RecordModel record : model.records().values()) {
            if (record.isConcrete()) {
                compareRows(record, expected);
            } else {
                compareMembers(record, expected);
            }
        }
        for (ValueModel global : model.globals().values()) {
            if (global.isHidden()) {
                continue;
            }
            Object wanted = expected.global(global);
            Object stored = subject.global(global);
            if (!Objects.equals(wanted, stored)) {
                throw new DifferenceFound(
                        "global", global.name() + " is " + Text.of(stored) + ", should be " + Text.of(wanted));
            }
        }
    }

    private void compareRows(RecordModel record, ReferenceView expected) {
        Map<RecordId, Map<String, @Nullable Object>> wanted = new TreeMap<>();
        for (ReferenceRecord each : expected.members(record.name())) {
            wanted.put(binding.require(each.id()), values(record, each, expected));
        }
        Map<RecordId, Map<String, @Nullable Object>> stored = new TreeMap<>();
        for (Row row : subject.list(everything(record))) {
            stored.put(row.id(), values(record, row));
        }
        if (!wanted.equals(stored)) {
            throw new DifferenceFound("rows", differences(record.name(), wanted, stored));
        }
    }

    private static Query everything(RecordModel record) {
        List<Selection> parts = new ArrayList<>();
        parts.add(new Selection.Value("*"));
        // What composite values are made of must be right as well.
        record.values().values().stream()
                .filter(value -> value.isHidden() && value.computation() != null)
                .forEach(value -> parts.add(new Selection.Value(value.name())));
        if (record.relation().isPresent()) {
            parts.add(Selection.path("source.id"));
            parts.add(Selection.path("target.id"));
        }
        return new Query(record.name(), parts, Match.all(), List.of(), Page.ALL);
    }

    private Map<String, @Nullable Object> values(RecordModel record, ReferenceRecord each, ReferenceView expected) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        record.values().values().stream()
                .filter(value -> !value.isHidden() || value.computation() != null)
                .forEach(value -> values.put(value.name(), expected.value(each, value.name())));
        if (each.isLink()) {
            RecordId source = binding.require(Objects.requireNonNull(each.source()));
            RecordId target = binding.require(Objects.requireNonNull(each.target()));
            putEnds(record, source, target, values);
        }
        return values;
    }

    private static Map<String, @Nullable Object> values(RecordModel record, Row row) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        row.values().forEach((name, value) -> {
            if (!(value instanceof Row)) {
                values.put(name, value);
            }
        });
        if (record.relation().isPresent()) {
            Row source = row.rowOrNull("source");
            Row target = row.rowOrNull("target");
            if (source == null || target == null) {
                throw new DifferenceFound(
                        "rows", record.name() + " #" + row.id() + " has no " + (source == null ? "source" : "target"));
            }
            values.remove("source");
            values.remove("target");
            putEnds(record, source.id(), target.id(), values);
        }
        return values;
    }

    private static void putEnds(
            RecordModel record, RecordId source, RecordId target, Map<String, @Nullable Object> values) {
        boolean swap = record.definition() instanceof Relation relation
                && relation.isSymmetric()
                && source.compareTo(target) > 0;
        values.put("(source)", swap ? target : source);
        values.put("(target)", swap ? source : target);
    }

    private static String differences(
            String record,
            Map<RecordId, Map<String, @Nullable Object>> wanted,
            Map<RecordId, Map<String, @Nullable Object>> stored) {
        List<String> lines = new ArrayList<>();
        Set<RecordId> ids = new TreeSet<>(wanted.keySet());
        ids.addAll(stored.keySet());
        for (RecordId id : ids) {
            Map<String, @Nullable Object> left = wanted.get(id);
            Map<String, @Nullable Object> right = stored.get(id);
            if (left == null || right == null) {
                lines.add(record + " #" + id
                        + (left == null ? " should not be there: " + Text.of(right) : " is missing: " + Text.of(left)));
            } else if (!left.equals(right)) {
                Map<String, String> different = new LinkedHashMap<>();
                left.forEach((name, value) -> {
                    if (!Objects.equals(value, right.get(name))) {
                        different.put(name, Text.of(right.get(name)) + ", should be " + Text.of(value));
                    }
                });
                right.keySet().stream()
                        .filter(name -> !left.containsKey(name))
                        .forEach(name -> different.put(name, "not declared"));
                lines.add(record + " #" + id + " " + different);
            }
        }
        return String.join("\n  ", lines);
    }

    private void compareMembers(RecordModel record, ReferenceView expected) {
        Set<RecordId> wanted = new TreeSet<>();
        expected.members(record.name()).forEach(each -> wanted.add(binding.require(each.id())));
        Query ids = new Query(record.name(), List.of(), Match.all(), List.of(Order.ascending("id")), Page.ALL);
        List<RecordId> stored = subject.list(ids).stream().map(Row::id).toList();
        if (!List.copyOf(wanted).equals(stored)) {
            throw new DifferenceFound("members", record.name() + " has " + stored + ", should have " + wanted);
        }
    }
}
