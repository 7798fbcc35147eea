/** What the runtime asks of others and offers to them: event sources, readers, writers. Holds no logic of its own. */
@NullMarked
package dev.entail.runtime.port;

import org.jspecify.annotations.NullMarked;
