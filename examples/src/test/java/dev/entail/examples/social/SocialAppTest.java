package dev.entail.examples.social;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.definition.RecordDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on H2 in a file, which needs no server: that is how a reader of the quickstart meets it first. */
@DisplayName("The application from the command line")
class SocialAppTest {
    private static final String PEOPLE_AND_POST = """
        {"interaction":"Register","payload":{"name":"Ann"}}
        {"interaction":"Register","payload":{"name":"Bob"}}
        {"interaction":"CreatePost","user":1,"payload":{"title":"Hello","content":"W"}}
        """;

    @TempDir
    private Path folder;

    private String url;

    @BeforeEach
    void nameDatabase() {
        url = "jdbc:h2:file:" + folder.resolve("social");
    }

    @Test
    @DisplayName("plays the shipped sample, reports progress and refusals, and prints what follows")
    void playsSample() {
        AppRun run = AppRun.of("--url", url);

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).matches("Social on H2 \\d.*"));
        assertThat(run.output()).contains("Users (10 of 20,", "Posts (10 of ", "Totals: ");
        assertThat(run.lines())
                .filteredOn(line -> line.matches("\\d+00 lines, \\d+ accepted"))
                .hasSize(3);
        assertThat(run.lines())
                .filteredOn(line -> line.contains(" refused: "))
                .hasSize((int) run.number("refused:"))
                .allMatch(line -> line.matches("line \\d+ refused: [A-Z_]+: .+"));
    }

    @Test
    @DisplayName("the sample is mostly accepted and shows every kind of refusal")
    void sampleIsWorthPlaying() {
        AppRun run = AppRun.of("--url", url);

        int lines = AppRun.sample().size();
        assertThat(lines).isGreaterThanOrEqualTo(250);
        assertThat(run.number("accepted:") + run.number("refused:")).isEqualTo(lines);
        assertThat(run.number("accepted:")).isGreaterThanOrEqualTo(200).isBetween(lines * 85L / 100, lines * 95L / 100);
        assertThat(List.of(
                        "ALREADY_LIKED",
                        "PAYLOAD_MISSING",
                        "PAYLOAD_NOT_A_REFERENCE",
                        "PAYLOAD_REFERENCE_NOT_FOUND",
                        "MALFORMED_LINE",
                        "UNKNOWN_EVENT_SOURCE",
                        "ACTOR_MISSING"))
                .allSatisfy(code -> assertThat(run.number(code + " ")).isPositive());
    }

    @Test
    @DisplayName("names the line and the reason of every refusal")
    void namesLines() {
        AppRun run = play(PEOPLE_AND_POST + """
            {"interaction":"LikePost","user":2,"payload":{"post":{"id":1}}}
            {"interaction":"LikePost","user":2,"payload":{"post":{"id":1}}}
            {"interaction":"LikePost","user":2,"payload":{"post":{"id":77}}}
            {"interaction":"LikePost","user":2,"payload":{"post":1}}
            {"interaction":"LikePost","payload":{"post":{"id":1}}}
            {"interaction":"Like","user":2}
            """);

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .anyMatch(line -> line.startsWith("line 5 refused: ALREADY_LIKED: You like this post already"))
                .anyMatch(line -> line.startsWith("line 6 refused: PAYLOAD_REFERENCE_NOT_FOUND: 'post'"))
                .anyMatch(line -> line.startsWith("line 7 refused: PAYLOAD_NOT_A_REFERENCE: 'post'"))
                .anyMatch(line -> line.startsWith("line 8 refused: ACTOR_MISSING: "))
                .anyMatch(line -> line.startsWith("line 9 refused: UNKNOWN_EVENT_SOURCE: "));
        assertThat(run.number("accepted:")).isEqualTo(4);
        assertThat(run.output()).contains("Totals: 1 posts, 1 likes");
    }

    @ParameterizedTest(name = "{0}", quoteTextArguments = false)
    @ValueSource(
            strings = {
                "{\"interaction\":\"LikePost\",",
                "not JSON",
                "[1]",
                "\"CreatePost\"",
                "null",
                "{}",
                "{\"user\":1,\"payload\":{}}",
                "{\"interaction\":7}",
                "{\"interaction\":\"GetMyPosts\",\"user\":\"Ann\"}",
                "{\"interaction\":\"GetMyPosts\",\"user\":0}",
                "{\"interaction\":\"GetMyPosts\",\"user\":-1}",
                "{\"interaction\":\"GetMyPosts\",\"user\":1.5}",
                "{\"interaction\":\"GetMyPosts\",\"user\":99999999999999999999}",
                "{\"interaction\":\"GetMyPosts\",\"user\":1,\"usr\":2}",
                "{\"interaction\":\"GetMyPosts\",\"user\":1} {\"interaction\":\"GetMyPosts\",\"user\":1}"
            })
    @DisplayName("a malformed line is reported with its number, and the next line still plays")
    void goesOnAfterMalformedLine(String malformed) {
        AppRun run = play("\n" + malformed + "\n" + PEOPLE_AND_POST);

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.matches("line 2 refused: MALFORMED_LINE: \\S.*"));
        assertThat(run.number("accepted:")).isEqualTo(3);
        assertThat(run.number("refused:")).isEqualTo(1);
    }

    /** Only a line can carry such a payload: the Java API takes nothing but maps. */
    @ParameterizedTest(name = "T-115 {0}: payload not an object", quoteTextArguments = false)
    @DisplayName("payload of a line")
    @ValueSource(strings = {"[1]", "\"str\"", "[]", "1", "true"})
    void payloadNotAnObject(String payload) {
        String line = "{\"interaction\":\"Register\",\"payload\":" + payload + "}";

        AppRun run = play(line + "\n" + PEOPLE_AND_POST);

        assertThat(run.output()).contains("line 1 refused: PAYLOAD_NOT_AN_OBJECT: 'payload' must be an object");
        assertThat(run.number("accepted:")).isEqualTo(3);
        assertThat(count(InteractionRecord.ENTITY)).isEqualTo(3);
    }

    @Test
    @DisplayName("T-105 a payload that is null or left out is an empty one")
    void payloadLeftOut() {
        AppRun run = play("""
            {"interaction":"Register","payload":null}
            {"interaction":"Register"}
            """);

        assertThat(run.number("PAYLOAD_MISSING ")).isEqualTo(2);
    }

    @Test
    @DisplayName("a second run goes on with the same data")
    void goesOnWithSameData() {
        AppRun first = AppRun.of("--url", url);
        long posts = count(SocialModel.POST);
        long events = count(InteractionRecord.ENTITY);
        AppRun second = AppRun.of("--url", url);

        assertThat(second.exitCode()).isZero();
        assertThat(second.output()).contains("Users (10 of 40,", "Posts (10 of " + 2 * posts + ",");
        assertThat(events).isEqualTo(first.number("accepted:"));
        assertThat(count(InteractionRecord.ENTITY)).isEqualTo(events + second.number("accepted:"));
        assertThat(second.number("ALREADY_LIKED "))
                .as("likes of the first run are still there")
                .isGreaterThan(first.number("ALREADY_LIKED "));
    }

    @Test
    @DisplayName("reads events from a file")
    void readsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), PEOPLE_AND_POST);

        AppRun run = AppRun.of("--url", url, "--events", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("accepted: 3", "Totals: 1 posts, 0 likes");
    }

    @Test
    @DisplayName("no events at all: empty tables")
    void noEvents() {
        AppRun run = play("");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .contains("accepted: 0", "refused:  0", "Users (0 of 0", "Posts (0 of 0", "Totals: 0 posts, 0 likes");
    }

    @Test
    @DisplayName("texts of users are data, whatever they contain")
    void textsAreData() {
        AppRun run = play("""
            {"interaction":"Register","payload":{"name":"'); DROP TABLE \\"Post\\";--"}}
            {"interaction":"CreatePost","user":1,"payload":{"title":"100 %s %n %d","content":"ü 漢字 🦉"}}
            """);

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("'); DROP TABLE \"Po", "100 %s %n %d", "Totals: 1 posts, 0 likes");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    @DisplayName("what cannot be started is refused with exit code 2 and a reason")
    void refusesToStart(String reason, String[] args) {
        AppRun run = AppRun.of(args);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith(reason).doesNotContain("Exception", "Totals");
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                unusable("Unknown option '--colour'", "--colour", "red"),
                unusable("Unknown option 'events.jsonl'", "events.jsonl"),
                unusable("Option '--url' needs a value", "--url"),
                unusable("Option '--events' needs a value", "--url", "jdbc:h2:mem:unused", "--events"),
                unusable("Cannot read events from '/no/such/file': there is no such file", "--events", "/no/such/file"),
                unusable("Cannot read events from 'a\0b': ", "--events", "a\0b"),
                unusable("DRIVER_NOT_FOUND: No driver accepts the URL jdbc:nosuch:x", "--url", "jdbc:nosuch:x"),
                unusable("DRIVER_NOT_FOUND: No driver accepts the URL ", "--url", ""));
    }

    private static Arguments unusable(String reason, String... args) {
        return Arguments.of(reason, args);
    }

    @Test
    @DisplayName("a folder is not a file of events")
    void folderIsNotAFile() {
        AppRun run = AppRun.of("--url", url, "--events", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .contains("Cannot read events from '" + folder + "': ")
                .doesNotContain("Totals");
    }

    @Test
    @DisplayName("a wrong option is answered with the right ones")
    void showsUsage() {
        assertThat(AppRun.of("--help").output()).contains("--url", "--user", "--password", "--events", "jdbc:h2:file");
    }

    @ParameterizedTest(name = "{0}", quoteTextArguments = false)
    @ValueSource(
            strings = {
                "jdbc:nosuch:x?user=bob&password=hush-hush",
                "jdbc:nosuch:thin:bob/hush-hush@localhost",
                "jdbc:nosuch://bob:hush-hush@localhost/x",
                "jdbc:postgresql://bob:hush-hush@localhost:1/x",
                "jdbc:postgresql://localhost:1/x?user=bob&password=hush-hush",
                "jdbc:mysql://bob:hush-hush@localhost:1/x",
                "jdbc:mysql://address=(host=localhost)(port=1)(user=bob)(password=hush-hush)/x",
                "jdbc:h2:mem:missing;IFEXISTS=TRUE;USER=bob;PASSWORD=hush-hush",
                "jdbc:sqlite:/no/such/folder/x.db?password=hush-hush"
            })
    @DisplayName("no password of a URL is printed")
    void keepsPasswordOfUrl(String secretUrl) {
        AppRun run = AppRun.of("--url", secretUrl);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isNotBlank().doesNotContain("hush-hush");
    }

    @Test
    @DisplayName("a password is not printed, even if the option is misspelt")
    void keepsMisspeltPassword() {
        AppRun run = AppRun.of("--password=hush-hush");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).startsWith("Unknown option '--password'").doesNotContain("hush-hush");
    }

    @Test
    @DisplayName("a wrong password is refused and not printed")
    void wrongPassword() {
        AppRun right = AppRun.of("--url", url, "--user", "ann", "--password", "hush-hush");
        AppRun wrong = AppRun.of("--url", url, "--user", "ann", "--password", "hush-hash");

        assertThat(right.exitCode()).isZero();
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.output()).startsWith("DATABASE_UNREACHABLE: ").doesNotContain("hush");
    }

    @Test
    @DisplayName("a password completes a user that the URL names")
    void passwordForUserOfUrl() {
        AppRun.of("--url", url, "--user", "ann", "--password", "hush-hush");

        AppRun run = AppRun.of("--url", url + ";USER=ann", "--password", "hush-hush");

        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    private AppRun play(String events) {
        return AppRun.withInput(events, "--url", url, "--events", "-");
    }

    private long count(RecordDefinition record) {
        try (Entail entail = Entail.open(url, SocialModel.create())) {
            return entail.query(record).count();
        }
    }
}
