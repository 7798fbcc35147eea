/**
 * How long records are kept, and deleting those whose time is over, with everything that follows from it. When that happens is
 * up to the application.
 */
@NullMarked
package dev.entail.runtime.retention;

import org.jspecify.annotations.NullMarked;
