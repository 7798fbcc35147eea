/**
 * Random histories of writes and questions on any model, played on a store and on the reference side by side. What differs
 * is shrunk to a small history that can be replayed.
 */
@NullMarked
package dev.entail.testkit.history;

import org.jspecify.annotations.NullMarked;
