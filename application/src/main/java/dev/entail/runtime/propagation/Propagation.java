package dev.entail.runtime.propagation;

import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.computation.ReactionContext;
import dev.entail.runtime.computation.Recomputation;
import dev.entail.storage.task.TaskKey;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.write.MutationListener;
import dev.entail.storage.write.WriteContext;
import dev.entail.storage.write.WriteSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps derived values true within one transaction. Each mutation is followed at once by the reactions to it; of
 * mutations by one statement all are brought to account before any of them is acted on. Increments are the exception: those that others depend on wait until
 * {@link #settle()}, those that nobody depends on until {@link #finish()}. Not thread-safe.
 */
public final class Propagation implements ReactionContext {
    private static final int CHAIN_LIMIT = 100;

    private final DependencyGraph graph;
    private final Model model;
    private final int mutationLimit;
    private final TaskLog tasks;
    private final Transaction transaction;
    private final Instant now;
    private final WriteSession session;
    private final EffectLog effects = new EffectLog();
    private final PendingChanges pending = new PendingChanges();
    private final Map<Recomputation, Object> notes = new HashMap<>();
    private final Set<ProvenRecord> proven = new HashSet<>();
    private final Deque<String> chain = new ArrayDeque<>();
    private int mutations;
    private @Nullable Dispatched dispatched;
    private @Nullable Dispatched followed;
    private OptionalInt cause = OptionalInt.empty();

    /**
     * Propagation in a transaction.
     *
     * @param now the time of the transaction
     * @param mutationLimit how many mutations a transaction may cause before it is taken for a runaway
     * @param tasks where work for others is written down
     */
    public Propagation(
            DependencyGraph graph,
            Model model,
            WriteContext writes,
            Transaction transaction,
            Instant now,
            int mutationLimit,
            TaskLog tasks) {
        this.graph = graph;
        this.model = model;
        this.mutationLimit = mutationLimit;
        this.tasks = tasks;
        this.transaction = transaction;
        this.now = now;
        this.session = writes.begin(transaction, new Followed());
        transaction.beforeRead(this::settle);
        transaction.beforeAttempt(this::mark);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public WriteSession session() {
        return session;
    }

    /** Stores an event of a source; everything that follows from it is called forth. */
    public RecordId dispatch(EventSource<?> source, Draft event) {
        dispatched = new Dispatched(source, event);
        return session.create(source.eventEntity().name(), event);
    }

    /** Brings all values that others depend on up to date, and sends everything, so that reads see it. */
    public void settle() {
        drain();
        session.flush();
    }

    private void drain() {
        while (!pending.isEmpty()) {
            Optional<Map.Entry<PendingChanges.Place, PendingChanges.Increment>> increment = pending.takeIncrement();
            increment.ifPresentOrElse(
                    change -> apply(change.getKey(), change.getValue()),
                    () -> pending.takeRecomputations().forEach(this::apply));
            session.settleMemberships();
        }
    }

    /** The transaction that all this happens in. */
    public Transaction transaction() {
        return transaction;
    }

    /** Remembers how things stand when all is settled; what is returned goes back there after a part has been undone. */
    private Runnable mark() {
        Runnable effectsBack = effects.mark();
        Set<ProvenRecord> provenBefore = new HashSet<>(proven);
        Dispatched dispatchedBefore = dispatched;
        OptionalInt causeBefore = cause;
        return () -> {
            effectsBack.run();
            pending.clear();
            notes.clear();
            session.forget();
            proven.clear();
            proven.addAll(provenBefore);
            dispatched = dispatchedBefore;
            cause = causeBefore;
            chain.clear();
        };
    }

    /**
     * Begins a part of the transaction whose effects are told apart from those of others. Values that others depend on are up
     * to date with what came before.
     *
     * @return what {@link #endPart} wants to know
     */
    public int beginPart() {
        drain();
        effects.seal();
        session.beginPart();
        // What has been linked before may be gone by now, so it proves nothing to this part.
        proven.clear();
        return effects.size();
    }

    /** The same for a part that may cause as many mutations as a transaction of its own. */
    public void beginDispatch() {
        beginPart();
        mutations = 0;
    }

    /**
     * Brings all values up to date at the end of a part; tells what it brought about, with positions and causes counted from
     * its beginning. Some of it may wait to be sent.
     */
    public List<Effect> endPart(int begin) {
        drain();
        effects.seal();
        return effects.since(begin);
    }

    /**
     * Brings all values up to date at the end of the transaction; tells what has been brought about. What waits to be sent is
     * left for {@link #sendLast()}.
     */
    public List<Effect> finish() {
        drain();
        return effects.all();
    }

    /** Sends what waits as the last of the transaction, with its commit if that can be. */
    public void sendLast() {
        drain();
        session.sendLast();
    }

    @Override
    public Dispatched dispatched() {
        return Objects.requireNonNull(followed, "no event is followed");
    }

    @Override
    public void increase(String record, RecordId id, ValueModel value, Number delta) {
        if (delta.doubleValue() == 0.0) {
            return;
        }
        if (graph.isObserved(record, value.name())) {
            pending.add(graph.rank(record, value.name()), record, id, value, delta, cause);
        } else if (session.isPending(record, id)) {
            session.increaseNow(record, id, Map.of(value.name(), delta), Set.of());
        } else {
            session.increase(record, id, value.name(), delta);
            if (!value.isHidden()) {
                effects.increased(record, id, value, delta, cause);
            }
        }
    }

    @Override
    public void recompute(String record, ValueModel value, Recomputation recomputation, Collection<RecordId> ids) {
        if (!ids.isEmpty()) {
            pending.add(graph.rank(record, value.name()), recomputation, ids, cause);
        }
    }

    @Override
    public void recompute(String source, List<String> inputs, Recomputation recomputation, Collection<RecordId> ids) {
        int rank = model.record(source).concrete().stream()
                .flatMap(name -> inputs.stream().map(input -> graph.rank(name, input)))
                .max(Comparator.naturalOrder())
                .orElse(0);
        pending.add(rank + 1, recomputation, ids, cause);
    }

    @Override
    public <T> T notes(Recomputation owner, Class<T> type, Supplier<T> first) {
        return type.cast(notes.computeIfAbsent(owner, key -> first.get()));
    }

    @Override
    public void requireSerializable() {
        transaction.requireSerializable();
    }

    @Override
    public void request(Map<TaskKey, String> wanted) {
        tasks.add(transaction.jdbc(), wanted);
    }

    @Override
    public void dropRequests(String place, Collection<RecordId> ids) {
        tasks.store().drop(transaction.jdbc(), place, ids);
    }

    @Override
    public void increaseGlobal(ValueModel global, Number delta) {
        if (delta.doubleValue() != 0.0) {
            session.increaseGlobal(global, delta);
            if (!global.isHidden()) {
                effects.increased(Model.GLOBALS, Model.GLOBALS_ID, global, delta, cause);
            }
        }
    }

    /**
     * Whether a record is known to have existed: a new link of this transaction refers to it, so that the database checks it,
     * or the transaction has deleted it.
     */
    public boolean isProven(String record, RecordId id) {
        return proven.contains(new ProvenRecord(record, id));
    }

    private void apply(PendingChanges.Place place, PendingChanges.Increment change) {
        change.deltas().values().removeIf(delta -> delta.doubleValue() == 0.0);
        if (change.deltas().isEmpty()) {
            return;
        }
        OptionalInt outer = cause;
        cause = change.cause();
        session.increaseNow(place.record(), place.id(), change.deltas(), graph.observedEnds(place.record()));
        cause = outer;
    }

    private void apply(Recomputation recomputation, PendingChanges.Anew anew) {
        OptionalInt outer = cause;
        cause = anew.cause();
        recomputation.recompute(anew.ids(), this);
        cause = outer;
    }

    /**
     * Follows mutations that are all in force. First everything is brought to account, for all of them; only then reactions
     * bring about more. What would be brought to account after the first of these would be so with values that are no longer
     * those of the mutation.
     */
    private void follow(List<MutationEvent> events, List<OptionalInt> causes) {
        List<OptionalInt> places = new ArrayList<>();
        OptionalInt outer = cause;
        for (int i = 0; i < events.size(); i++) {
            MutationEvent event = events.get(i);
            cause = causes.get(i);
            OptionalInt place = admit(event);
            places.add(place);
            within(event, place, () -> graph.accountsOf(event).forEach(reaction -> reaction.react(event, this)));
        }
        cause = outer;
        for (int i = 0; i < events.size(); i++) {
            MutationEvent event = events.get(i);
            within(event, places.get(i), () -> act(event));
        }
    }

    /** Notes a mutation; tells its place among the effects, or that of its cause if users see nothing of it. */
    private OptionalInt admit(MutationEvent event) {
        mutations++;
        if (mutations > mutationLimit) {
            throw new EntailException(
                    ErrorCode.CASCADE_TOO_LONG,
                    "One transaction caused more than " + mutationLimit + " mutations, the last one of "
                            + event.record() + "; look for a runaway derivation, or raise the limit when opening");
        }
        if (event instanceof MutationEvent.Deleted) {
            pending.forget(event.record(), event.id());
            effects.forget(event.record(), event.id());
            proven.add(new ProvenRecord(event.record(), event.id()));
        }
        if (event instanceof MutationEvent.Created created) {
            model.record(event.record()).relation().ifPresent(relation -> noteEnds(relation, created));
        }
        Optional<MutationEvent> visible = graph.visible(event);
        return visible.isPresent() ? OptionalInt.of(note(visible.get())) : cause;
    }

    private int note(MutationEvent event) {
        return event instanceof MutationEvent.Updated update && session.isPending(event.record(), event.id())
                ? effects.amend(update, model.record(event.record()).values())
                : effects.add(event, cause);
    }

    private void noteEnds(Relation relation, MutationEvent.Created link) {
        proven.add(new ProvenRecord(relation.source().name(), (RecordId)
                Objects.requireNonNull(link.values().get("source"))));
        proven.add(new ProvenRecord(relation.target().name(), (RecordId)
                Objects.requireNonNull(link.values().get("target"))));
    }

    private void act(MutationEvent mutation) {
        graph.reactionsTo(mutation).forEach(reaction -> reaction.react(mutation, this));
        Dispatched event = dispatched;
        if (event != null && mutation instanceof MutationEvent.Created && isEventOf(event.source(), mutation)) {
            dispatched = null;
            followed = event;
            graph.reactionsTo(event.source()).forEach(reaction -> reaction.react(mutation, this));
        }
    }

    /** Runs what follows from a mutation. */
    private void within(MutationEvent event, OptionalInt place, Runnable consequences) {
        OptionalInt outer = cause;
        cause = place;
        chain.addLast(event.record());
        requireBoundedChain();
        consequences.run();
        chain.removeLast();
        cause = outer;
    }

    /** Reactions that call each other forth would go on until the stack is used up (PRP-03). */
    private void requireBoundedChain() {
        if (chain.size() > CHAIN_LIMIT) {
            List<String> last = List.copyOf(chain).subList(CHAIN_LIMIT - 10, CHAIN_LIMIT);
            throw new EntailException(
                    ErrorCode.CASCADE_TOO_LONG.name(),
                    "One mutation led to another " + CHAIN_LIMIT + " times in a row, the last ones of " + last
                            + "; look for derivations that call each other forth",
                    Map.of("chain", last));
        }
    }

    private static boolean isEventOf(EventSource<?> source, MutationEvent event) {
        return source.eventEntity().name().equals(event.record());
    }

    /** What the session tells. */
    private final class Followed implements MutationListener {
        @Override
        public void onMutations(List<MutationEvent> events) {
            follow(events, Collections.nCopies(events.size(), cause));
        }

        @Override
        public void onMemberships(List<MutationEvent> events, List<OptionalInt> causes) {
            follow(events, causes);
        }

        @Override
        public OptionalInt cause() {
            return cause;
        }

        @Override
        public boolean isUndecided(String view) {
            OptionalInt rank = graph.viewRank(view);
            return rank.isPresent() && pending.hasUpTo(rank.getAsInt());
        }
    }

    private record ProvenRecord(String record, RecordId id) {}
}
