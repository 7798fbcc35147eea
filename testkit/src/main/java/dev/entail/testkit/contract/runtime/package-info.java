/**
 * The runtime contract: what dispatches, derived values and queries promise on every database. Drivers run it; it goes
 * through the public API only.
 */
@NullMarked
package dev.entail.testkit.contract.runtime;

import org.jspecify.annotations.NullMarked;
