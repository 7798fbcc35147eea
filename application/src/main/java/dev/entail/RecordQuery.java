package dev.entail;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.match.Match;
import dev.entail.core.query.Aggregate;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.EntityStore;
import dev.entail.storage.read.QueryRunner;
import dev.entail.storage.sql.Jdbc;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A query that can be asked. Immutable; the methods that ask it are at the end, every other one returns a new query.
 *
 * <p>A query without a {@link #limit} of its own may find as many records as {@link dev.entail.wiring.Settings#queryLimit}
 * says, and each list that it reads besides as many again; if there are more the answer is {@code QUERY_TOO_LARGE}, never a
 * part of them.
 */
public final class RecordQuery {
    private final EntityStore store;
    private final Query query;
    private final boolean locked;

    RecordQuery(EntityStore store, Query query) {
        this(store, query, false);
    }

    private RecordQuery(EntityStore store, Query query, boolean locked) {
        this.store = store;
        this.query = query;
        this.locked = locked;
    }

    private RecordQuery with(Query other) {
        return new RecordQuery(store, other, locked);
    }

    /** Also reads these dotted paths: {@code "title", "author.name", "likedBy.name", "clubs.&.since", "*"}. */
    public RecordQuery select(String... paths) {
        return with(query.select(paths));
    }

    /** Also reads these parts. */
    public RecordQuery select(Selection... parts) {
        return with(query.select(parts));
    }

    /** Restricts further. */
    public RecordQuery where(Match condition) {
        return with(query.where(condition));
    }

    /** Adds less important sort keys. */
    public RecordQuery orderBy(Order... keys) {
        return with(query.orderBy(keys));
    }

    /** Reads at most this many records. */
    public RecordQuery limit(long limit) {
        return with(query.limit(limit));
    }

    /** Leaves out this many records first. */
    public RecordQuery offset(long offset) {
        return with(query.offset(offset));
    }

    /** Reads the records behind a cursor only; see {@link #page}. */
    public RecordQuery after(Cursor cursor) {
        return with(query.after(cursor));
    }

    /** Reads all records and all records of lists, however many. */
    public RecordQuery unbounded() {
        return with(query.unbounded());
    }

    /**
     * Locks the records that are found, and the related records and links that are selected, until the end of the
     * transaction, so that nobody else changes or deletes them. Databases without row locks, which have one writer at a
     * time anyway, just read.
     */
    public RecordQuery lock() {
        return new RecordQuery(store, query, true);
    }

    /**
     * All records asked for.
     *
     * @throws EntailException {@code QUERY_TOO_LARGE} if there are more than the bound; {@code TRANSACTION_MISUSED} for
     *     {@link #lock} outside of a transaction
     */
    public List<Row> list() {
        return locked
                ? inTransaction((queries, jdbc) -> queries.lock(query, jdbc))
                : ask((queries, jdbc) -> queries.list(query, jdbc));
    }

    /**
     * At most this many records, and where the next page begins. Going on with {@link #after} costs the same for each page,
     * and does not skip or repeat records when others come and go.
     */
    public Slice page(int size) {
        requireNoLock();
        return ask((queries, jdbc) -> queries.slice(query.page(size), jdbc));
    }

    /** The first record asked for. */
    public Optional<Row> first() {
        return limit(1).list().stream().findFirst();
    }

    /** The record with this id, if the query asks for it. */
    public Optional<Row> byId(RecordId id) {
        return where(Match.eq("id", id)).first();
    }

    /**
     * Passes on each record asked for, one after the other, without holding them all in memory: any number of records, a
     * few hundred at a time. The lists of those are read together, without a bound. Outside of a transaction a connection
     * is taken until the end, and the records are those of one moment, their lists of later ones.
     */
    public void forEach(Consumer<Row> consumer) {
        requireNoLock();
        store.transactions().streaming(jdbc -> store.queries().forEach(query, jdbc, consumer));
    }

    /** How many records are asked for, whatever the page. */
    public long count() {
        requireNoLock();
        return ask((queries, jdbc) -> queries.count(query, jdbc));
    }

    /** Whether any record is asked for, whatever the page. */
    public boolean exists() {
        requireNoLock();
        return ask((queries, jdbc) -> queries.exists(query, jdbc));
    }

    /**
     * Numbers about all records asked for, whatever the page, with one statement. Each record counts once.
     *
     * @return a result for each aggregate, in their order; null where there is no value
     */
    public List<@Nullable Object> aggregate(Aggregate... aggregates) {
        requireNoLock();
        return ask((queries, jdbc) -> queries.aggregate(query, List.of(aggregates), jdbc));
    }

    /**
     * The shortest way from one record to another over a relation, both included, with what this query selects. Only records
     * that satisfy the conditions of this query are entered. Takes one statement for each step of the way (STO-174).
     *
     * @param relation a relation attribute that leads to records which have it too
     * @return the records on the way; empty if there is none
     */
    public Optional<List<Row>> path(String relation, RecordId start, RecordId end) {
        requireNoLock();
        return ask((queries, jdbc) -> queries.path(query, relation, start, end, jdbc));
    }

    private <T> T ask(BiFunction<QueryRunner, Jdbc, T> question) {
        return store.transactions().reading(jdbc -> question.apply(store.queries(), jdbc));
    }

    private <T> T inTransaction(BiFunction<QueryRunner, Jdbc, T> question) {
        if (!store.transactions().isActive()) {
            throw new EntailException(
                    ErrorCode.TRANSACTION_MISUSED,
                    "Records are locked until the end of a transaction, and there is none; lock inside inTransaction");
        }
        return ask(question);
    }

    private void requireNoLock() {
        if (locked) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID, "Only list, first and byId lock records; read these with list");
        }
    }
}
