/** Questions to the store as immutable values: what to read, of which records, in which order and how much. */
@NullMarked
package dev.entail.core.query;

import org.jspecify.annotations.NullMarked;
