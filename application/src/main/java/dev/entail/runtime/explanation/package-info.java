/**
 * Why a value is what it is: what yields it, from which records, and which event changed it last. Not here: whether it is what it
 * should be, which is {@code runtime.verification}.
 */
@NullMarked
package dev.entail.runtime.explanation;

import org.jspecify.annotations.NullMarked;
