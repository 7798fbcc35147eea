/** Running a transaction again when the database asks for it. Knows nothing of what the transaction does. */
@NullMarked
package dev.entail.runtime.transaction;

import org.jspecify.annotations.NullMarked;
