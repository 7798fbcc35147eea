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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is read of a record, checked against the model; two mentions of one relation are one (STO-141). */
final class SelectionNode {
    private final Model model;
    private final RecordModel record;
    private final Map<String, ValueModel> values = new LinkedHashMap<>();
    private final Map<String, SelectionNode> related = new LinkedHashMap<>();
    private final @Nullable Navigation navigation;
    private final Selection.Related restriction;
    private @Nullable SelectionNode link;

    private SelectionNode(
            Model model, RecordModel record, @Nullable Navigation navigation, Selection.Related restriction) {
        this.model = model;
        this.record = record;
        this.navigation = navigation;
        this.restriction = restriction;
    }

    static SelectionNode of(Model model, RecordModel record, List<Selection> selection) {
        SelectionNode root = new SelectionNode(model, record, null, Selection.related(""));
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

    /** What to read of the link over which the record is reached, or null for nothing. */
    @Nullable
    SelectionNode link() {
        return link;
    }

    /** The relation attribute that leads here; absent for the root and for links. */
    Navigation navigation() {
        return Objects.requireNonNull(navigation);
    }

    /** Whether it is read with a statement of its own. */
    boolean isList() {
        return navigation().many() || recursion() != null;
    }

    Match match() {
        return restriction.match();
    }

    List<Order> order() {
        return restriction.order();
    }

    Page page() {
        return restriction.page();
    }

    Selection.@Nullable Recursion recursion() {
        return restriction.recursion();
    }

    private void add(Selection part) {
        switch (part) {
            case Selection.Value value -> addValue(value.name());
            case Selection.Related nested -> {
                SelectionNode node = node(nested);
                nested.parts().forEach(node::add);
            }
            case Selection.Link nested -> nested.parts().forEach(linkNode()::add);
        }
    }

    private void addValue(String name) {
        if (name.equals("*")) {
            record.values().forEach((each, value) -> {
                if (!value.isHidden()) {
                    values.put(each, value);
                }
            });
        } else if (record.navigations().containsKey(name)) {
            node(Selection.related(name));
        } else if (!name.equals("id")) {
            ValueModel value = record.values().get(name);
            if (value == null) {
                throw unknown(name);
            }
            values.put(name, value);
        }
    }

    private SelectionNode linkNode() {
        if (navigation == null
                || navigation.name().equals(navigation.from().attribute())
                        && navigation.relation().name().equals(relationOfHolder())) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'&' is the link over which a related record was reached, and " + record.name()
                            + " is not reached over one here");
        }
        if (link == null) {
            link = new SelectionNode(model, model.record(navigation.relation().name()), null, Selection.related(""));
        }
        return link;
    }

    /** Name of the relation whose end this is, if the holder is a link of it. */
    private String relationOfHolder() {
        return holder == null ? "" : holder.name();
    }

    private @Nullable RecordModel holder;

    private SelectionNode node(Selection.Related nested) {
        Navigation found = record.navigations().get(nested.name());
        if (found == null) {
            throw unknown(nested.name());
        }
        SelectionNode known = related.get(nested.name());
        if (known == null) {
            check(found, nested);
            known = new SelectionNode(model, model.record(found.targetRecord()), found, nested);
            known.holder = record;
            related.put(nested.name(), known);
        } else if (!known.isRestrictedLike(nested)) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + nested.name()
                            + "' is selected twice with different conditions, orders, pages or recursions; select it"
                            + " once");
        }
        return known;
    }

    private boolean isRestrictedLike(Selection.Related other) {
        return restriction.match().equals(other.match())
                && restriction.order().equals(other.order())
                && restriction.page().equals(other.page())
                && Objects.equals(restriction.recursion(), other.recursion());
    }

    private void check(Navigation found, Selection.Related nested) {
        boolean sorted = !nested.order().isEmpty() || !nested.page().isAll();
        if (!found.many() && sorted) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + nested.name() + "' leads to a single record; only a list can be sorted or cut");
        }
        if (nested.recursion() == null) {
            return;
        }
        Navigation again = model.record(found.targetRecord()).navigations().get(nested.name());
        boolean same = again != null
                && again.relation().name().equals(found.relation().name())
                && again.from() == found.from();
        if (!same) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + nested.name() + "' of " + record.name() + " leads to " + found.targetRecord()
                            + ", from where it cannot be followed again");
        }
        if (nested.page().keyset() || nested.page().after() != null) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + nested.name() + "' is followed recursively and cannot be read page by page; query "
                            + found.targetRecord() + " for the records of one level");
        }
    }

    private EntailException unknown(String name) {
        List<String> names = new ArrayList<>(List.of("id", "*"));
        names.addAll(record.visibleNames());
        names.addAll(record.navigations().keySet());
        return new EntailException(
                ErrorCode.UNKNOWN_NAME.name(),
                record.name() + " has no attribute '" + name + "'; it has " + names + Suggestion.forName(name, names),
                Map.of("record", record.name(), "attribute", name),
                null);
    }
}
