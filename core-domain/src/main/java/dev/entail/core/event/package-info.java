/** What happened: mutations of records, in the words of the model. Produced by the store, consumed by computations. */
@NullMarked
package dev.entail.core.event;

import org.jspecify.annotations.NullMarked;
