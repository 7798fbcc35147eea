package dev.entail.core.description;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model as a diagram of what there is. A relation is a line; it is a box of its own if its links have values, or if something
 * else refers to it.
 */
final class ErDiagram {
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> KEYS = Set.of("PK", "FK", "UK");
    private static final String INDENT = "    ";

    private final ModelDescription model;
    private final MermaidNames names = new MermaidNames();
    private final Set<String> boxes = new HashSet<>();
    private final StringBuilder text = new StringBuilder("erDiagram\n");

    ErDiagram(ModelDescription model) {
        this.model = model;
        for (RecordDescription record : model.records()) {
            switch (record) {
                case RecordDescription.OfEntity entity -> boxes.add(entity.name());
                case RecordDescription.OfRelation relation -> {
                    refer(relation.ends());
                    if (!relation.contents().values().isEmpty()) {
                        boxes.add(relation.name());
                    }
                }
                case RecordDescription.OfView view -> {
                    if (view.ends() == null) {
                        boxes.add(view.name());
                        boxes.add(view.base());
                    }
                }
                case RecordDescription.OfUnion union -> {
                    if (union.ends() == null) {
                        boxes.add(union.name());
                        boxes.addAll(union.inputs());
                    }
                }
            }
        }
    }

    private void refer(RecordDescription.Ends ends) {
        boxes.add(ends.source());
        boxes.add(ends.target());
    }

    String text() {
        for (RecordDescription record : model.records()) {
            if (boxes.contains(record.name())) {
                box(record);
            }
        }
        model.records().forEach(this::lines);
        return text.toString();
    }

    private void box(RecordDescription record) {
        switch (record) {
            case RecordDescription.OfEntity entity -> box(entity.name(), entity.name(), entity.contents());
            case RecordDescription.OfRelation relation -> box(relation.name(), relation.name(), relation.contents());
            case RecordDescription.OfView view -> box(view.name(), view.name() + " (view)", null);
            case RecordDescription.OfUnion union -> box(union.name(), union.name() + " (union)", null);
        }
    }

    private void box(String name, String label, RecordDescription.@Nullable Contents contents) {
        text.append(INDENT)
                .append(id(name))
                .append("[")
                .append(MermaidNames.label(label))
                .append("]");
        if (contents != null && !contents.values().isEmpty()) {
            text.append(" {\n");
            contents.values().forEach(value -> attribute(value, contents.constraints()));
            text.append(INDENT).append("}");
        }
        text.append("\n");
    }

    private void attribute(ValueDescription value, List<ConstraintDescription> constraints) {
        String name = value.name();
        boolean legal = ATTRIBUTE.matcher(name).matches() && !KEYS.contains(name);
        text.append(INDENT)
                .append(INDENT)
                .append(value.list() ? "list_of_" : "")
                .append(value.type())
                .append(" ")
                .append(legal ? name : "_" + name.replaceAll("[^A-Za-z0-9_]", "_"));
        if (constraints.stream()
                .anyMatch(constraint -> !constraint.kind().equals("required")
                        && constraint.where() == null
                        && constraint.attributes().equals(List.of(name)))) {
            text.append(" UK");
        }
        ComputationDescription computation = value.computation();
        String comment = (legal ? "" : name)
                + (legal || computation == null ? "" : ": ")
                + (computation == null ? "" : computation.kind());
        if (!comment.isEmpty()) {
            text.append(" ").append(MermaidNames.label(comment));
        }
        text.append("\n");
    }

    private void lines(RecordDescription record) {
        switch (record) {
            case RecordDescription.OfEntity entity -> {}
            case RecordDescription.OfRelation relation -> relation(relation);
            case RecordDescription.OfView view -> {
                RecordDescription.Ends ends = view.ends();
                if (ends != null) {
                    derived(view.name(), ends, " (view of " + view.base() + ")");
                } else {
                    line(view.name(), "|o..||", view.base(), "view of");
                }
            }
            case RecordDescription.OfUnion union -> {
                RecordDescription.Ends ends = union.ends();
                if (ends != null) {
                    derived(union.name(), ends, " (union of " + String.join(", ", union.inputs()) + ")");
                } else {
                    union.inputs().forEach(input -> line(union.name(), "||..o|", input, "is"));
                }
            }
        }
    }

    private void relation(RecordDescription.OfRelation relation) {
        RecordDescription.Ends ends = relation.ends();
        boolean oneSource = relation.cardinality().startsWith("1");
        boolean oneTarget = relation.cardinality().endsWith("1");
        String source = ends.sourceAttribute();
        String target = ends.targetAttribute();
        if (boxes.contains(relation.name())) {
            line(ends.source(), oneTarget ? "||--o|" : "||--o{", relation.name(), source);
            line(relation.name(), oneSource ? "|o--||" : "}o--||", ends.target(), target);
            return;
        }
        String left = relation.reliant() ? "||" : oneSource ? "|o" : "}o";
        line(
                ends.source(),
                left + "--" + (oneTarget ? "o|" : "o{"),
                ends.target(),
                relation.symmetric() ? source : source + " / " + target);
    }

    /** Views and unions of links. Of which there can be how many is said of what they consist of. */
    private void derived(String name, RecordDescription.Ends ends, String what) {
        String attributes = ends.sourceAttribute() + " / " + ends.targetAttribute();
        line(ends.source(), "}o..o{", ends.target(), attributes + ": " + name + what);
    }

    private void line(String from, String shape, String to, String label) {
        text.append(INDENT)
                .append(id(from))
                .append(" ")
                .append(shape)
                .append(" ")
                .append(id(to))
                .append(" : ")
                .append(MermaidNames.label(label))
                .append("\n");
    }

    private String id(String record) {
        return names.id("r", record);
    }
}
