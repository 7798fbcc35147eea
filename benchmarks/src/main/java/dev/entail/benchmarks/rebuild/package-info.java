/** W5: a count is added to a model over links that are stored already. */
@NullMarked
package dev.entail.benchmarks.rebuild;

import org.jspecify.annotations.NullMarked;
