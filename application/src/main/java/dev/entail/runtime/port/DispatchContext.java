package dev.entail.runtime.port;

import java.time.Instant;

/**
 * What the phases of one attempt share.
 *
 * @param call what the caller handed over
 * @param occurredAt when the dispatch was taken in, to the millisecond
 * @param reader reads inside the transaction of the attempt
 * @param locks locks records until its end
 */
public record DispatchContext(DispatchCall call, Instant occurredAt, RecordReader reader, RecordLocks locks) {}
