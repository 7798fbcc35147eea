/**
 * Putting the parts together with Guice: which adapter stands behind which port. The only room that knows Guice, and the
 * place to replace an adapter in a test or at deploy time.
 */
@NullMarked
package dev.entail.wiring;

import org.jspecify.annotations.NullMarked;
