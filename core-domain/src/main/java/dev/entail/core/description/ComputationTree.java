package dev.entail.core.description;

import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptions of computations and triggers as maps. */
final class ComputationTree {
    private static final String FUNCTION = "function";
    private static final String INPUTS = "inputs";

    private ComputationTree() {}

    static Map<String, Object> of(ComputationDescription computation) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", computation.kind());
        switch (computation) {
            case ComputationDescription.Aggregate aggregate -> {
                tree.put("over", items(aggregate.over()));
                tree.put(INPUTS, aggregate.inputs());
                tree.put(FUNCTION, aggregate.function());
                tree.putAll(aggregate.options());
            }
            case ComputationDescription.Copy copy -> tree.put("path", copy.path());
            case ComputationDescription.Computed computed -> {
                tree.put(INPUTS, computed.inputs());
                tree.put(FUNCTION, true);
            }
            case ComputationDescription.Reader reader -> {
                tree.put("select", reader.select().value());
                tree.put("sets", DescriptionTree.list(reader.sets(), ComputationTree::set));
                if (!reader.key().isEmpty()) {
                    tree.put("key", reader.key());
                }
                tree.put(FUNCTION, true);
            }
            case ComputationDescription.Machine machine -> machine(tree, machine);
            case ComputationDescription.Numbering numbering -> {
                tree.put("sequence", numbering.sequence());
                tree.put("scope", numbering.scope());
                tree.put("start", numbering.start());
                tree.put("step", numbering.step());
                tree.put("where", numbering.where().value());
                tree.put("manual", numbering.manual());
            }
            case ComputationDescription.Triggered triggered -> {
                tree.put("trigger", trigger(triggered.trigger()));
                tree.put(FUNCTION, true);
            }
            case ComputationDescription.Projection projection -> {
                tree.put("source", projection.source());
                tree.put(INPUTS, projection.inputs());
                tree.put(FUNCTION, true);
            }
        }
        return tree;
    }

    private static Map<String, Object> items(ComputationDescription.Items items) {
        return switch (items) {
            case ComputationDescription.Items.Related related -> Map.of("attribute", related.attribute());
            case ComputationDescription.Items.All all -> Map.of("record", all.record());
        };
    }

    private static Map<String, Object> set(ComputationDescription.Set set) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", set.name());
        tree.put("record", set.record());
        tree.put("query", set.query().value());
        return tree;
    }

    private static void machine(Map<String, Object> tree, ComputationDescription.Machine machine) {
        tree.put("states", machine.states());
        tree.put("deletingIn", machine.ends());
        tree.put(FUNCTION, machine.function());
        tree.put("transfers", DescriptionTree.list(machine.transfers(), transfer -> {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("from", transfer.from());
            step.put("to", transfer.to());
            step.put("trigger", trigger(transfer.trigger()));
            return step;
        }));
    }

    private static Map<String, Object> trigger(TriggerDescription trigger) {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (trigger) {
            case TriggerDescription.Dispatched dispatched -> tree.put("dispatched", dispatched.source());
            case TriggerDescription.Mutated mutated -> {
                tree.put(mutated.kind(), mutated.record());
                tree.put("values", mutated.values());
            }
            case TriggerDescription.Changed changed -> tree.put("changed", changed.globals());
        }
        return tree;
    }
}
