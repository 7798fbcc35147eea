package dev.entail.core.event;

import java.util.OptionalInt;

/**
 * A mutation that one dispatch brought about. Effects stand in causal order: a cause precedes its consequences.
 *
 * @param index position among the effects of the dispatch, from 0
 * @param causedBy index of the effect that led to this one; empty for what the dispatch did itself
 * @param mutation what happened
 */
public record Effect(int index, OptionalInt causedBy, MutationEvent mutation) {}
