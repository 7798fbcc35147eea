/** W6: many dispatches that are offered together. */
@NullMarked
package dev.entail.benchmarks.bulk;

import org.jspecify.annotations.NullMarked;
