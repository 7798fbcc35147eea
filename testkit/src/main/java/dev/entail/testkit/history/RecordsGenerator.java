package dev.entail.testkit.history;

import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Projection;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Random entities and relations whose records follow from others: one by one, or all of them from one function. */
final class RecordsGenerator {
    private final Sketch sketch;
    private final Choices choices;
    private final Inputs inputs;

    RecordsGenerator(Sketch sketch, Inputs inputs) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        this.inputs = inputs;
    }

    void projection() {
        if (!sketch.has(Feature.ENTAILED_RECORDS)) {
            return;
        }
        RecordDefinition source = choices.of(sketch.facts());
        List<String> names = projected(inputs.record(source));
        if (joined(source).isPresent() && choices.oneIn(2)) {
            projectedLinks(source, joined(source).get(), names);
        } else if (!names.isEmpty()) {
            projectedRecords(source, names);
        }
    }

    private List<String> projected(RecordModel source) {
        List<String> all = inputs.of(source);
        all.addAll(inputs.deepPaths(source));
        all.addAll(inputs.settings(false));
        return all.isEmpty() ? List.of() : inputs.chosen(all, 1 + choices.below(3));
    }

    /** Up to two records for each, which know what they were made of. */
    private void projectedRecords(RecordDefinition source, List<String> names) {
        Entity made = made();
        Optional<String> origin = origin(made, source);
        int bound = choices.oneIn(3) ? 1 : 3;
        Projection projection = Projection.toRecords(source, names, row -> {
            List<Draft> drafts = new ArrayList<>();
            int many = bound == 1 ? 1 : Fingerprint.below(bound, values(row, names));
            for (int i = 0; i < many; i++) {
                Draft draft = draft(Fingerprint.of(values(row, names)), i);
                drafts.add(origin.map(name -> draft.set(name, row.id())).orElse(draft));
            }
            return drafts;
        });
        sketch.derive(made, projection);
    }

    private static Row values(Row row, List<String> names) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, row.get(name)));
        return new Row(row.id(), values);
    }

    private static Draft draft(String text, int place) {
        return Draft.of("a", text).set("n", (long) Fingerprint.below(7, text) + place);
    }

    /** A link between the same records for some of the links of a relation. */
    private void projectedLinks(RecordDefinition source, Relation shape, List<String> names) {
        Relation made = links(shape);
        List<String> all = new ArrayList<>(List.of("source", "target"));
        all.addAll(names);
        Projection projection = Projection.toLink(source, all, row -> {
            String text = Fingerprint.of(values(row, names));
            return row.get("source") instanceof RecordId from
                            && row.get("target") instanceof RecordId to
                            && Fingerprint.below(3, text) > 0
                    ? Link.between(from, to).with("since", (long) Fingerprint.below(9, text))
                    : null;
        });
        sketch.derive(made, projection);
    }

    private Relation links(Relation shape) {
        String name = sketch.name("L");
        Relation made = Relation.manyToMany(shape.source(), lower(name) + "s", shape.target(), lower(name) + "t")
                .with(Property.integer("since"))
                .named(name);
        sketch.add(made);
        return made;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What records join, if they are links with a direction. */
    private Optional<Relation> joined(RecordDefinition source) {
        return inputs.record(source).relation().filter(relation -> !relation.isSymmetric());
    }

    private Entity made() {
        Entity made = Entity.entity(sketch.name("P"), Property.text("a"), Property.integer("n"));
        sketch.add(made);
        return made;
    }

    /** The name of a relation to what a record was made of, if there can be one. */
    private Optional<String> origin(Entity made, RecordDefinition source) {
        Optional<RecordDefinition> end = inputs.record(source)
                .creates()
                .map(name -> inputs.model().record(name).definition())
                .or(() -> source instanceof Union ? Optional.of(source) : Optional.empty())
                .filter(each -> !(each instanceof Relation) || sketch.has(Feature.LINK_ENDS));
        return end.map(target -> {
            String name = sketch.name("O");
            sketch.add(Relation.manyToOne(made, lower(name) + "s", target, lower(name) + "t")
                    .named(name));
            return lower(name) + "s";
        });
    }

    void yielded() {
        if (!sketch.has(Feature.ENTAILED_RECORDS)) {
            return;
        }
        RecordDefinition read = choices.of(sketch.facts());
        Optional<Relation> shape = joined(read);
        if (shape.isPresent() && choices.oneIn(2)) {
            yieldedLinks(read, shape.get());
            return;
        }
        CustomRecords.KeyedReads reads = CustomRecords.reading("all", inputs.set(read))
                .and(inputs.settings(false).toArray(String[]::new));
        switch (choices.below(3)) {
            case 0 -> groups(reads);
            case 1 -> places(reads);
            default -> selection(reads, read);
        }
    }

    /** One record for each class of records, told apart by its name. */
    private void groups(CustomRecords.KeyedReads reads) {
        Entity made = made();
        sketch.derive(made, reads.keyedBy("a").yielding(all -> {
            Map<String, Long> sizes = new LinkedHashMap<>();
            all.rows("all").forEach(row -> sizes.merge(Fingerprint.classOf(Fingerprint.of(row)), 1L, Long::sum));
            return sizes.entrySet().stream()
                    .map(group -> Draft.of("a", group.getKey())
                            .set("n", group.getValue() + Fingerprint.below(3, settings(all))))
                    .toList();
        }));
    }

    /** Different records in order, told apart by their place. */
    private void places(CustomRecords.KeyedReads reads) {
        Entity made = made();
        sketch.derive(
                made,
                reads.yielding(all -> all.rows("all").stream()
                        .map(Fingerprint::of)
                        .distinct()
                        .sorted()
                        .map(text -> draft(text, Fingerprint.below(3, settings(all))))
                        .toList()));
    }

    /** One record for some of the records, told apart by what it was made of. */
    private void selection(CustomRecords.KeyedReads reads, RecordDefinition read) {
        Entity made = made();
        String origin = origin(made, read).orElse(null);
        if (origin == null) {
            places(reads);
            return;
        }
        sketch.derive(
                made,
                reads.keyedBy(origin)
                        .yielding(all -> all.rows("all").stream()
                                .filter(row -> Fingerprint.below(3, Fingerprint.of(row)) > 0)
                                .map(row -> draft(Fingerprint.of(row), Fingerprint.below(3, settings(all)))
                                        .set(origin, row.id()))
                                .toList()));
    }

    private static Row settings(Row all) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(all.values());
        values.remove("all");
        return new Row(all.id(), values);
    }

    private void yieldedLinks(RecordDefinition read, Relation shape) {
        RecordModel source = inputs.record(read);
        List<Selection> parts = new ArrayList<>();
        inputs.chosen(inputs.of(source), 2).forEach(name -> parts.add(Selection.path(name)));
        for (String end : List.of("source", "target")) {
            RecordModel joined = inputs.model()
                    .record(Objects.requireNonNull(source.navigations().get(end))
                            .targetRecord());
            parts.add(Selection.related(end, inputs.chosen(inputs.of(joined), 1).toArray(String[]::new)));
        }
        Relation made = links(shape);
        Query joined = Query.of(read.name()).select(parts.toArray(Selection[]::new));
        sketch.derive(made, CustomRecords.reading("all", joined).yieldingLinks(all -> {
            Map<List<Object>, Link> links = new LinkedHashMap<>();
            for (Row row : all.rows("all")) {
                String text = Fingerprint.of(row);
                // A link that lacks an end is refused, but functions may see it before.
                Row from = row.rowOrNull("source");
                Row to = row.rowOrNull("target");
                if (from != null && to != null && Fingerprint.below(3, text) > 0) {
                    Link link = Link.between(from.id(), to.id());
                    links.merge(
                            List.of(link.source(), link.target()),
                            link.with("since", (long) Fingerprint.below(9, text)),
                            (one, other) -> link.with("since", -1L));
                }
            }
            return links.values();
        }));
    }
}
