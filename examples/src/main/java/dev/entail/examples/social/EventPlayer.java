package dev.entail.examples.social;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.runtime.dispatch.DispatchResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Dispatches line after line, reports what is refused, and shows how far it is. */
final class EventPlayer {
    private static final int PROGRESS_EVERY = 100;

    private final Entail entail;
    private final PrintStream output;
    private final InstantSource clock;
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int accepted;
    private int number;

    EventPlayer(Entail entail, PrintStream output, InstantSource clock) {
        this.entail = entail;
        this.output = output;
        this.clock = clock;
    }

    Summary play(BufferedReader lines) throws IOException {
        Instant start = clock.instant();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                playLine(line);
            }
            if (number % PROGRESS_EVERY == 0) {
                output.println("  " + number + " lines, " + accepted + " accepted");
            }
        }
        return new Summary(number, accepted, refusals, Duration.between(start, clock.instant()));
    }

    private void playLine(String line) {
        try {
            EventLine event = EventLine.parse(line);
            DispatchResult result = entail.dispatch(event.interaction(), event.call());
            EntailException error = result.error();
            if (error == null) {
                accepted++;
            } else {
                refuse(error.code(), error.getMessage());
            }
        } catch (IllegalArgumentException e) {
            refuse("MALFORMED_LINE", String.valueOf(e.getMessage()));
        } catch (EntailException e) {
            refuse(e.code(), e.getMessage());
        }
    }

    private void refuse(String code, String reason) {
        refusals.merge(code, 1, Integer::sum);
        output.println("  line " + number + " refused: " + code + ": " + reason);
    }

    /**
     * How it went.
     *
     * @param lines lines read
     * @param accepted dispatches committed
     * @param refusals dispatches refused and lines malformed, by code
     * @param time how long it took
     */
    record Summary(int lines, int accepted, Map<String, Integer> refusals, Duration time) {
        Summary {
            refusals = new TreeMap<>(refusals);
        }

        void print(PrintStream output) {
            int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
            long millis = Math.max(1, time.toMillis());
            output.printf(
                    "%d lines in %d ms (%d dispatches a second)%naccepted: %d%nrefused:  %d%n",
                    lines, time.toMillis(), accepted * 1000L / millis, accepted, refused);
            refusals.forEach((code, count) -> output.printf("  %-30s %d%n", code, count));
        }
    }
}
