package dev.entail.examples.social;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.entail.storage.spi.DatabaseConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The application, run as a user would. Its clock stands still, so that two runs with the same outcome print the same.
 *
 * @param exitCode what it answers to the shell
 * @param output what it prints
 */
record AppRun(int exitCode, String output) {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

    static AppRun of(String... args) {
        return withInput("", args);
    }

    static AppRun withInput(String input, String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SocialApp app = new SocialApp(
                new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintStream(bytes, true, UTF_8), CLOCK);
        int exitCode = app.run(args);
        return new AppRun(exitCode, bytes.toString(UTF_8));
    }

    /** The options that lead to this database, followed by others. */
    static String[] on(DatabaseConfig database, String... others) {
        List<String> args = new ArrayList<>(List.of("--url", database.url()));
        if (database.user() != null) {
            args.addAll(List.of("--user", database.user(), "--password", database.password()));
        }
        args.addAll(List.of(others));
        return args.toArray(String[]::new);
    }

    /** The lines of the shipped sample that are not blank. */
    static List<String> sample() {
        try (InputStream stream = SocialApp.class.getResourceAsStream("/social-events.jsonl")) {
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<String> lines() {
        return output.lines().map(String::strip);
    }

    /** The number in the only line that starts like this: {@code accepted: 296}, {@code ALREADY_LIKED 14}. */
    long number(String start) {
        List<String> found = lines().filter(line -> line.startsWith(start)).toList();
        if (found.size() != 1) {
            throw new AssertionError("Not one line starts with '" + start + "' in\n" + output);
        }
        return Long.parseLong(found.getFirst().substring(start.length()).strip());
    }

    /** Everything but the first line, which names the database. */
    String outcome() {
        return output.substring(output.indexOf('\n') + 1);
    }
}
