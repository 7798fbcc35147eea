package dev.entail.testkit.contract.runtime;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.ValueType;
import dev.entail.testkit.history.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts declarations together by chance, with names and paths that often do not exist or do not fit. */
final class DeclarationGenerator {
    private static final List<String> NAMES = List.of(
            "a", "n", "d", "items", "owner", "peers", "since", "x", "g", "id", "A", "source", "target", "status");
    private static final List<String> ODD =
            List.of("", " ", "a b", "a.b", "__type", "_x", "naïve", "1st", "*", "@", "a$b", "x".repeat(300));
    private static final List<String> PATHS = List.of(
            "owner.n",
            "items.n",
            "owner.owner.n",
            "&.since",
            "items.&.since",
            "@g",
            "@x",
            "owner.@g",
            "source.n",
            "target.a",
            "owner.",
            ".n",
            "..",
            "peers.peers.n",
            "&",
            "&.",
            "owner.id",
            "items",
            "owner",
            "missing.n");

    private final Choices choices;
    private final List<RecordDefinition> records = new ArrayList<>();
    private final List<Entity> entities = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<Interaction> interactions = new ArrayList<>();

    DeclarationGenerator(Choices choices) {
        this.choices = choices;
    }

    /** What is put together, if it passes. */
    Model build() {
        for (int i = 0; i < 2; i++) {
            Entity entity = Entity.entity(choices.oneIn(60) ? recordName() : "E" + i, properties());
            entities.add(entity);
            records.add(entity);
        }
        for (int i = 0; i <= choices.below(3); i++) {
            Relation relation = relation(i);
            relations.add(relation);
            records.add(relation);
        }
        if (choices.oneIn(4)) {
            records.add(View.of("V", choices.of(records), match(2)));
        }
        if (choices.oneIn(8)) {
            records.add(RelationView.of("RV", choices.of(relations), name(), name(), match(2)));
        }
        if (choices.oneIn(8)) {
            records.add(Union.of("U", choices.of(records), choices.of(records)));
        }
        Interaction ask = Interaction.interaction(choices.oneIn(40) ? recordName() : "Ask")
                .anonymous()
                .payload(
                        choices.oneIn(10)
                                ? PayloadField.reference(name(), Entity.entity("Stranger", Property.text("a")))
                                : PayloadField.reference("e", entities.getFirst()));
        interactions.add(ask);
        ModelBuilder builder = Model.model("Any").facts(records.toArray(RecordDefinition[]::new));
        if (!choices.oneIn(10)) {
            builder.events(ask);
        }
        if (choices.oneIn(3)) {
            builder.globals(property("g"));
        }
        for (int i = 0; i < choices.below(4); i++) {
            derive(builder);
        }
        if (choices.oneIn(4)) {
            builder.constrain(holder(), constraint());
        }
        return builder.build();
    }

    private Property<?>[] properties() {
        List<Property<?>> all = new ArrayList<>(List.of(Property.text("a"), Property.integer("n")));
        for (int i = 0; i < choices.below(3); i++) {
            all.add(choices.oneIn(15) ? property(name()) : property("p" + i));
        }
        return all.toArray(Property<?>[]::new);
    }

    private Property<?> property(String name) {
        ValueType type = choices.of(ValueType.values());
        Property<?> property = Property.of(name, type);
        return choices.oneIn(10) ? Property.list(property) : property;
    }

    private Relation relation(int number) {
        RecordDefinition from = choices.oneIn(15) ? choices.of(records) : choices.of(entities);
        RecordDefinition to = choices.of(entities);
        String source = choices.oneIn(15) ? name() : "owner" + (number == 0 ? "" : number);
        String target = choices.oneIn(15) ? name() : "items" + (number == 0 ? "" : number);
        Relation relation = switch (choices.below(5)) {
            case 0 -> Relation.oneToOne(from, source, to, target);
            case 1 -> Relation.oneToMany(from, target, to, source);
            case 2 -> Relation.manyToMany(from, source, to, target);
            case 3 -> Relation.manyToMany(from, "peers", choices.oneIn(6) ? to : from, "peers");
            default -> Relation.manyToOne(from, source, to, target);
        };
        if (choices.oneIn(2)) {
            relation = relation.with(Property.integer(choices.oneIn(10) ? name() : "since"));
        }
        if (choices.oneIn(8)) {
            relation = relation.reliantTargets();
        }
        return relation.named(choices.oneIn(30) ? recordName() : "R" + number);
    }

    /** Never blank, so that problems can tell the place. */
    private String recordName() {
        String name = name();
        return name.isBlank() ? "." : name;
    }

    private String name() {
        return choices.oneIn(4) ? choices.of(ODD) : choices.of(NAMES);
    }

    private String path() {
        return switch (choices.below(6)) {
            case 0 -> choices.of(PATHS);
            case 1 -> name();
            case 2 -> "owner.n";
            default -> choices.of("n", "a");
        };
    }

    private List<String> paths() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i <= choices.below(3); i++) {
            all.add(path());
        }
        return all;
    }

    private Match match(int depth) {
        return switch (choices.below(depth == 0 ? 5 : 9)) {
            case 0 -> Match.eq("n", 1L);
            case 1 -> Match.ne("a", choices.oneIn(3) ? Match.field("a") : "t1");
            case 2 -> Match.isNull(path());
            case 3 -> Match.in("n", choices.oneIn(4) ? List.of() : List.of(1L, 2L));
            case 4 -> Match.gt(choices.of("n", "owner.n", "missing"), 0L);
            case 5 -> Match.and(match(depth - 1), match(depth - 1));
            case 6 -> Match.or(match(depth - 1), match(depth - 1));
            case 7 -> Match.not(match(depth - 1));
            default -> Match.exists(choices.of("items", "owner", "peers", name()), match(depth - 1));
        };
    }

    private RecordDefinition holder() {
        return choices.oneIn(20)
                ? Entity.entity("Stranger", Property.text("a"))
                : choices.oneIn(3) ? choices.of(records) : entities.getFirst();
    }

    private void derive(ModelBuilder builder) {
        Property<?> property = Property.of(choices.oneIn(10) ? name() : "v" + choices.below(9), type());
        switch (choices.below(5)) {
            case 0 -> builder.derive(property, value(true));
            case 1 -> builder.derive(holder(), records());
            default -> builder.derive(holder(), property, value(false));
        }
    }

    private ValueType type() {
        return choices.of(
                ValueType.INTEGER,
                ValueType.INTEGER,
                ValueType.DECIMAL,
                ValueType.NUMBER,
                ValueType.TEXT,
                ValueType.BOOLEAN,
                ValueType.JSON);
    }

    private Computation.OfValue value(boolean global) {
        RecordDefinition all = holder();
        String list = choices.oneIn(3) ? path() : choices.of("items", "owner", "peers");
        boolean whole = choices.oneIn(8) != global;
        return switch (choices.below(10)) {
            case 0 -> whole ? Count.of(all) : Count.of(list);
            case 1 -> whole ? Summation.of(all, path()) : Summation.of(list, path());
            case 2 -> whole ? Average.of(all, path()) : Average.of(list, path());
            case 3 -> whole ? Every.of(all, path()) : Every.of(list, path());
            case 4 -> whole ? Any.of(all, path()) : Any.of(list, path());
            case 5 -> whole ? WeightedSummation.of(all, path(), path()) : WeightedSummation.of(list, path(), path());
            case 6 -> Computed.from(paths(), row -> null);
            case 7 -> choices.oneIn(2) ? Lookup.of(path()) : sequence();
            case 8 ->
                whole
                        ? Custom.reading(
                                        "all",
                                        Query.of(all.name()).select(path()).where(match(1)))
                                .computing(row -> null)
                        : Custom.reading(Selection.related(list, path()).where(match(1)))
                                .and(path())
                                .computing(row -> null);
            default -> machine(global);
        };
    }

    private Sequence sequence() {
        Sequence sequence = Sequence.scoped(choices.oneIn(6) ? name() : "seq" + choices.below(99))
                .per(paths().toArray(String[]::new))
                .step(choices.below(4));
        return choices.oneIn(4) ? sequence.where(match(1)) : sequence;
    }

    private StateMachine machine(boolean global) {
        String first = choices.of("todo", "done", "");
        Trigger<?> trigger = trigger();
        Transfer.Path path = Transfer.from(choices.of("todo", "done", "other")).to(choices.of("todo", "done", ""));
        Transfer<?> transfer = global != choices.oneIn(8) ? path.on(trigger) : path.on(trigger, event -> null);
        return StateMachine.of(first, "done", choices.of("other", "done")).with(transfer);
    }

    private Trigger<?> trigger() {
        RecordDefinition record = holder();
        return switch (choices.below(5)) {
            case 0 -> Trigger.created(record);
            case 1 -> Trigger.updated(record, paths().toArray(String[]::new));
            case 2 -> Trigger.deleted(record).wasLike(Map.of(name(), 1L));
            case 3 -> Trigger.changed(Property.integer(choices.of("g", "x")));
            default -> Trigger.dispatched(interactions.getFirst());
        };
    }

    private Computation.OfRecords records() {
        return switch (choices.below(3)) {
            case 0 -> Projection.toRecord(holder(), paths(), row -> null);
            case 1 -> Transform.toRecords(trigger(), event -> List.<Draft>of());
            default -> Transform.toLink(trigger(), event -> null);
        };
    }

    private Constraint constraint() {
        return switch (choices.below(4)) {
            case 0 -> Constraint.required(name(), path());
            case 1 -> Constraint.identity(name(), paths().toArray(String[]::new));
            case 2 -> Constraint.unique(name(), paths().toArray(String[]::new)).where(match(2));
            default -> Constraint.unique("key", paths().toArray(String[]::new));
        };
    }
}
