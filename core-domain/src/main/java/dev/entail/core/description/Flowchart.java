package dev.entail.core.description;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model as a diagram of what follows from what. Values that are facts stand for the record that they are of. */
final class Flowchart {
    private static final String GLOBAL = "@";

    private final ModelDescription model;
    private final MermaidNames names = new MermaidNames();
    private final Set<String> derived = new LinkedHashSet<>();
    private final Set<String> edges = new LinkedHashSet<>();
    private final StringBuilder text = new StringBuilder("flowchart LR\n");

    Flowchart(ModelDescription model) {
        this.model = model;
        for (RecordDescription record : model.records()) {
            if (contents(record) instanceof RecordDescription.Contents contents) {
                contents.values().stream()
                        .filter(value -> value.computation() != null)
                        .forEach(value -> derived.add(record.name() + "." + value.name()));
            }
        }
    }

    private static RecordDescription.@Nullable Contents contents(RecordDescription record) {
        return switch (record) {
            case RecordDescription.OfEntity entity -> entity.contents();
            case RecordDescription.OfRelation relation -> relation.contents();
            case RecordDescription.OfView view -> null;
            case RecordDescription.OfUnion union -> null;
        };
    }

    String text() {
        nodes();
        for (EventSourceDescription source : model.eventSources()) {
            edge(source(source.name()), "-->", "", record(source.eventEntity()));
            EventSourceDescription.Reading reads = source.reads();
            if (reads != null) {
                edge(record(reads.record()), "-.->", "read by", source(source.name()));
            }
        }
        for (RecordDescription record : model.records()) {
            switch (record) {
                case RecordDescription.OfEntity entity -> flow(entity.name(), entity.contents());
                case RecordDescription.OfRelation relation -> flow(relation.name(), relation.contents());
                case RecordDescription.OfView view -> edge(record(view.base()), "-.->", "", record(view.name()));
                case RecordDescription.OfUnion union ->
                    union.inputs().forEach(input -> edge(record(input), "-.->", "", record(union.name())));
            }
        }
        model.globals().forEach(global -> flow(global, node(GLOBAL + global.name())));
        edges.forEach(text::append);
        return text.toString();
    }

    private void nodes() {
        Set<String> events = new HashSet<>();
        model.eventSources().forEach(source -> events.add(source.eventEntity()));
        model.eventSources().forEach(source -> node(source(source.name()), "([", source.name(), "])"));
        for (RecordDescription record : model.records()) {
            String id = record(record.name());
            switch (record) {
                case RecordDescription.OfEntity entity
                when events.contains(entity.name()) -> node(id, "[(", entity.name(), ")]");
                case RecordDescription.OfEntity entity -> node(id, "[", entity.name(), "]");
                case RecordDescription.OfRelation relation -> node(id, "[[", relation.name(), "]]");
                case RecordDescription.OfView view -> node(id, "[/", view.name(), "/]");
                case RecordDescription.OfUnion union -> node(id, "[\\", union.name(), "\\]");
            }
        }
        derived.forEach(path -> node(node(path), "(", path, ")"));
        model.globals().forEach(global -> node(node(GLOBAL + global.name()), "{{", GLOBAL + global.name(), "}}"));
    }

    private void node(String id, String open, String label, String close) {
        text.append("    ")
                .append(id)
                .append(open)
                .append(MermaidNames.label(label))
                .append(close)
                .append("\n");
    }

    private void flow(String name, RecordDescription.Contents contents) {
        contents.computations().forEach(computation -> flow(computation, record(name)));
        for (ValueDescription value : contents.values()) {
            flow(value, node(name + "." + value.name()));
        }
    }

    private void flow(ValueDescription value, String id) {
        ComputationDescription computation = value.computation();
        if (computation != null) {
            value.from().forEach(from -> edge(node(from), "-->", "", id));
            flow(computation, id);
        }
    }

    /** What a value or record follows from besides the values that are named as such. */
    private void flow(ComputationDescription computation, String id) {
        switch (computation) {
            case ComputationDescription.Triggered triggered ->
                trigger(triggered.trigger(), triggered.kind().equals("removal") ? "--x" : "-->", id);
            case ComputationDescription.Machine machine ->
                machine.transfers().forEach(transfer -> trigger(transfer.trigger(), "-->", id));
            case ComputationDescription.Projection projection -> {
                edge(record(projection.source()), "-->", "", id);
                globals(projection.inputs(), id);
            }
            case ComputationDescription.Reader reader -> {
                reader.sets().forEach(set -> edge(record(set.record()), "-->", "", id));
                if (reader.select().value() instanceof List<?> parts) {
                    globals(parts, id);
                }
            }
            case ComputationDescription.Aggregate aggregate -> {}
            case ComputationDescription.Copy copy -> {}
            case ComputationDescription.Computed computed -> {}
            case ComputationDescription.Numbering numbering -> {}
        }
    }

    private void globals(List<?> inputs, String id) {
        for (Object input : inputs) {
            if (input instanceof String name && name.startsWith(GLOBAL)) {
                edge(node(name), "-->", "", id);
            }
        }
    }

    private void trigger(TriggerDescription trigger, String arrow, String id) {
        switch (trigger) {
            case TriggerDescription.Dispatched dispatched ->
                edge(record(dispatched.eventEntity()), arrow, dispatched.source(), id);
            case TriggerDescription.Mutated mutated -> {
                if (mutated.values().isEmpty()) {
                    edge(record(mutated.record()), arrow, mutated.kind(), id);
                }
                mutated.values()
                        .forEach(value -> edge(node(mutated.record() + "." + value), arrow, mutated.kind(), id));
            }
            case TriggerDescription.Changed changed ->
                changed.globals().forEach(global -> edge(node(GLOBAL + global), arrow, "changed", id));
        }
    }

    /** Things may be connected by several facts of one sort; one arrow shows them. */
    private void edge(String from, String arrow, String label, String to) {
        String between = label.isEmpty() ? arrow : arrow + "|" + MermaidNames.label(label) + "|";
        edges.add("    " + from + " " + between + " " + to + "\n");
    }

    private String source(String name) {
        return names.id("s", name);
    }

    private String record(String name) {
        return names.id("r", name);
    }

    /** The node of a value, a global value or a record, by the name under which others follow from it. */
    private String node(String path) {
        if (path.startsWith(GLOBAL)) {
            return names.id("g", path.substring(1));
        }
        int dot = path.indexOf('.');
        return derived.contains(path) ? names.id("v", path) : record(dot < 0 ? path : path.substring(0, dot));
    }
}
