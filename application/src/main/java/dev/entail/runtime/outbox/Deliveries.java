package dev.entail.runtime.outbox;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.event.Effect;
import dev.entail.core.model.Model;
import dev.entail.runtime.sideeffect.Delivery;
import dev.entail.runtime.sideeffect.DurableSideEffect;
import dev.entail.runtime.sideeffect.ErrorText;
import dev.entail.runtime.sideeffect.SideEffectOutcome;
import dev.entail.runtime.sideeffect.SideEffects;
import dev.entail.runtime.transaction.RetryingTransactions;
import dev.entail.storage.outbox.NewOutboxRow;
import dev.entail.storage.outbox.OutboxRow;
import dev.entail.storage.outbox.OutboxStore;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import dev.entail.storage.sql.SqlTemplate;
import dev.entail.storage.transaction.Transaction;
import dev.entail.storage.transaction.TransactionOptions;
import dev.entail.storage.transaction.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The durable side effects of an open model: what is owed to them, and doing it (SFX-02). Thread-safe if their work is. */
public final class Deliveries {
    private static final int PAGE = 100;
    private static final TransactionOptions BOOKKEEPING = TransactionOptions.DEFAULT.withName("outbox");

    private final Transactions reads;
    private final RetryingTransactions transactions;
    private final InstantSource clock;
    private final OutboxStore outbox;
    private final Map<String, List<DurableSideEffect>> byRecord = new HashMap<>();
    private final Map<String, DurableSideEffect> byName = new LinkedHashMap<>();
    private final SqlTemplate due;
    private final EffectJson json = new EffectJson();

    /**
     * The deliveries of a model.
     *
     * @throws EntailException {@code UNKNOWN_NAME} if the model does not have a record
     */
    public Deliveries(
            Model model,
            Dialect dialect,
            Transactions reads,
            RetryingTransactions transactions,
            List<DurableSideEffect> sideEffects,
            InstantSource clock) {
        this.reads = reads;
        this.transactions = transactions;
        this.clock = clock;
        this.outbox = new OutboxStore(dialect);
        for (DurableSideEffect sideEffect : sideEffects) {
            byName.put(sideEffect.name(), sideEffect);
            byRecord.computeIfAbsent(model.record(sideEffect.record()).name(), name -> new ArrayList<>())
                    .add(sideEffect);
        }
        this.due = outbox.due(Math.max(1, byName.size()), PAGE);
    }

    /** Writes down what is owed for some effects, as a part of the transaction that they belong to. */
    public void owe(Transaction transaction, List<Effect> effects) {
        if (byRecord.isEmpty()) {
            return;
        }
        Instant now = now();
        List<NewOutboxRow> rows = new ArrayList<>();
        for (Effect effect : effects) {
            String record = effect.mutation().record();
            for (DurableSideEffect sideEffect : byRecord.getOrDefault(record, List.of())) {
                rows.add(new NewOutboxRow(
                        sideEffect.name(), record, effect.mutation().id(), json.write(effect), now));
            }
        }
        if (!rows.isEmpty()) {
            outbox.add(transaction.jdbc(), rows);
        }
    }

    /**
     * Delivers what is due now, also what only waits for its turn behind something that is due, but nothing that is owed
     * only after this began.
     *
     * @throws EntailException {@code TRANSACTION_MISUSED} in a transaction; and if the database fails
     */
    public DeliveryReport deliver() {
        if (reads.isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "Nothing can be delivered in a transaction; deliver after the end of this one");
        }
        int delivered = 0;
        List<DeliveryReport.Failure> failures = new ArrayList<>();
        Instant now = now();
        List<String> names = List.copyOf(byName.keySet());
        OptionalLong last = names.isEmpty() ? OptionalLong.empty() : reads.reading(outbox::last);
        List<OutboxRow> rows = List.of();
        do {
            if (last.isPresent()) {
                rows = reads.reading(jdbc -> outbox.due(jdbc, due, now, last.getAsLong(), names));
            }
            for (OutboxRow row : rows) {
                delivered += deliver(row, failures) ? 1 : 0;
            }
        } while (!rows.isEmpty());
        return new DeliveryReport(delivered, failures);
    }

    private boolean deliver(OutboxRow row, List<DeliveryReport.Failure> failures) {
        DurableSideEffect sideEffect = Objects.requireNonNull(byName.get(row.sideEffect()));
        boolean exhausted = row.attempts() >= sideEffect.policy().maxAttempts();
        Instant until = now().plus(sideEffect.policy().lease());
        if (!change(jdbc -> outbox.claim(jdbc, row, until))) {
            return false;
        }
        int attempt = row.attempts() + 1;
        String what = "Side effect '" + row.sideEffect() + "' of " + row.record() + " " + row.recordId();
        Map<String, Object> details = Map.of(
                "sideEffect", row.sideEffect(),
                "record", row.record(),
                "id", row.recordId().toString(),
                "delivery", row.id(),
                "attempt", attempt);
        SideEffectOutcome outcome = SideEffects.isolated(row.sideEffect(), OptionalInt.empty(), what, details, () -> {
            if (exhausted) {
                throw new IllegalStateException("the last attempt was begun and did not end in time");
            }
            sideEffect.work().accept(new Delivery(row.id(), attempt, json.read(row.effect()), row.occurredAt()));
            return null;
        });
        EntailException error = outcome.error();
        if (error == null) {
            // If it lost the claim in between, somebody else does the work again: at least once.
            change(jdbc -> outbox.remove(jdbc, row.id(), row.version() + 1));
            return true;
        }
        boolean dead = attempt >= sideEffect.policy().maxAttempts();
        Instant next = now().plus(sideEffect.policy().delayAfter(attempt));
        change(jdbc -> outbox.postpone(jdbc, row.id(), row.version() + 1, next, dead, ErrorText.of(error.getCause())));
        failures.add(new DeliveryReport.Failure(row.id(), row.sideEffect(), error, dead));
        return false;
    }

    /**
     * What is owed, in the order in which it came about.
     *
     * @param dead what is not tried any more, or what is
     * @param after only what has a greater number
     * @param limit how many at most
     */
    public List<OutboxEntry> entries(boolean dead, long after, int limit) {
        return reads.reading(jdbc -> outbox.page(jdbc, dead, after, limit)).stream()
                .map(row -> new OutboxEntry(
                        row.id(),
                        row.sideEffect(),
                        row.record(),
                        row.recordId(),
                        json.read(row.effect()),
                        row.occurredAt(),
                        row.dueAt(),
                        row.attempts(),
                        row.dead(),
                        row.lastError()))
                .toList();
    }

    /** Makes a delivery due now, with all attempts before it; tells whether it is still owed. */
    public boolean rerun(long id) {
        Instant now = now();
        return change(jdbc -> outbox.revive(jdbc, id, now));
    }

    /** Gives a delivery up; tells whether it was still owed. */
    public boolean discard(long id) {
        return change(jdbc -> outbox.discard(jdbc, id));
    }

    private boolean change(Predicate<Jdbc> statement) {
        return transactions.run(BOOKKEEPING, transaction -> statement.test(transaction.jdbc()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
