/** People who ask each other to be friends: an activity of several steps. */
@NullMarked
package dev.entail.examples.friends;

import org.jspecify.annotations.NullMarked;
