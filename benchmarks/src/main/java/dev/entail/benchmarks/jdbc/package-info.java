/** What everything that is written by hand has in common. */
@NullMarked
package dev.entail.benchmarks.jdbc;

import org.jspecify.annotations.NullMarked;
