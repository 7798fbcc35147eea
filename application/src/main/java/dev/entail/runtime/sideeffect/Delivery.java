package dev.entail.runtime.sideeffect;

import dev.entail.core.event.Effect;
import java.time.Instant;

/**
 * An effect on its way to a durable side effect (SFX-02).
 *
 * @param id the number of the delivery, the same each time; whoever must not do the work twice remembers it
 * @param attempt which attempt this is, from 1
 * @param effect what happened
 * @param occurredAt when it came about
 */
public record Delivery(long id, int attempt, Effect effect, Instant occurredAt) {}
