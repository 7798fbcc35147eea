package dev.entail.core.computation;

/**
 * Numbers that were taken at once; nobody else gets them (MOD-118, STO-551).
 *
 * @param start the first one
 * @param count how many, at least 1
 * @param end the last one
 * @param step how far they are apart
 */
public record SequenceRange(long start, long count, long end, long step) {}
