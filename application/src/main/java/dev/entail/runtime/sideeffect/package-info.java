/**
 * Work that is done once what it is about has been committed: who is interested in which record, how it is called, and what
 * came of it. Failures stay here and undo nothing. When it is done is the business of {@code dispatch}.
 */
@NullMarked
package dev.entail.runtime.sideeffect;

import org.jspecify.annotations.NullMarked;
