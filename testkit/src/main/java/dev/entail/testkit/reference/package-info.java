/**
 * A second implementation of what a model means, as slow and as plain as possible: records in maps, conditions evaluated one
 * record at a time. It shares no code with the store, so that random histories can be compared with it (STO-956).
 */
@NullMarked
package dev.entail.testkit.reference;

import org.jspecify.annotations.NullMarked;
