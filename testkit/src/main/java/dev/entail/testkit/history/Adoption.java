package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.Entailed.Mark;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out which stored record is which of those that the reference says follow from others. */
final class Adoption {
    private final Subject subject;
    private final Binding binding;
    private final Map<ReferenceId, RecordId> adopted = new LinkedHashMap<>();

    Adoption(Subject subject, Binding binding) {
        this.subject = subject;
        this.binding = binding;
    }

    /** Binds all of them, whatever they were bound to before; tells what they are bound to. */
    Map<ReferenceId, RecordId> adopt(ReferenceView expected) {
        adopted.keySet().forEach(binding::forget);
        adopted.clear();
        for (String record : expected.entailed().names()) {
            Map<Map<String, String>, RecordId> stored = stored(record, expected);
            for (ReferenceRecord each : expected.members(record)) {
                RecordId id = stored.get(texts(expected.entailed().mark(each.id())));
                if (id != null) {
                    binding.bind(each.id(), id);
                    adopted.put(each.id(), id);
                }
            }
        }
        return Map.copyOf(adopted);
    }

    /** Stored records by what tells them apart. All marks of a record are made of one of a few sets of attributes. */
    private Map<Map<String, String>, RecordId> stored(String record, ReferenceView expected) {
        Set<Set<String>> kinds = new LinkedHashSet<>();
        expected.members(record)
                .forEach(each ->
                        kinds.add(expected.entailed().mark(each.id()).stored().keySet()));
        Map<Map<String, String>, RecordId> stored = new HashMap<>();
        for (Set<String> attributes : kinds) {
            for (Row row : subject.list(query(record, attributes))) {
                Map<String, String> texts = new TreeMap<>();
                attributes.forEach(name -> texts.put(name, text(row.get(name))));
                if (stored.put(texts, row.id()) != null) {
                    throw new DifferenceFound("identity", record + " is there twice with " + texts);
                }
            }
        }
        return stored;
    }

    private Query query(String record, Set<String> attributes) {
        Model model = subject.model();
        List<Selection> parts = new ArrayList<>();
        for (String name : attributes) {
            boolean related = model.record(record).navigations().containsKey(name);
            parts.add(related ? Selection.related(name, "id") : Selection.path(name));
        }
        // Records that other projections made have nothing at the places of this one, and are no rivals.
        Match match = attributes.contains("$projection") ? Match.isNotNull("$projection") : Match.all();
        return new Query(record, parts, match, List.of(), Page.ALL);
    }

    private Map<String, String> texts(Mark mark) {
        Map<String, String> texts = new TreeMap<>();
        mark.stored().forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private String text(@Nullable Object value) {
        return switch (value) {
            case ReferenceId id -> text(binding.id(id));
            case RecordId id -> Objects.toString(id.value());
            case Row row -> text(row.id());
            case null -> "null";
            default -> Objects.toString(value);
        };
    }
}
