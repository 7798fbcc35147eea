package dev.entail.testkit.history;

import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.reference.ReferenceId;
import dev.entail.testkit.reference.ReferenceOutcome;
import dev.entail.testkit.reference.ReferenceQuery;
import dev.entail.testkit.reference.ReferenceRecord;
import dev.entail.testkit.reference.ReferenceStore;
import dev.entail.testkit.reference.ReferenceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plays one history on an empty store and on an empty reference, and compares them after every step. */
final class Performance {
    private final Subject subject;
    private final Model model;
    private final OperationGenerator operations;
    private final QueryGenerator queries;
    private final Set<String> observed;
    private final ReferenceStore reference;
    private final Binding binding = new Binding();
    private final Adoption adoption;
    private final boolean unsettled;
    private final List<Model.DerivedValue> numbered;
    private Map<ReferenceId, RecordId> adopted = Map.of();
    private final List<ReferenceId> everBound = new ArrayList<>();
    private final List<String> transcript = new ArrayList<>();
    private int accepted;

    Performance(Subject subject, Set<Feature> features, Set<String> observed) {
        this.subject = subject;
        this.model = subject.model();
        this.operations = new OperationGenerator(model, features);
        this.queries = new QueryGenerator(model, features);
        this.observed = observed;
        this.reference = new ReferenceStore(model, subject::lastNumber);
        this.adoption = new Adoption(subject, binding);
        this.unsettled = !Unsettled.places(model).isEmpty();
        this.numbered = Unsettled.numbers(model);
    }

    /** What happened, for people. */
    List<String> transcript() {
        return transcript;
    }

    /** How many transactions were not refused. */
    int accepted() {
        return accepted;
    }

    /** The first difference, if there is one. */
    Optional<Difference> play(History history) {
        try {
            subject.settle();
            adopted = adoption.adopt(reference.view());
            for (History.Step step : history.steps()) {
                play(step);
            }
            List<String> drift = subject.drift();
            if (!drift.isEmpty()) {
                return Optional.of(new Difference("drift", String.join("\n  ", drift)));
            }
            return Optional.empty();
        } catch (DifferenceFound e) {
            return Optional.of(e.difference());
        }
    }

    private void play(History.Step step) {
        transcript.add("transaction" + (step.rollback() ? ", rolled back" : ""));
        ReferenceView before = reference.view();
        reference.begin();
        List<Done> script = rehearse(step);
        ReferenceOutcome outcome = reference.end();
        List<Effect> effects = script.isEmpty() ? List.of() : perform(step, script, outcome);
        if (effects == null) {
            reference.rollback();
            script.forEach(done -> created(done.result()).forEach(binding::forget));
        } else {
            accepted++;
            compareEvents(before, outcome, effects, isOneOperation(script));
        }
        new StateComparison(subject, binding).compare(reference.view());
        step.questions().forEach(this::ask);
    }

    private void compareEvents(
            ReferenceView before, ReferenceOutcome outcome, List<Effect> effects, boolean oneOperation) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(subject.settle());
        EventReader told = new EventReader(model).read(all);
        EntailedComparison entailed = new EntailedComparison(before, adopted);
        new Identification(model, binding).identify(outcome.events(), told.data());
        rememberAll();
        numbered.forEach(this::renumber);
        EventComparison comparison = new EventComparison(model, binding);
        comparison.compare(outcome.events(), told, reference.view().entailed().names());
        Map<ReferenceId, RecordId> was = adopted;
        adopted = adoption.adopt(reference.view());
        // Between a transaction and the work that follows from it others may come and go.
        entailed.compare(reference.view(), adopted, told.data(), oneOperation && !unsettled);
        comparison.compareMemberships(
                Members.of(observed, before, binding, was),
                Members.of(observed, reference.view(), binding, adopted),
                told.memberships(),
                oneOperation && !unsettled);
    }

    private void renumber(Model.DerivedValue numbered) {
        String name = numbered.value().name();
        Query numbers = new Query(numbered.record(), List.of(Selection.path(name)), Match.all(), List.of(), Page.ALL);
        Map<ReferenceId, Long> stored = new HashMap<>();
        for (Row row : subject.list(numbers)) {
            ReferenceId id = binding.reference(numbered.record(), row.id());
            if (id != null && row.get(name) instanceof Long number) {
                stored.put(id, number);
            }
        }
        reference.renumber(numbered.record(), name, stored);
    }

    /** Creating many records is as many operations. */
    private static boolean isOneOperation(List<Done> script) {
        return script.stream()
                        .mapToInt(done -> done.operation() instanceof Operation.CreateAll all
                                ? all.drafts().size()
                                : 1)
                        .sum()
                <= 1;
    }

    private void rememberAll() {
        for (ReferenceRecord record : reference.view().facts()) {
            if (!everBound.contains(record.id())) {
                everBound.add(record.id());
            }
        }
    }

    /** Does on the reference what is to be done, so that it is known what must come of it. */
    private List<Done> rehearse(History.Step step) {
        List<Done> script = new ArrayList<>();
        Set<ReferenceId> created = new HashSet<>();
        Resolution resolution = Resolution.of(Ref.class, ref -> resolve(ref, created));
        // What one operation asks of records must be known by then; where work is still to be done, or the order in
        // which
        // records were numbered is not said, it is not.
        boolean alone = unsettled || !numbered.isEmpty();
        for (Gene gene : alone ? step.operations().stream().limit(1).toList() : step.operations()) {
            Operation symbolic = operations.operation(gene);
            Optional<Operation> resolved = Resolution.attempt(() -> resolution.operation(symbolic));
            transcript.add("  " + symbolic + (resolved.isPresent() ? "" : "   (nothing there, left out)"));
            if (resolved.isPresent()) {
                Object result = Rehearsal.on(reference, resolved.get());
                created.addAll(created(result));
                script.add(new Done(resolved.get(), result));
            }
        }
        return script;
    }

    /** The records that an operation of the reference has answered with. */
    private static List<ReferenceId> created(@Nullable Object result) {
        return switch (result) {
            case ReferenceId id -> List.of(id);
            case List<?> ids -> ids.stream().map(ReferenceId.class::cast).toList();
            case null, default -> List.of();
        };
    }

    private ReferenceId resolve(Ref ref, Set<ReferenceId> created) {
        Set<String> concrete = model.record(ref.record()).concrete();
        ReferenceView now = reference.view();
        if (ref.gone()) {
            List<ReferenceId> gone = everBound.stream()
                    .filter(id -> concrete.contains(id.record()) && now.record(id) == null)
                    .toList();
            return gone.isEmpty()
                    ? new ReferenceId(concrete.iterator().next(), 0)
                    : gone.get(ref.index() % gone.size());
        }
        List<ReferenceRecord> there = now.facts().stream()
                .filter(record -> concrete.contains(record.record())
                        && (binding.knows(record.id()) || created.contains(record.id())))
                .sorted((left, right) -> left.id().compareTo(right.id()))
                .toList();
        if (there.isEmpty()) {
            throw new Resolution.NothingThere();
        }
        ReferenceRecord record = there.get(ref.index() % there.size());
        ReferenceId id = switch (ref.at()) {
            case RECORD -> record.id();
            case SOURCE -> Objects.requireNonNull(record.source());
            case TARGET -> Objects.requireNonNull(record.target());
        };
        if (now.record(id) != null && !binding.knows(id) && !created.contains(id)) {
            // An end that was created inside a draft of this transaction, whose id nobody knows yet.
            throw new Resolution.NothingThere();
        }
        return id;
    }

    /** Does it on the store; null if that refused, rightly, or took it back. */
    private @Nullable List<Effect> perform(History.Step step, List<Done> script, ReferenceOutcome outcome) {
        List<Effect> effects;
        try {
            effects = subject.transaction(writer -> {
                for (Done done : script) {
                    perform(writer, done, !outcome.mustFail());
                }
                if (step.rollback()) {
                    throw new TakenBack();
                }
            });
        } catch (TakenBack e) {
            return null;
        } catch (EntailException e) {
            transcript.add("  refused: " + e.code());
            if (!outcome.allowsRefusal(e.code())) {
                throw new DifferenceFound(
                        "refusal",
                        "refused with " + e.code() + " (" + e.getMessage() + "), expected was "
                                + (outcome.codes().isEmpty() ? "success" : outcome.codes()));
            }
            return null;
        } catch (DifferenceFound e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DifferenceFound(
                    "crash",
                    e + " at " + List.of(e.getStackTrace()).stream().limit(8).toList());
        }
        if (outcome.mustFail()) {
            throw new DifferenceFound("acceptance", "accepted, should have been refused with " + outcome.codes());
        }
        return effects;
    }

    private void perform(Subject.Writer writer, Done done, boolean compares) {
        Operation operation = Resolution.of(ReferenceId.class, this::stored).operation(done.operation());
        Object result = Rehearsal.on(model, writer, operation);
        if (result instanceof RecordId id && done.result() instanceof ReferenceId expected) {
            bind(expected, id);
        } else if (result instanceof List<?> ids && done.result() instanceof List<?> expected) {
            for (int i = 0; i < Math.min(ids.size(), expected.size()); i++) {
                bind((ReferenceId) expected.get(i), (RecordId) ids.get(i));
            }
        } else if (compares && !Objects.equals(result, done.result())) {
            throw new DifferenceFound(
                    "answer", operation + " answered " + result + ", should have answered " + done.result());
        }
    }

    private void bind(ReferenceId reference, RecordId id) {
        if (reference.number() > 0) {
            binding.bind(reference, id);
        }
    }

    private RecordId stored(ReferenceId reference) {
        RecordId id = binding.id(reference);
        return id == null ? Binding.NOBODY : id;
    }

    private void ask(Gene gene) {
        Resolution refs = Resolution.of(Ref.class, ref -> resolve(ref, Set.of()));
        Query symbolic = queries.question(gene);
        Optional<Query> question = Resolution.attempt(() -> refs.query(symbolic));
        transcript.add("  ask " + Text.of(symbolic) + (question.isPresent() ? "" : "   (nothing there, left out)"));
        question.ifPresent(this::ask);
    }

    private void ask(Query question) {
        ReferenceQuery expected = new ReferenceQuery(reference.view(), binding::require);
        Query stored = Resolution.of(ReferenceId.class, this::stored).query(question);
        List<Aggregate> aggregates = queries.aggregates(question);
        List<Row> wanted = expected.list(question);
        List<@Nullable Object> wantedNumbers = expected.aggregate(question, aggregates);
        List<Row> found;
        List<@Nullable Object> numbers;
        long count;
        try {
            found = subject.list(stored);
            count = subject.count(stored);
            numbers = subject.aggregate(stored, aggregates);
        } catch (RuntimeException e) {
            throw new DifferenceFound("question", Text.of(stored) + "\n  was refused: " + e);
        }
        if (!wanted.equals(found)) {
            throw new DifferenceFound(
                    "question",
                    Text.of(stored) + "\n  found     " + Text.of(found) + "\n  should be " + Text.of(wanted));
        }
        if (count != expected.count(question)) {
            throw new DifferenceFound(
                    "question", Text.of(stored) + "\n  counted " + count + ", should be " + expected.count(question));
        }
        if (!wantedNumbers.equals(numbers)) {
            throw new DifferenceFound(
                    "question",
                    Text.of(stored) + "\n  " + aggregates + "\n  are       " + numbers + "\n  should be "
                            + wantedNumbers);
        }
    }

    /** An operation on the reference, with what it answered. */
    private record Done(Operation operation, @Nullable Object result) {}
}
