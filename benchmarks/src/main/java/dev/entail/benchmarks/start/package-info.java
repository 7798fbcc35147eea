/** W7: from the start of a JVM to the first commit. */
@NullMarked
package dev.entail.benchmarks.start;

import org.jspecify.annotations.NullMarked;
