package dev.entail.examples.social;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The main job on all four databases, chosen by nothing but the URL. */
@EachDatabase
@DisplayName("The application on each database")
class SocialOnEachDatabaseTest {
    /** All are compared with the same one, hence with each other. */
    private static final AppRun REFERENCE = AppRun.of("--url", "jdbc:h2:mem:reference");

    @Test
    @DisplayName("prints the same refusals, counts and tables as on any other")
    void sameTables(TestDatabase database) {
        AppRun run = AppRun.of(AppRun.on(database.fresh().config()));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).startsWith("Social on " + database.info() + "\n");
        assertThat(run.outcome()).isEqualTo(REFERENCE.outcome());
        assertThat(run.number("accepted:") + run.number("refused:"))
                .isEqualTo(AppRun.sample().size());
    }

    @Test
    @DisplayName("goes on with the same data in a second run")
    void secondRun(TestDatabase database) {
        String[] args = AppRun.on(database.fresh().config());
        AppRun first = AppRun.of(args);
        AppRun second = AppRun.of(args);

        assertThat(List.of(first.exitCode(), second.exitCode())).containsOnly(0);
        assertThat(first.output()).contains("Users (10 of 20,");
        assertThat(second.output()).contains("Users (10 of 40,");
        assertThat(second.number("ALREADY_LIKED ")).isGreaterThan(first.number("ALREADY_LIKED "));
    }

    @Test
    @DisplayName("reads standard input and stores what it is given, whatever it contains")
    void standardInput(TestDatabase database) {
        AppRun run = AppRun.withInput("""
            {"interaction":"Register","payload":{"name":"'); DROP TABLE \\"Post\\";--"}}
            {"interaction":"CreatePost","user":1,"payload":{"title":"100 %s ü 漢字 🦉 \\\\","content":"it's"}}
            """, AppRun.on(database.fresh().config(), "--events", "-"));

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("'); DROP TABLE \"Pos", "100 %s ü 漢字 🦉 \\", "Totals: 1 posts, 0 likes");
    }

    /** Nobody reads the user before writing; the database notices, each in its own words, and all say it alike. */
    @Test
    @DisplayName("a user who does not exist can neither write nor like, and nothing of the attempt is stored")
    void danglingUser(TestDatabase database) {
        String[] args = AppRun.on(database.fresh().config(), "--events", "-");
        AppRun.withInput("""
            {"interaction":"Register","payload":{"name":"Ann"}}
            {"interaction":"CreatePost","user":1,"payload":{"title":"Hello","content":"W"}}
            """, args);

        AppRun run = AppRun.withInput("""
            {"interaction":"CreatePost","user":4711,"payload":{"title":"Ghost","content":"W"}}
            {"interaction":"LikePost","user":4711,"payload":{"post":{"id":1}}}
            """, args);

        assertThat(run.number("accepted:")).isZero();
        assertThat(run.number("REFERENCE_NOT_FOUND ")).isEqualTo(2);
        assertThat(run.output()).contains("Totals: 1 posts, 0 likes");
    }

    @Test
    @DisplayName("an unreachable one is refused with exit code 2, without the password")
    void unreachable(TestDatabase database) {
        AppRun run =
                AppRun.of("--url", database.unreachable().url(), "--user", "bob-the-user", "--password", "hush-hush");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("DATABASE_UNREACHABLE: ").doesNotContain("hush-hush", "Totals");
    }
}
