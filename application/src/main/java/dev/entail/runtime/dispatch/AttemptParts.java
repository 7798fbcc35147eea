package dev.entail.runtime.dispatch;

import dev.entail.runtime.outbox.Deliveries;
import dev.entail.runtime.port.PayloadLimits;
import dev.entail.runtime.trail.Trail;
import dev.entail.storage.EntityStore;

/** What all attempts share. */
record AttemptParts(
        EntityStore store,
        References references,
        Idempotency idempotency,
        Deliveries deliveries,
        Trail trail,
        PayloadLimits payloadLimits) {}
