package dev.entail.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The rules of the house")
class RuleTest {
    private static final String ROOT = "dev.entail";
    private static final JavaClasses PRODUCTION =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages("fixture");

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("hold for the production classes:")
    void holds(Rule rule) {
        rule.over(ROOT).check(PRODUCTION);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "dev.entail",
                "dev.entail.wiring..",
                "dev.entail.builtins..",
                "dev.entail.runtime..",
                "dev.entail.storage..",
                "dev.entail.storage.spi..",
                "dev.entail.storage.json..",
                "dev.entail.core..",
                "dev.entail.driver.postgres..",
                "dev.entail.driver.sqlite..",
                "dev.entail.driver.mysql..",
                "dev.entail.driver.h2..",
                "dev.entail.testkit..",
                "dev.entail.examples.."
            })
    @DisplayName("are held against classes of every room:")
    void roomIsNotEmpty(String room) {
        assertThat(PRODUCTION.that(resideInAPackage(room))).as(room).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("fail for a fixture that breaks them, and name the offender:")
    void bites(Rule rule) {
        List<String> offenders = fixtureOf(rule).stream()
                .filter(type -> type.getSimpleName().equals("Offender"))
                .map(JavaClass::getName)
                .toList();

        assertThat(offenders).isNotEmpty();
        assertThat(violations(rule, rule)).contains(offenders);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("fail alone, no other rule catches the offender:")
    void bitesAlone(Rule rule) {
        assertThat(Rule.values())
                .filteredOn(other -> other != rule)
                .allSatisfy(other -> assertThat(violations(other, rule)).isEmpty());
    }

    /** What a rule says about the fixture of {@code broken}, which has only the rooms that it needs: others are empty. */
    private static String violations(Rule rule, Rule broken) {
        List<String> details = rule.over(broken.fixture())
                .allowEmptyShould(true)
                .evaluate(fixtureOf(broken))
                .getFailureReport()
                .getDetails();
        return String.join("\n", details);
    }

    private static JavaClasses fixtureOf(Rule rule) {
        return FIXTURES.that(resideInAPackage(rule.fixture() + ".."));
    }
}
