/** Bringing a database to what a model needs: creates what is missing and refuses what cannot be added safely. */
@NullMarked
package dev.entail.storage.migration;

import org.jspecify.annotations.NullMarked;
