package dev.entail.testkit.history;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.RecordModel;
import dev.entail.core.value.ValueType;
import dev.entail.testkit.reference.Entailed;
import java.util.ArrayList;
import java.util.List;

/** Random values that follow from a record, from single related ones and from global values, and numbers of records. */
final class RowGenerator {
    private static final long START = 10;

    private final Sketch sketch;
    private final Choices choices;
    private final Inputs inputs;

    RowGenerator(Sketch sketch, Inputs inputs) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        this.inputs = inputs;
    }

    void computed(RecordDefinition holder) {
        List<String> all = inputs.of(inputs.record(holder));
        List<String> settings = inputs.settings(false);
        if (!settings.isEmpty() && choices.oneIn(3)) {
            String setting = inputs.chosen(settings);
            sketch.derive(
                    holder,
                    Property.text(sketch.name("c")),
                    Computed.from(List.of(setting), row -> Fingerprint.of(row.get(setting)) + "/"));
        } else if (!all.isEmpty()) {
            String input = inputs.chosen(all);
            String name = sketch.name("c");
            if (choices.oneIn(2)) {
                sketch.derive(
                        holder,
                        Property.bool(name),
                        Computed.from(input, row -> Fingerprint.below(2, row.get(input)) > 0));
            } else {
                sketch.derive(
                        holder,
                        Property.integer(name),
                        Computed.from(input, row -> row.get(input) == null ? null : 1L + Fingerprint.below(4, row)));
            }
        }
    }

    /** A copy of a global value. */
    void copy(RecordDefinition holder) {
        List<String> settings = inputs.settings(false);
        if (!settings.isEmpty()) {
            String setting = inputs.chosen(settings);
            ValueType type = inputs.type(inputs.record(holder), setting);
            String name = sketch.name("v");
            sketch.inherit(name, setting);
            sketch.derive(holder, Property.of(name, type), GlobalValue.of(GlobalValue.nameIn(setting)));
        }
    }

    void lookup(RecordDefinition holder) {
        List<String> paths = inputs.deepPaths(inputs.record(holder));
        if (paths.isEmpty()) {
            return;
        }
        String path = inputs.chosen(paths);
        if (choices.oneIn(3)) {
            sketch.derive(
                    holder,
                    Property.text(sketch.name("k")),
                    Computed.from(List.of(path), row -> Fingerprint.of(row.get(path)) + "/"));
        } else {
            ValueType type = inputs.type(inputs.record(holder), path);
            String name = sketch.name("k");
            sketch.inherit(name, path);
            sketch.derive(holder, Property.of(name, type), Lookup.of(path));
        }
    }

    /**
     * Numbers of the records of a holder, each counted within what hardly ever changes. Which of the records that computations
     * make comes first is not said.
     */
    void sequence(RecordDefinition holder) {
        if (Entailed.records(inputs.model()).contains(holder.name())) {
            return;
        }
        RecordModel record = inputs.record(holder);
        List<String> scopes = new ArrayList<>();
        if (holder instanceof Relation relation && !relation.isSymmetric()) {
            scopes.addAll(List.of("source", "target"));
        }
        record.values().values().stream()
                .filter(value -> !value.isDerived() && !value.property().isList())
                .filter(value -> switch (value.property().type()) {
                    case TEXT, INTEGER, BOOLEAN, DECIMAL -> true;
                    case NUMBER, TIMESTAMP, JSON -> false;
                })
                .forEach(value -> scopes.add(value.name()));
        if (scopes.isEmpty()) {
            return;
        }
        String scope = choices.of(scopes);
        String name = sketch.name("q");
        Sequence sequence = Sequence.scoped("of_" + name).per(scope);
        if (record.values().containsKey(scope) && !choices.oneIn(4)) {
            sequence = sequence.where(Match.isNotNull(scope));
        }
        Sequence started = choices.oneIn(3) ? sequence.startingAfter(START).step(2) : sequence;
        sketch.derive(holder, Property.integer(name), started);
    }
}
