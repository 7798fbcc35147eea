package dev.entail.runtime.retention;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.core.value.ValueType;
import dev.entail.runtime.access.StoreReader;
import dev.entail.runtime.dispatch.Controller;
import dev.entail.storage.EntityStore;
import dev.entail.storage.transaction.TransactionOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes records whose time is over, in batches that are a transaction each (RET-02, RET-03). Thread-safe; what somebody else has
 * deleted meanwhile is not counted.
 */
public final class Retainer {
    private static final int BATCH = 500;

    /** So many ids are remembered at most while the records are gone through. */
    private static final int PASS = 10_000;

    private final EntityStore store;
    private final Controller controller;
    private final List<Retention> retentions;

    /** Deletes under some retentions that {@link #check} found no fault with. */
    public Retainer(EntityStore store, Controller controller, List<Retention> retentions) {
        this.store = store;
        this.controller = controller;
        this.retentions = List.copyOf(retentions);
    }

    /**
     * Makes sure that retentions fit a model.
     *
     * @throws EntailException {@code RETENTION_INVALID} if one does not; {@code UNKNOWN_NAME} if the model does not have what it
     *     is about
     */
    public static void check(Model model, List<Retention> retentions) {
        List<String> names = new ArrayList<>();
        for (Retention retention : retentions) {
            RecordModel record = model.record(retention.record());
            if (names.contains(record.name())) {
                throw invalid(record, "there is another one; put both into one");
            }
            names.add(record.name());
            if (!record.isConcrete()) {
                throw invalid(record, "it is a view or union; give one to the entities behind it");
            }
            if (record.yieldedBy().isPresent()) {
                throw invalid(record, "a computation yields its records; let it yield fewer");
            }
            Retention.Age age = retention.age();
            if (age != null) {
                checkAge(record, age);
            }
            Retention.Cap cap = retention.cap();
            if (cap != null) {
                checkCap(record, cap);
            }
        }
    }

    private static void checkAge(RecordModel record, Retention.Age age) {
        if (value(record, age.timestamp()).property().type() != ValueType.TIMESTAMP) {
            throw invalid(record, "'" + age.timestamp() + "' is not a timestamp");
        }
        if (age.greatest().isNegative() || age.greatest().isZero()) {
            throw invalid(record, "its age is not more than zero");
        }
    }

    private static void checkCap(RecordModel record, Retention.Cap cap) {
        if (cap.count() < 1) {
            throw invalid(record, "it keeps fewer than 1; delete the records instead");
        }
        value(record, cap.order());
        cap.partition().forEach(name -> value(record, name));
    }

    private static ValueModel value(RecordModel record, String name) {
        ValueModel value = record.values().get(name);
        if (value == null
                || value.isHidden()
                || value.property().isList()
                || value.property().type() == ValueType.JSON) {
            throw invalid(record, "'" + name + "' is not one of its values, or one that has no order");
        }
        return value;
    }

    private static EntailException invalid(RecordModel record, String why) {
        return new EntailException(
                ErrorCode.RETENTION_INVALID.name(),
                "The retention of " + record.name() + " makes no sense, because " + why,
                Map.of("record", record.name()));
    }

    /** Deletes what may go at a time. */
    public RetentionReport retain(Instant now) {
        Map<String, Long> removed = new LinkedHashMap<>();
        for (Retention retention : retentions) {
            String record = store.model().record(retention.record()).name();
            Retention.Age age = retention.age();
            Retention.Cap cap = retention.cap();
            removed.put(
                    record, (age == null ? 0 : tooOld(record, age, now)) + (cap == null ? 0 : tooMany(record, cap)));
        }
        return new RetentionReport(removed);
    }

    private long tooOld(String record, Retention.Age age, Instant now) {
        Query query = Query.of(record)
                .where(Match.lt(age.timestamp(), now.minus(age.greatest())))
                .orderBy(Order.ascending("id"))
                .limit(BATCH);
        long removed = 0;
        int batch;
        do {
            batch = controller
                    .write(options(record), propagation -> {
                        List<RecordId> ids = new StoreReader(store)
                                .list(query).stream().map(Row::id).toList();
                        return propagation.session().delete(record, ids).size();
                    })
                    .value();
            removed += batch;
        } while (batch == BATCH);
        return removed;
    }

    private long tooMany(String record, Retention.Cap cap) {
        long removed = 0;
        List<RecordId> excess;
        do {
            excess = excess(record, cap);
            for (int from = 0; from < excess.size(); from += BATCH) {
                List<RecordId> ids = excess.subList(from, Math.min(from + BATCH, excess.size()));
                removed += controller
                        .write(
                                options(record),
                                propagation -> propagation
                                        .session()
                                        .delete(record, ids)
                                        .size())
                        .value();
            }
        } while (excess.size() == PASS);
        return removed;
    }

    /** What is beyond the cap; null is older than everything else, so it comes after that. */
    private List<RecordId> excess(String record, Retention.Cap cap) {
        Query all = Query.of(record).select(cap.partition().toArray(String[]::new));
        Map<List<@Nullable Object>, Long> kept = new HashMap<>();
        List<RecordId> excess = new ArrayList<>();
        List<Query> parts = List.of(
                all.where(Match.isNotNull(cap.order())).orderBy(Order.descending(cap.order()), Order.descending("id")),
                all.where(Match.isNull(cap.order())).orderBy(Order.descending("id")));
        for (Query part : parts) {
            store.transactions()
                    .streaming(jdbc -> store.queries().forEach(part, jdbc, row -> {
                        List<@Nullable Object> partition = new ArrayList<>();
                        cap.partition().forEach(name -> partition.add(row.get(name)));
                        if (kept.merge(partition, 1L, Long::sum) > cap.count() && excess.size() < PASS) {
                            excess.add(row.id());
                        }
                    }));
        }
        return excess;
    }

    private static TransactionOptions options(String record) {
        return TransactionOptions.DEFAULT.withName("retain " + record);
    }
}
