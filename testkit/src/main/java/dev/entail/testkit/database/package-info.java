/**
 * Fresh, empty databases for tests, on real products, and the JUnit annotations that run a test class on each of them.
 * Knows servers and the test engine; does not know what is stored.
 */
@NullMarked
package dev.entail.testkit.database;

import org.jspecify.annotations.NullMarked;
