/** Likes: an event, a link and a count at both ends of it. */
@NullMarked
package dev.entail.benchmarks.like;

import org.jspecify.annotations.NullMarked;
