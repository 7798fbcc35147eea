package dev.entail;

import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.access.Globals;
import dev.entail.runtime.propagation.Propagation;
import dev.entail.storage.EntityStore;
import dev.entail.storage.atomic.AtomicStore.Target;
import dev.entail.storage.sql.Jdbc;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes of single values that hold against everybody else without reading first. They are no events: nothing is computed
 * again, nobody hears of them, and they are not among the effects (STO-530). Therefore they are refused with {@code
 * ATOMIC_NOT_ALLOWED} on every value that something depends on: derived values and what they are derived from, conditions of
 * views, identities, scopes of sequences, and events. A failure rolls the transaction back.
 */
public final class Atomic {
    private final EntityStore store;
    private final Propagation propagation;

    Atomic(EntityStore store, Propagation propagation) {
        this.store = store;
        this.propagation = propagation;
    }

    /**
     * Adds to a number of a record; null counts as zero.
     *
     * @return the number afterwards
     * @throws dev.entail.core.error.EntailException {@code REFERENCE_NOT_FOUND} if there is no such record
     */
    public <T extends Number> T increment(RecordDefinition record, RecordId id, Property<T> value, T delta) {
        return added(onRecord(record, id, value), delta);
    }

    /** The same with a value of the whole model that was declared with {@code globals(...)}. */
    public <T extends Number> T increment(Property<T> global, T delta) {
        return added(onGlobal(global), delta);
    }

    /**
     * Sets a value of a record.
     *
     * @return what it was before
     * @throws dev.entail.core.error.EntailException {@code REFERENCE_NOT_FOUND} if there is no such record
     */
    public <T> @Nullable T replace(RecordDefinition record, RecordId id, Property<T> value, @Nullable T next) {
        return replaced(onRecord(record, id, value), next);
    }

    /** The same with a value of the whole model. */
    public <T> @Nullable T replace(Property<T> global, @Nullable T next) {
        return replaced(onGlobal(global), next);
    }

    /**
     * Sets a value of a record if it is the expected one; null is a value. JSON is compared by what it means. Of any number
     * of callers that expect the same value, one succeeds.
     *
     * @return whether it was; false also if there is no such record
     */
    public <T> boolean compareAndSet(
            RecordDefinition record, RecordId id, Property<T> value, @Nullable T expected, @Nullable T next) {
        Target target = onRecord(record, id, value).get();
        return write(jdbc -> store.atomics().compareAndSet(jdbc, target, expected, next));
    }

    /** The same with a value of the whole model. */
    public <T> boolean compareAndSet(Property<T> global, @Nullable T expected, @Nullable T next) {
        Target target = onGlobal(global).get();
        return write(jdbc -> store.atomics().compareAndSet(jdbc, target, expected, next));
    }

    /**
     * Sets values of a record if it satisfies a condition. Of any number of callers for whom it can hold only once, one
     * succeeds.
     *
     * @param condition on values of the record itself
     * @return whether it did; false also if there is no such record
     */
    public boolean claim(RecordDefinition record, RecordId id, Match condition, Draft values) {
        // The condition may look at derived values.
        propagation.settle();
        return write(jdbc -> store.atomics().claim(jdbc, record, id, condition, values.values()));
    }

    /**
     * Adds to numbers that are fields of a global JSON value, all at once; a field that is missing counts as zero, and a
     * value of null as one without fields (STO-536).
     *
     * @return all fields afterwards
     * @throws dev.entail.core.error.EntailException {@code VALUE_MISMATCH} if the value is no map, or a field no number
     */
    public Map<String, @Nullable Object> addToFields(Property<Object> global, Map<String, ? extends Number> deltas) {
        Target target = onGlobal(global).get();
        return write(jdbc -> store.atomics().addToFields(jdbc, target, deltas));
    }

    /**
     * A value of the whole model, which nobody else can change until the end of the transaction (STO-535).
     *
     * @return what it is, or null
     */
    @SuppressWarnings("unchecked") // the store keeps values of the declared type only
    public <T> @Nullable T lock(Property<T> global) {
        Target target = onGlobal(global).get();
        return (T) write(jdbc -> store.atomics().lock(jdbc, target));
    }

    private Supplier<Target> onRecord(RecordDefinition record, RecordId id, Property<?> value) {
        return () -> {
            Target target = store.atomics().target(record, id, value);
            flush(record, id);
            return target;
        };
    }

    private Supplier<Target> onGlobal(Property<?> global) {
        return () -> store.atomics().target(Globals.find(store.model(), global));
    }

    @SuppressWarnings("unchecked") // the store keeps values of the declared type only
    private <T extends Number> T added(Supplier<Target> place, T delta) {
        Target target = place.get();
        return (T) write(jdbc -> store.atomics().increment(jdbc, target, Objects.requireNonNull(delta)));
    }

    @SuppressWarnings("unchecked") // the store keeps values of the declared type only
    private <T> @Nullable T replaced(Supplier<Target> place, @Nullable T next) {
        Target target = place.get();
        return (T) write(jdbc -> store.atomics().replace(jdbc, target, next));
    }

    /** A record of this transaction may not have been sent. */
    private void flush(RecordDefinition record, RecordId id) {
        if (propagation.session().isPending(record.name(), id)) {
            propagation.session().flush();
        }
    }

    private <R extends @Nullable Object> R write(Function<Jdbc, R> work) {
        propagation.transaction().requireWritable();
        try {
            return work.apply(propagation.transaction().jdbc());
        } catch (RuntimeException e) {
            propagation.transaction().fail(e);
            throw e;
        }
    }
}
