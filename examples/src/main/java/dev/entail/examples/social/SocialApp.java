package dev.entail.examples.social;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Plays a file of dispatches, one JSON object a line, into the social network and prints what follows from them. A line
 * that is refused or malformed is reported and passed over. Running it again goes on with the same data.
 */
public final class SocialApp {
    private static final int REFUSED_TO_START = 2;
    private static final String SAMPLE = "/social-events.jsonl";

    private final InputStream input;
    private final PrintStream output;
    private final InstantSource clock;

    SocialApp(InputStream input, PrintStream output, InstantSource clock) {
        this.input = input;
        this.output = output;
        this.clock = clock;
    }

    /** Runs with {@code --url}, {@code --user}, {@code --password} and {@code --events}; see {@link Options}. */
    public static void main(String[] args) {
        System.exit(new SocialApp(System.in, System.out, InstantSource.system()).run(args));
    }

    /** The exit code: 0 if the input was played to its end, 2 if it could not be started. */
    int run(String... args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            output.println(e.getMessage());
            output.println(Options.USAGE);
            return REFUSED_TO_START;
        }
        Model model = SocialModel.create();
        try (BufferedReader lines = open(options.events());
                Entail entail = Entail.with(model).open(options.database())) {
            output.println("Social on " + entail.database());
            new EventPlayer(entail, output, clock).play(lines).print(output);
            new Tables(entail).print(output);
            return 0;
        } catch (IOException e) {
            output.println("Cannot read events from '" + options.events() + "': " + reason(e));
            return REFUSED_TO_START;
        } catch (EntailException e) {
            output.println(e.code() + ": " + e.getMessage());
            return REFUSED_TO_START;
        }
    }

    /** Failures of the file system name the file, but some say only in their type what was wrong with it. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "access is denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    private BufferedReader open(String events) throws IOException {
        InputStream stream = switch (events) {
            case "-" -> input;
            case Options.SAMPLE_EVENTS -> Objects.requireNonNull(SocialApp.class.getResourceAsStream(SAMPLE), SAMPLE);
            default -> Files.newInputStream(path(events));
        };
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static Path path(String events) throws IOException {
        try {
            return Path.of(events);
        } catch (InvalidPathException e) {
            throw new IOException(e.getReason(), e);
        }
    }
}
