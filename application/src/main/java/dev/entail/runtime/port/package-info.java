/**
 * What the runtime asks of others and offers to them: event sources and their steps, readers, writers. Holds no logic but what
 * every implementation would have to repeat.
 */
@NullMarked
package dev.entail.runtime.port;

import org.jspecify.annotations.NullMarked;
