/**
 * What happens because time goes by: a thread that does something at intervals, and values that are computed anew when they are
 * due. What a value is at which time is no matter of this package.
 */
@NullMarked
package dev.entail.runtime.schedule;

import org.jspecify.annotations.NullMarked;
