/**
 * Values that somebody works out elsewhere, later: taking tasks, handing in results, and applying these, each in a transaction of
 * its own. How tasks come about belongs to {@code computation}, how they are stored to the storage layer.
 */
@NullMarked
package dev.entail.runtime.async;

import org.jspecify.annotations.NullMarked;
