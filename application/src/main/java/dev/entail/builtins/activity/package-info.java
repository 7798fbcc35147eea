/**
 * Activities: interactions that people take in a given order, as steps of a running whole with a state of its own. What follows
 * from a step is declared on its interaction; this package decides which steps there are, and keeps account of them.
 */
@NullMarked
package dev.entail.builtins.activity;

import org.jspecify.annotations.NullMarked;
