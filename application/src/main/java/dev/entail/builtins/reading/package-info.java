/**
 * What callers may read: policies, and what becomes of a request under one. Knows conditions and queries, but not the kinds of
 * event sources that answer.
 */
@NullMarked
package dev.entail.builtins.reading;

import org.jspecify.annotations.NullMarked;
