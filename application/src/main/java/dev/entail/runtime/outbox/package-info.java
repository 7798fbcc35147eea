/**
 * Side effects that are not lost: writing down in the transaction what is owed, and doing it afterwards, as often as it takes.
 * Those that are done once, right after the commit, are in {@code sideeffect}.
 */
@NullMarked
package dev.entail.runtime.outbox;

import org.jspecify.annotations.NullMarked;
