package dev.entail.testkit.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class, nested classes included, on all of {@link DatabaseProduct}, one after the other. Constructors, tests
 * and what runs before and after each test take a {@link TestDatabase} as a parameter.
 *
 * <p>The tests of a class share one fresh database of each product; a test that must be alone asks for {@link
 * TestDatabase#fresh()}. After each test every connection must have been returned. A product whose driver is not on the
 * class path, or whose server cannot be had, fails; nothing is skipped. Each run is named after product and version, and so is each failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ClassTemplate
@ExtendWith(DatabaseExtension.class)
public @interface EachDatabase {}
