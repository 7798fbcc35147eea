package dev.entail.testkit.payload;

import dev.entail.Entail;
import dev.entail.builtins.activity.Step;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.RecordModel;
import dev.entail.core.query.Order;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.testkit.invariant.DerivedValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Throws random calls at all interactions and steps of activities of an open model and makes sure of what must hold whatever comes in: a call is
 * accepted or refused with a code; a refused one has changed nothing; an accepted one has stored one event with the payload
 * that was given; in the end all derived values are true. The same seed makes the same calls.
 */
public final class PayloadFuzz {
    /** Coded, but they say that something of the application or of the database broke which nobody had foreseen. */
    private static final Set<String> BROKEN = Set.of("CALLBACK_FAILED", "CONDITION_THROWN", "DATABASE_ERROR");

    private static final int SNAPSHOT_EVERY = 500;
    private static final int COUNT_EVERY = 20;

    private final Entail entail;
    private final List<Offer> offers;
    private final List<RecordId> actors;
    private final Random random;
    private final PayloadGenerator payloads;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Long> expected;
    private int accepted;

    private PayloadFuzz(Entail entail, List<RecordId> actors, long seed) {
        this.entail = entail;
        this.actors = List.copyOf(actors);
        this.random = new Random(seed);
        this.payloads = new PayloadGenerator(random);
        this.offers = entail.model().eventSources().values().stream()
                .flatMap(source -> Offer.of(source).stream())
                .toList();
        this.expected = counts();
    }

    /**
     * Makes a number of calls.
     *
     * @param actors who makes them; some calls are made by nobody, and some by somebody who does not exist
     * @throws AssertionError if something does not hold; the message has the call
     */
    public static Report run(Entail entail, List<RecordId> actors, long seed, int calls) {
        PayloadFuzz fuzz = new PayloadFuzz(entail, actors, seed);
        for (int i = 0; i < calls; i++) {
            fuzz.call(i);
        }
        DerivedValues.assertTrue(entail);
        return new Report(fuzz.accepted, fuzz.refused);
    }

    /**
     * What came of the calls.
     *
     * @param accepted how many were accepted
     * @param refused how many were refused, by code
     */
    public record Report(int accepted, Map<String, Integer> refused) {
        public Report {
            refused = Map.copyOf(refused);
        }

        /** How many there were. */
        public int calls() {
            return accepted
                    + refused.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** This and another one together. */
        public Report and(Report other) {
            Map<String, Integer> sum = new TreeMap<>(refused);
            other.refused.forEach((code, number) -> sum.merge(code, number, Integer::sum));
            return new Report(accepted + other.accepted, sum);
        }
    }

    private void call(int number) {
        Offer offer = offers.get(random.nextInt(offers.size()));
        Map<String, @Nullable Object> payload =
                payloads.payload(offer.interaction().schema());
        DispatchCall call = DispatchCall.of(actor(), payload)
                .withContext(payloads.context())
                .withCorrelationId(payloads.correlationId())
                .in(offer.source() instanceof Step ? activity() : null);
        Object before = number % SNAPSHOT_EVERY == 0 ? snapshot() : null;
        DispatchResult result;
        try {
            result = entail.dispatch(offer.source(), call);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(number + ": " + describe(offer, call) + " threw", e);
        }
        if (result.isAccepted()) {
            accepted++;
            requireStored(number, offer, call);
            result.effects().forEach(effect -> expect(effect.mutation()));
        } else {
            requireRefused(number, offer, call, result);
            if (before != null && !before.equals(snapshot())) {
                throw new AssertionError(number + ": " + describe(offer, call) + " was refused with " + result.refusal()
                        + " and changed something");
            }
        }
        if (number % COUNT_EVERY == 0 && !counts().equals(expected)) {
            throw new AssertionError("Call " + number + " or one of the " + COUNT_EVERY
                    + " before it changed more than it told: there are " + counts() + ", not " + expected);
        }
    }

    /** What accepted calls tell is what changes; so whatever a refused one changes is too much. */
    private void expect(MutationEvent mutation) {
        switch (mutation) {
            case MutationEvent.Created created -> expected.computeIfPresent(created.record(), (name, n) -> n + 1);
            case MutationEvent.Deleted deleted -> expected.computeIfPresent(deleted.record(), (name, n) -> n - 1);
            case MutationEvent.Updated updated -> {}
        }
    }

    private @Nullable RecordId actor() {
        int kind = random.nextInt(20);
        return kind == 0 ? null : kind == 1 ? RecordId.of(4_711_000) : actors.get(random.nextInt(actors.size()));
    }

    /** One of the first activities, one that there is not, or none. */
    private @Nullable RecordId activity() {
        int kind = random.nextInt(10);
        return kind < 2 ? null : RecordId.of(kind == 2 ? 4_711_000 : 1 + random.nextInt(100));
    }

    private void requireRefused(int number, Offer offer, DispatchCall call, DispatchResult result) {
        EntailException refusal = result.refusal();
        if (BROKEN.contains(refusal.code()) || !result.effects().isEmpty()) {
            throw new AssertionError(number + ": " + describe(offer, call) + " was refused with " + refusal, refusal);
        }
        refused.merge(refusal.code(), 1, Integer::sum);
    }

    private void requireStored(int number, Offer offer, DispatchCall call) {
        if (!offer.source().isStored()) {
            return;
        }
        Interaction interaction = offer.interaction();
        Row event = entail.query(InteractionRecord.ENTITY)
                .select(InteractionRecord.PAYLOAD.name(), InteractionRecord.NAME.name())
                .orderBy(Order.descending("id"))
                .first()
                .orElseThrow();
        Object wanted = ValueType.JSON.normalize(interaction.schema().check(call.payload()), "payload");
        if (!interaction.name().equals(event.get(InteractionRecord.NAME))
                || !wanted.equals(event.get(InteractionRecord.PAYLOAD))) {
            throw new AssertionError(number + ": " + describe(offer, call) + " was stored as "
                    + event.get(InteractionRecord.NAME) + " " + event.get(InteractionRecord.PAYLOAD));
        }
    }

    /** What can be called: an interaction by itself, or as a step of an activity. */
    private record Offer(EventSource<?> source, Interaction interaction) {
        static Optional<Offer> of(EventSource<?> source) {
            return switch (source) {
                case Interaction interaction -> Optional.of(new Offer(interaction, interaction));
                case Step step -> Optional.of(new Offer(step, step.interaction()));
                default -> Optional.empty();
            };
        }
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        stored().forEach(record ->
                counts.put(record.name(), entail.query(record.definition()).count()));
        return counts;
    }

    private Map<String, Object> snapshot() {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        for (RecordModel record : stored()) {
            List<String> rows = new ArrayList<>();
            entail.query(record.definition())
                    .select(record.visibleNames().toArray(String[]::new))
                    .orderBy(Order.ascending("id"))
                    .unbounded()
                    .list()
                    .forEach(row -> rows.add(row.toString()));
            snapshot.put(record.name(), rows);
        }
        entail.model().globals().values().stream()
                .filter(global -> !global.isHidden())
                .forEach(global ->
                        snapshot.put("@" + global.name(), Objects.toString(entail.global(global.property()))));
        return snapshot;
    }

    private List<RecordModel> stored() {
        return entail.model().records().values().stream()
                .filter(RecordModel::isConcrete)
                .toList();
    }

    private static String describe(Offer offer, DispatchCall call) {
        return offer.source().name() + " by " + call.actor() + " with " + PayloadGenerator.shown(call.payload());
    }
}
