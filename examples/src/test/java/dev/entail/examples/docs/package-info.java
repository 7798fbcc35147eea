/**
 * The samples of the README and the handbook. Each region between {@code // snippet: name} and {@code // end} stands in the
 * documentation word for word; the tests around it prove what the text says.
 */
@NullMarked
package dev.entail.examples.docs;

import org.jspecify.annotations.NullMarked;
