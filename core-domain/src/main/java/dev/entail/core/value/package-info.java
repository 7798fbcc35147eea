/**
 * Values as users see them: ids, types, rows, drafts. Knows nothing of models, databases or how values are stored.
 */
@NullMarked
package dev.entail.core.value;

import org.jspecify.annotations.NullMarked;
