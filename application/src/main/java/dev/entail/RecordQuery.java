package dev.entail;

import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.storage.EntityStore;
import java.util.List;
import java.util.Optional;

/** A query that can be asked. Immutable; every method but the last ones returns a new query. */
public final class RecordQuery {
    private final EntityStore store;
    private final Query query;

    RecordQuery(EntityStore store, Query query) {
        this.store = store;
        this.query = query;
    }

    /** Also reads these dotted paths: {@code "title", "author.name", "likedBy.name", "*"}. */
    public RecordQuery select(String... paths) {
        return new RecordQuery(store, query.select(paths));
    }

    /** Also reads these parts. */
    public RecordQuery select(Selection... parts) {
        return new RecordQuery(store, query.select(parts));
    }

    /** Restricts further. */
    public RecordQuery where(Match condition) {
        return new RecordQuery(store, query.where(condition));
    }

    /** Adds less important sort keys. */
    public RecordQuery orderBy(Order... keys) {
        return new RecordQuery(store, query.orderBy(keys));
    }

    /** Reads at most this many records. */
    public RecordQuery limit(long limit) {
        return new RecordQuery(store, query.limit(limit));
    }

    /** Leaves out this many records first. */
    public RecordQuery offset(long offset) {
        return new RecordQuery(store, query.offset(offset));
    }

    /** All records asked for. */
    public List<Row> list() {
        return store.transactions().reading(jdbc -> store.queries().list(query, jdbc));
    }

    /** The first record asked for. */
    public Optional<Row> first() {
        return limit(1).list().stream().findFirst();
    }

    /** The record with this id, if the query asks for it. */
    public Optional<Row> byId(RecordId id) {
        return where(Match.eq("id", id)).first();
    }

    /** How many records are asked for, whatever the page. */
    public long count() {
        return store.transactions().reading(jdbc -> store.queries().count(query, jdbc));
    }
}
