package dev.entail.testkit.history;

import dev.entail.core.definition.RecordDefinition;

/** Random derivations of all kinds, one at a time, over what a model has so far: also over what is derived itself. */
final class DerivationGenerator {
    private static final int TRIES = 8;

    private final Sketch sketch;
    private final Choices choices;
    private final RowGenerator rows;
    private final AggregateGenerator aggregates;
    private final ReadGenerator reads;
    private final MachineGenerator machines;
    private final RecordsGenerator records;

    DerivationGenerator(Sketch sketch) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        Inputs inputs = new Inputs(sketch);
        this.rows = new RowGenerator(sketch, inputs);
        this.aggregates = new AggregateGenerator(sketch, inputs);
        this.reads = new ReadGenerator(sketch, inputs);
        this.machines = new MachineGenerator(sketch, inputs);
        this.records = new RecordsGenerator(sketch, inputs);
    }

    /** One more, if something comes to mind that the model can have. */
    void next() {
        for (int i = 0; i < TRIES; i++) {
            RecordDefinition holder = choices.of(sketch.holders());
            if (sketch.attempt(() -> next(holder))) {
                return;
            }
        }
    }

    private void next(RecordDefinition holder) {
        switch (choices.weighted(6, 3, 2, 2, 1, 1, 1, 1, 1, 2, 1, 2, 2, 1, 1)) {
            case 0 -> aggregates.related(holder);
            case 1 -> aggregates.global();
            case 2 -> rows.computed(holder);
            case 3 -> rows.lookup(holder);
            case 4 -> rows.copy(holder);
            case 5 -> reads.custom(holder);
            case 6 -> reads.realTime(holder);
            case 7 -> reads.customGlobal();
            case 8 -> reads.stepByStep();
            case 9 -> machine(holder);
            case 10 -> sequence(holder);
            case 11 -> records.projection();
            case 12 -> records.yielded();
            case 13 -> reads.async(holder);
            default -> reads.asyncGlobal();
        }
    }

    private void machine(RecordDefinition holder) {
        if (!sketch.has(Feature.MACHINES)) {
            return;
        }
        if (choices.oneIn(3)) {
            machines.global();
        } else {
            machines.machine(holder);
        }
    }

    private void sequence(RecordDefinition holder) {
        if (sketch.has(Feature.NUMBERS)) {
            rows.sequence(holder);
        }
    }
}
