package dev.entail;

import dev.entail.runtime.outbox.Deliveries;
import dev.entail.runtime.outbox.OutboxEntry;
import java.util.List;

/**
 * What is owed to durable side effects, also to those that are not registered any more (SFX-02). Numbers are in the order in
 * which things came about for a record. Thread-safe.
 */
public final class Outbox {
    private final Deliveries deliveries;

    Outbox(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * What is still tried, or waits for its turn.
     *
     * @param after only what has a greater number, 0 for the first ones
     * @param limit how many at most
     */
    public List<OutboxEntry> waiting(long after, int limit) {
        return deliveries.entries(false, after, limit);
    }

    /** The same for what is not tried any more, because it failed too often. What came after it keeps waiting. */
    public List<OutboxEntry> dead(long after, int limit) {
        return deliveries.entries(true, after, limit);
    }

    /**
     * Makes a delivery due now, with all its attempts before it. One that somebody is at right now may be made twice.
     *
     * @return whether it was still owed
     */
    public boolean rerun(long id) {
        return deliveries.rerun(id);
    }

    /**
     * Gives a delivery up, so that those behind it get their turn.
     *
     * @return whether it was still owed
     */
    public boolean discard(long id) {
        return deliveries.discard(id);
    }
}
