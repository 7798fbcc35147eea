package dev.entail.storage.read;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.Suggestion;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read of a record, checked against the model; two mentions of one relation are one (STO-141). */
final class SelectionNode {
    private final Model model;
    private final RecordModel record;
    private final Map<String, ValueModel> values = new LinkedHashMap<>();
    private final Map<String, SelectionNode> related = new LinkedHashMap<>();
    private final @Nullable Navigation navigation;
    private Selection.@Nullable Related restriction;

    private SelectionNode(Model model, RecordModel record, @Nullable Navigation navigation) {
        this.model = model;
        this.record = record;
        this.navigation = navigation;
    }

    static SelectionNode of(Model model, RecordModel record, List<Selection> selection) {
        SelectionNode root = new SelectionNode(model, record, null);
        selection.forEach(root::add);
        return root;
    }

    RecordModel record() {
        return record;
    }

    /** Values to read, in the order in which they were asked for. */
    List<ValueModel> values() {
        return List.copyOf(values.values());
    }

    /** Related records to read, by relation attribute. */
    Map<String, SelectionNode> related() {
        return related;
    }

    /** The relation attribute that leads here; absent for the root only. */
    Navigation navigation() {
        return java.util.Objects.requireNonNull(navigation);
    }

    Match match() {
        return restriction == null ? Match.all() : restriction.match();
    }

    List<Order> order() {
        return restriction == null ? List.of() : restriction.order();
    }

    Page page() {
        return restriction == null ? Page.ALL : restriction.page();
    }

    private void add(Selection part) {
        switch (part) {
            case Selection.Value value -> addValue(value.name());
            case Selection.Related nested -> {
                SelectionNode node = node(nested.name());
                node.restrict(nested);
                nested.parts().forEach(node::add);
            }
        }
    }

    private void addValue(String name) {
        if (name.equals("*")) {
            values.putAll(record.values());
        } else if (record.navigations().containsKey(name)) {
            node(name);
        } else if (!name.equals("id")) {
            ValueModel value = record.values().get(name);
            if (value == null) {
                throw unknown(name);
            }
            values.put(name, value);
        }
    }

    private SelectionNode node(String name) {
        Navigation found = record.navigations().get(name);
        if (found == null) {
            throw unknown(name);
        }
        return related.computeIfAbsent(
                name, key -> new SelectionNode(model, model.record(found.targetRecord()), found));
    }

    private void restrict(Selection.Related nested) {
        boolean plain = nested.match() instanceof Match.All
                && nested.order().isEmpty()
                && nested.page().isAll();
        if (plain) {
            return;
        }
        if (!navigation().many()) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + nested.name() + "' leads to a single record; only a list can be restricted, sorted or cut");
        }
        if (restriction != null) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID, "'" + nested.name() + "' is selected twice with restrictions; merge them");
        }
        restriction = nested;
    }

    private EntailException unknown(String name) {
        List<String> names = new ArrayList<>(List.of("id", "*"));
        names.addAll(record.values().keySet());
        names.addAll(record.navigations().keySet());
        return new EntailException(
                ErrorCode.UNKNOWN_NAME.name(),
                record.name() + " has no attribute '" + name + "'; it has " + names + Suggestion.forName(name, names),
                Map.of("record", record.name(), "attribute", name),
                null);
    }
}
