package dev.entail.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Measuring")
class MeasureTest {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(text, true, StandardCharsets.UTF_8));

    @Test
    @DisplayName("numbers operations of all threads without gaps, counts their memory, and leaves warm-ups out")
    void contest() throws Exception {
        Queue<Long> numbers = new ConcurrentLinkedQueue<>();
        Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
        Standing standing = Contest.named("numbers")
                .threads(3)
                .contestant("counting", n -> {
                    numbers.add(n);
                    kept.add(new byte[10_000]);
                    Thread.sleep(1);
                })
                .run(Options.parse(List.of("rounds=3", "warmups=2", "seconds=0.01")), report)
                .getFirst();
        assertThat(numbers)
                .hasSizeGreaterThanOrEqualTo(3 * 5)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, numbers.size()).boxed().toList());
        assertThat(kept).hasSameSizeAs(numbers);
        assertThat(standing.measured()).hasSize(3).allMatch(rate -> rate > 0 && rate < 3_000);
        assertThat(standing.bytes()).isBetween(10_000.0, 20_000.0);
    }

    @Test
    @DisplayName("ends with the first failure of a contestant")
    void failure() {
        Contest contest = Contest.named("failures").threads(2).contestant("failing", n -> {
            if (n == 5) {
                throw new IllegalStateException("enough");
            }
        });
        assertThatThrownBy(() -> contest.run(Options.parse(List.of("seconds=60")), report))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
    }

    @Test
    @DisplayName(
            "compares medians with goals, at least for rates and at most for times, and lists the goals at the end")
    void goals() throws Exception {
        report.on("H2");
        Laps.named("laps")
                .contestant("first", n -> 1_000 * (n + 1))
                .contestant("same", n -> 1_000 * (3 - n))
                .contestant("faster", n -> 500)
                .goal("same", 1.0)
                .goal("faster", 1.9)
                .run(0, 3, report);
        report.table(
                "rates",
                Unit.RATE,
                List.of(new Standing("first", List.of(10.0), 0), new Standing("other", List.of(8.0), 0)),
                List.of(new Goal("other", true, 1.3)));
        report.summary();
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("| first | 2.0 us | 1.0 us to 3.0 us |")
                .contains("| laps | H2 | first / same | 1.00 | <= 1.0 met |")
                .contains("| laps | H2 | first / faster | 4.00 | <= 1.9 **missed** |")
                .contains("| rates | H2 | first / other | 1.25 | >= 1.3 **missed** |");
    }

    @Test
    @DisplayName("reads options, and refuses what is no number or no round")
    void options() {
        Options options = Options.parse(List.of("rounds=3", "seconds=0.5", "likes=40"));
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.warmUps()).isEqualTo(Options.DEFAULT.warmUps());
        assertThat(options.round()).hasMillis(500);
        assertThat(options.size("likes", 7)).isEqualTo(40);
        assertThat(options.size("users", 7)).isEqualTo(7);
        assertThatThrownBy(() -> Options.parse(List.of("rounds=many"))).hasMessageContaining("rounds=many");
        assertThatThrownBy(() -> Options.parse(List.of("rounds=0"))).hasMessageContaining("rounds=0");
    }
}
