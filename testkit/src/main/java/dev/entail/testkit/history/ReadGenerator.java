package dev.entail.testkit.history;

import dev.entail.core.computation.Async;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Reads;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Request;
import dev.entail.core.computation.Step;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.Echo;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random values that follow from everything that they read: custom ones, those in time, and those that somebody works out. */
final class ReadGenerator {
    private final Sketch sketch;
    private final Choices choices;
    private final Inputs inputs;

    ReadGenerator(Sketch sketch, Inputs inputs) {
        this.sketch = sketch;
        this.choices = sketch.choices();
        this.inputs = inputs;
    }

    /** A text of all values that are read, those of lists sorted by themselves, for no list has an order of its own. */
    void custom(RecordDefinition holder) {
        Selection[] parts = inputs.parts(inputs.record(holder)).toArray(Selection[]::new);
        Custom custom = Custom.reading(parts).computing(Fingerprint::of);
        boolean unguarded = choices.oneIn(2) && sketch.has(Feature.UNGUARDED_READS);
        sketch.derive(holder, Property.text(sketch.name("z")), unguarded ? custom.atomicSafe() : custom);
    }

    /** What follows from all values that are read, and from the time in such a way that it does not matter. */
    void realTime(RecordDefinition holder) {
        if (!sketch.has(Feature.UNGUARDED_READS)) {
            return;
        }
        Reads reads = RealTime.reading(inputs.parts(inputs.record(holder)).toArray(Selection[]::new));
        String name = sketch.name("r");
        if (choices.oneIn(2)) {
            sketch.derive(
                    holder,
                    Property.bool(name),
                    reads.formula(row -> RealTime.now()
                            .multiply(0)
                            .add(Fingerprint.hash(row))
                            .greaterThan(1L << 31)));
        } else {
            sketch.derive(
                    holder,
                    Property.number(name),
                    reads.formula(row -> RealTime.now().multiply(0).add(Fingerprint.hash(row)))
                            .again(Duration.ofDays(1)));
        }
    }

    void customGlobal() {
        Reads reads = set();
        if (choices.oneIn(4) && sketch.has(Feature.UNGUARDED_READS)) {
            sketch.derive(
                    Property.number(sketch.name("r")),
                    new RealTime(
                            reads.parts(),
                            reads.sets(),
                            row -> RealTime.now().multiply(0).add(Fingerprint.hash(row)),
                            null));
        } else {
            sketch.derive(Property.text(sketch.name("y")), reads.computing(Fingerprint::of));
        }
    }

    private Reads set() {
        Query set = inputs.set(choices.of(sketch.facts()));
        return Custom.reading("all", set).and(inputs.settings(false).toArray(String[]::new));
    }

    /** A number made of all items of a set, which follows changes of single ones where it can. */
    void stepByStep() {
        RecordDefinition record = choices.of(sketch.facts());
        List<String> values = inputs.chosen(inputs.of(inputs.record(record)), 4);
        values.add("id");
        Query set = Query.of(record.name()).select(values.toArray(String[]::new));
        if (choices.oneIn(2)) {
            set = set.where(new MatchGenerator(inputs.model(), sketch.features(), choices).condition(record.name()));
        }
        Custom custom = Custom.reading("all", set)
                .computing(all -> Step.value(all.rows("all").stream()
                                .mapToLong(ReadGenerator::share)
                                .sum())
                        .with("size", all.rows("all").size()))
                .keeping(Property.integer("size"))
                .updating((last, change) -> Step.value((Long) Objects.requireNonNull(last.value())
                                + share(change.now())
                                - share(change.before()))
                        .with("size", last.states().integer("size") + size(change.now()) - size(change.before())));
        sketch.derive(Property.integer(sketch.name("i")), custom);
    }

    /** What comes of work that answers what it is asked, sometimes at once. */
    void async(RecordDefinition holder) {
        if (sketch.has(Feature.WORK)) {
            Selection[] parts = inputs.parts(inputs.record(holder)).toArray(Selection[]::new);
            async(Custom.reading(parts), value -> sketch.derive(holder, Property.text(sketch.name("p")), value));
        }
    }

    void asyncGlobal() {
        if (sketch.has(Feature.WORK)) {
            // Nobody asks before anything has changed, so that nothing must come of nothing.
            Query set = inputs.set(choices.of(sketch.facts()));
            async(Custom.reading("all", set), value -> sketch.derive(Property.text(sketch.name("p")), value));
        }
    }

    private void async(Reads reads, Consumer<Async> declaration) {
        boolean sometimesAtOnce = choices.oneIn(2);
        Async async = reads.requesting(row -> {
            boolean empty = row.values().get("all") instanceof List<?> items && items.isEmpty();
            String text = empty ? null : Fingerprint.of(row);
            return sometimesAtOnce && Fingerprint.below(3, text) == 0
                    ? Request.resolved(text)
                    : Request.of(Echo.ARG, text);
        });
        declaration.accept(
                choices.oneIn(2) ? async : async.applying((result, args) -> result == null ? null : result + "!"));
    }

    private static long share(@Nullable Row row) {
        return row == null ? 0 : 1 + Fingerprint.of(row).hashCode();
    }

    private static long size(@Nullable Row row) {
        return row == null ? 0 : 1;
    }
}
