/**
 * Measuring: contestants of one workload in turns, in one JVM, on one database. Only ratios of one run mean anything: machines
 * differ, and so do their neighbours.
 */
@NullMarked
package dev.entail.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
