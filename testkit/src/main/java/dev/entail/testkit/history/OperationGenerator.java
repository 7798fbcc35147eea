package dev.entail.testkit.history;

import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Sequence;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.testkit.reference.Entailed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random operations on any model. What an operation is follows from its gene alone, not from what is stored. */
final class OperationGenerator {
    private static final int REFS = 6;

    private final Model model;
    private final Set<Feature> features;
    private final List<String> creatable = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<String> entities = new ArrayList<>();
    private final List<String> sets = new ArrayList<>();
    private final List<ValueModel> globals;
    private final Set<String> made;

    OperationGenerator(Model model, Set<Feature> features) {
        this.model = model;
        this.features = features;
        this.made = Entailed.records(model);
        this.globals = model.globals().values().stream()
                .filter(global ->
                        !global.isDerived() && (features.contains(Feature.COPIED_GLOBALS) || !isCopied(model, global)))
                .toList();
        Set<String> events = model.eventSources().values().stream()
                .map(EventSource::eventEntity)
                .map(Entity::name)
                .collect(Collectors.toSet());
        for (RecordModel record : model.records().values()) {
            RecordDefinition definition = record.definition();
            if (record.concrete().stream().anyMatch(name -> events.contains(name) || made.contains(name))) {
                continue;
            }
            if (definition instanceof Entity) {
                creatable.add(record.name());
                entities.add(record.name());
            } else if (definition instanceof Relation relation) {
                relations.add(relation);
            } else {
                sets.add(record.name());
            }
        }
        if (features.contains(Feature.SET_WRITES)) {
            sets.stream()
                    .filter(name -> model.record(name).definition() instanceof View
                            && model.record(name).relation().isEmpty()
                            && model.record(name).creates().isPresent())
                    .forEach(creatable::add);
        }
    }

    private static boolean isCopied(Model model, ValueModel global) {
        return model.records().values().stream()
                .flatMap(record -> record.values().values().stream())
                .anyMatch(value -> value.computation() instanceof GlobalValue copy
                        && copy.global().equals(global.name()));
    }

    /** The operation that grows from a gene. */
    Operation operation(Gene gene) {
        Operation operation = new OneOperation(new Choices(gene.seed())).operation();
        for (int version : gene.simpler()) {
            operation = Simpler.of(operation).get(version);
        }
        return operation;
    }

    private final class OneOperation {
        private final Choices choices;
        private final ValueGenerator values;

        OneOperation(Choices choices) {
            this.choices = choices;
            this.values = new ValueGenerator(choices);
        }

        Operation operation() {
            int bulk = features.contains(Feature.BULK) ? 2 : 0;
            int links = relations.isEmpty() ? 0 : 1;
            int settings = globals.isEmpty() ? 0 : 2;
            int deletions = features.contains(Feature.DELETIONS) ? 1 : 0;
            return switch (choices.weighted(
                    8, 7 * links, 3 * links, 8, 3 * deletions, bulk, bulk, bulk * deletions, settings, 1)) {
                case 0 -> create();
                case 1 -> connect();
                case 2 -> disconnect();
                case 3 -> update();
                case 4 -> delete();
                case 5 -> createAll();
                case 6 -> updateAll();
                case 7 -> deleteAll();
                case 8 -> setGlobal();
                default -> count();
            };
        }

        private Operation create() {
            String record = choices.of(creatable);
            return new Operation.Create(record, spoiled(record, draft(record, true, 2, Set.of())));
        }

        private Operation createAll() {
            String record = choices.of(creatable);
            List<Draft> drafts = new ArrayList<>();
            int size = choices.below(4);
            for (int i = 0; i < size; i++) {
                drafts.add(draft(record, true, 1, Set.of()));
            }
            return new Operation.CreateAll(record, drafts);
        }

        private Operation connect() {
            Relation relation = choices.of(relations);
            return new Operation.Connect(
                    relation.name(),
                    any(relation.source().name()),
                    any(relation.target().name()),
                    draft(relation.name(), true, 0, Set.of()));
        }

        private Operation disconnect() {
            Relation relation = choices.of(relations);
            if (choices.oneIn(4)) {
                return new Operation.Disconnect(
                        relation.name(),
                        any(relation.source().name()),
                        any(relation.target().name()));
            }
            int index = choices.below(REFS);
            return new Operation.Disconnect(
                    relation.name(),
                    Ref.toEnd(relation.name(), index, Ref.At.SOURCE),
                    Ref.toEnd(relation.name(), index, Ref.At.TARGET));
        }

        private Operation update() {
            String record = written();
            return new Operation.Update(record, any(record), spoiled(record, draft(record, false, 1, Set.of())));
        }

        private Operation delete() {
            String record = written();
            return new Operation.Delete(record, any(record));
        }

        private Operation updateAll() {
            String record = written();
            return new Operation.UpdateAll(record, condition(record), draft(record, false, 0, Set.of()));
        }

        private Operation deleteAll() {
            String record = written();
            Match both = Match.and(condition(record), condition(record));
            return new Operation.DeleteAll(record, both);
        }

        private Operation setGlobal() {
            ValueModel global = choices.of(globals);
            return new Operation.SetGlobal(global.name(), choices.oneIn(5) ? null : values.value(global.property()));
        }

        private Operation count() {
            String record = choices.of(entities);
            return new Operation.CountAll(record, condition(record));
        }

        private Match condition(String record) {
            return new MatchGenerator(model, features, choices).match(record);
        }

        /** Whose records are changed or deleted: mostly entities, sometimes links, views and unions. */
        private String written() {
            boolean sometimes = choices.oneIn(4);
            if (sometimes && features.contains(Feature.SET_WRITES) && !sets.isEmpty() && choices.oneIn(2)) {
                return choices.of(sets);
            }
            return sometimes && features.contains(Feature.LINK_WRITES) && !relations.isEmpty()
                    ? choices.of(relations).name()
                    : choices.of(entities);
        }

        private Ref any(String record) {
            int index = choices.below(REFS);
            return choices.oneIn(25) ? Ref.toGone(record, index) : Ref.to(record, index);
        }

        /**
         * Values, and related records if there is depth for them.
         *
         * @param outer families of the relations that lead to this draft
         */
        private Draft draft(String record, boolean isNew, int depth, Set<String> outer) {
            Draft draft = Draft.empty();
            RecordModel known = model.record(record);
            for (ValueModel value : known.values().values()) {
                if (!value.isDerived() && (isTold(known, value, isNew) || isNew && isRequired(known, value.name()))) {
                    draft = draft.set(value.name(), valueOrNull(known, value));
                }
            }
            if (depth == 0 || known.relation().isPresent() && isNew) {
                return draft;
            }
            Set<String> here = new HashSet<>();
            for (Navigation navigation : known.navigations().values()) {
                String relation = navigation.relation().name();
                String root = model.record(relation).root();
                boolean writable = model.record(relation).definition() instanceof Relation
                        && !made.contains(relation)
                        && isOwn(record, navigation);
                // Relations of one union share their cardinality, so what one draft says of two of them could
                // contradict
                // each other; so could, in an update, both ends of a relation of an entity with itself.
                boolean free = !here.contains(root) || isNew && root.equals(relation);
                if (writable && free && !outer.contains(root) && !navigation.isEnd() && choices.oneIn(4)) {
                    here.add(root);
                    draft = draft.set(navigation.name(), related(navigation, isNew, depth, outer));
                }
            }
            return draft;
        }

        /** Under the name of a union only the relations that all its records have are written. */
        private boolean isOwn(String record, Navigation navigation) {
            return model.record(record).concrete().stream()
                    .allMatch(name -> model.record(name).navigations().containsKey(navigation.name()));
        }

        private @Nullable Object related(Navigation navigation, boolean isNew, int depth, Set<String> outer) {
            if (!navigation.many()) {
                return !isNew && choices.oneIn(4) ? null : item(navigation, depth, outer);
            }
            List<Object> items = new ArrayList<>();
            int size = choices.below(3);
            for (int i = 0; i < size; i++) {
                items.add(item(navigation, depth, outer));
            }
            return items;
        }

        private Object item(Navigation navigation, int depth, Set<String> outer) {
            String other = navigation.targetRecord();
            String link = navigation.relation().name();
            boolean data = features.contains(Feature.LINK_DATA)
                    && model.record(link).values().values().stream().anyMatch(value -> !value.isDerived())
                    && choices.oneIn(3);
            if (choices.oneIn(2)
                    && model.record(other).creates().isPresent()
                    && model.record(other).relation().isEmpty()) {
                Set<String> inner = new HashSet<>(outer);
                inner.add(model.record(link).root());
                Draft draft = draft(other, true, depth - 1, inner);
                return data ? draft.set("&", linkValues(link)) : draft;
            }
            Ref ref = any(other);
            return data ? Draft.of("id", ref).set("&", linkValues(link)) : ref;
        }

        private Draft linkValues(String relation) {
            return draft(relation, true, 0, Set.of());
        }

        private @Nullable Object valueOrNull(RecordModel record, ValueModel value) {
            return choices.oneIn(isRequired(record, value.name()) ? 30 : 5) ? null : values.value(value.property());
        }

        /** Of what cannot change an update hardly ever speaks. */
        private boolean isTold(RecordModel record, ValueModel value, boolean isNew) {
            return isNew || !isScope(record, value.name()) ? choices.below(3) > 0 : choices.oneIn(12);
        }

        /** Whether records are numbered within the values of an attribute, so that it cannot change. */
        private boolean isScope(RecordModel record, String attribute) {
            return record.values().values().stream()
                    .anyMatch(value -> value.computation() instanceof Sequence sequence
                            && sequence.scope().contains(attribute));
        }

        private boolean isRequired(RecordModel record, String attribute) {
            return record.constraints().stream()
                    .anyMatch(constraint -> constraint instanceof Constraint.Required required
                            && required.attribute().equals(attribute));
        }

        /** Sometimes a draft that must be refused. */
        private Draft spoiled(String record, Draft draft) {
            if (!choices.oneIn(30)) {
                return draft;
            }
            RecordModel known = model.record(record);
            List<ValueModel> all = List.copyOf(known.values().values());
            return switch (choices.below(4)) {
                case 0 -> draft.set("noSuchAttribute", 1);
                case 1 -> {
                    ValueModel value = all.isEmpty() ? null : choices.of(all);
                    yield value == null ? draft : draft.set(value.name(), values.misfit(value.property()));
                }
                case 2 ->
                    known.navigations().isEmpty() || known.relation().isPresent()
                            ? draft
                            : draft.set(
                                    choices.of(List.copyOf(known.navigations().keySet())), 5);
                default ->
                    all.stream()
                            // The draft of a new record may say in which state it begins.
                            .filter(value ->
                                    value.isDerived() && value.machine().isEmpty())
                            .findFirst()
                            .map(value -> draft.set(value.name(), 7L))
                            .orElse(draft);
            };
        }
    }
}
