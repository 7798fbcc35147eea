/**
 * What each kind of computation does when something it depends on changes. Knows the rules of each computation, not who
 * calls when.
 */
@NullMarked
package dev.entail.runtime.computation;

import org.jspecify.annotations.NullMarked;
