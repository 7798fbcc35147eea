/**
 * Tests of a model in the words of the model: given these records, when this is dispatched, then that follows. Not here: random
 * histories, and tests of drivers.
 */
@NullMarked
package dev.entail.testkit.scenario;

import org.jspecify.annotations.NullMarked;
