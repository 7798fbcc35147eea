package dev.entail.testkit.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Like {@link EachDatabase}, which it overrides, on the named products only. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ClassTemplate
@ExtendWith(DatabaseExtension.class)
public @interface OnDatabase {
    /** The products. */
    DatabaseProduct[] value() default {};

    /** Sources of products that Entail does not ship a driver for. */
    Class<? extends DatabaseSource>[] sources() default {};
}
