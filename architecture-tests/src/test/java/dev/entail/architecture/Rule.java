package dev.entail.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** Who may know whom. A rule is written over the root package, so that it can be held against a fixture as well. */
enum Rule {
    LAYERS("builtins know runtime, runtime knows storage, storage knows core, never the reverse", Rule::layers),
    PURE_CORE("core is pure Java without I/O", Rule::pureCore),
    DRIVER_KNOWS_SPI("a driver knows only the SPI and its own JDBC jar", Rule::driverKnowsSpi),
    DRIVER_IS_UNKNOWN("nobody knows a driver", Rule::driverIsUnknown),
    DRIVERS_APART("drivers do not know each other", Rule::driversApart),
    NO_CYCLES("packages form no cycle", Rule::noCycles),
    JDBC("only storage, drivers, testkit and benchmarks speak JDBC", Rule::jdbc),
    GUICE("Guice is used for wiring only", Rule::guice),
    JACKSON("Jackson is used by the JSON codec only", Rule::jackson),
    NULL_MARKED("every package is null-marked", Rule::nullMarked),
    FINAL_STATICS("static fields are final", Rule::finalStatics);

    private static final Map<String, String> JDBC_JARS = Map.of(
            "postgres", "org.postgresql..",
            "sqlite", "org.sqlite..",
            "mysql", "com.mysql..",
            "h2", "org.h2..");

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // it is a reference to a static method
    private final Function<String, ArchRule> factory;

    Rule(String sentence, Function<String, ArchRule> factory) {
        this.sentence = sentence;
        this.factory = factory;
    }

    ArchRule over(String root) {
        return factory.apply(root);
    }

    /** The root package of the classes that break this rule, and only this one. */
    String fixture() {
        return "fixture." + name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    @Override
    public String toString() {
        return sentence;
    }

    private static ArchRule layers(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("facade")
                .definedBy(root, root + ".wiring..")
                .layer("builtins")
                .definedBy(root + ".builtins..")
                .layer("runtime")
                .definedBy(root + ".runtime..")
                .layer("storage")
                .definedBy(root + ".storage..")
                .layer("core")
                .definedBy(root + ".core..")
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("builtins")
                .mayOnlyBeAccessedByLayers("facade")
                .whereLayer("runtime")
                .mayOnlyBeAccessedByLayers("facade", "builtins")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("facade", "builtins", "runtime")
                .ensureAllClassesAreContainedInArchitectureIgnoring(
                        root + ".driver..", root + ".testkit..", root + ".examples..", root + ".benchmarks..")
                .because("what is below must be understood, tested and replaced without what is above");
    }

    private static ArchRule pureCore(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                root + ".core..",
                                "java.lang..",
                                "java.math",
                                "java.nio.charset",
                                "java.text",
                                "java.time..",
                                "java.util",
                                "java.util.concurrent..",
                                "java.util.function",
                                "java.util.regex",
                                "java.util.stream",
                                "org.jspecify.annotations")
                        // Streams over arrays in memory are no input and output.
                        .or(belongToAnyOf(
                                ByteArrayInputStream.class,
                                ByteArrayOutputStream.class,
                                DataInputStream.class,
                                DataOutputStream.class,
                                InputStream.class,
                                OutputStream.class,
                                IOException.class)))
                .because("definitions are plain values: no files, no sockets, no SQL, no third party at run time");
    }

    private static ArchRule driverKnowsSpi(String root) {
        return CompositeArchRule.of(JDBC_JARS.entrySet().stream()
                .map(driver -> classes()
                        .that()
                        .resideInAPackage(root + ".driver." + driver.getKey() + "..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                root + ".driver..",
                                root + ".storage.spi..",
                                root + ".core.value..",
                                root + ".core.error..",
                                driver.getValue(),
                                "java..",
                                "javax.sql..",
                                "com.zaxxer.hikari..",
                                "org.slf4j..",
                                "org.jspecify.annotations")
                        .because("the SPI is all that somebody has to read who writes a driver"))
                .toList());
    }

    private static ArchRule driverIsUnknown(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".driver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".driver..")
                .because("a driver is chosen at deployment, by its jar on the class path");
    }

    private static ArchRule driversApart(String root) {
        return slices().matching(root + ".driver.(*)..")
                .should()
                .notDependOnEachOther()
                .because("each driver is deployed without the others");
    }

    private static ArchRule noCycles(String root) {
        return slices().assignedFrom(new Packages(root))
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle are one package with several names");
    }

    private static ArchRule jdbc(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        root + ".storage..", root + ".driver..", root + ".testkit..", root + ".benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .because("the layers above storage do not know that there is a database");
    }

    private static ArchRule guice(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + "..wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
                .because("classes take what they need in their constructors and do not know who calls them");
    }

    private static ArchRule jackson(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".storage.json..", root + ".examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .because("one place decides how a value looks as JSON, and the library can be exchanged there");
    }

    private static ArchRule nullMarked(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new BeInNullMarkedPackage())
                .because("in a package that is not marked null may be anywhere");
    }

    private static ArchRule finalStatics(String root) {
        return fields().that().areStatic().should().beFinal().because("two applications in one process share nothing");
    }

    /** Every package is a slice of its own, the root package too. */
    private record Packages(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return (name + ".").startsWith(root + ".") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages under " + root;
        }
    }

    private static final class BeInNullMarkedPackage extends ArchCondition<JavaClass> {
        BeInNullMarkedPackage() {
            super("be in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(violated(item, item.getName() + " is in a package that is not @NullMarked"));
            }
        }
    }
}
