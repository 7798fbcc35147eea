package dev.entail.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.benchmarks.reading.ReadingWorkload;
import dev.entail.benchmarks.rebuild.RebuildWorkload;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Workloads")
class WorkloadsTest {
    /** Fewer records than likes and orders, so that all of them come round more than once. */
    private static final Options TINY = Options.parse(
                    List.of("rounds=1", "warmups=1", "seconds=0.02", "records=12", "likes=40", "turns=10"))
            .withSize("posts", 60)
            .withSize("links", 400)
            .withSize("liked", 20)
            .withSize("dispatches", 40)
            .withSize("single", 10)
            .withSize("starts", 1);

    static List<Workload> workloads() {
        return Benchmarks.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    @DisplayName("run, report and leave nothing wrong behind")
    void tiny(Workload workload) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (TestDatabases databases = new TestDatabases()) {
            Report report = new Report(new PrintStream(text, true, StandardCharsets.UTF_8));
            workload.run(new BenchmarkDatabase(databases, DatabaseProduct.H2), TINY, report);
        }
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("| contestant |")
                .contains(" / it | goal |");
    }

    @ParameterizedTest
    @EnumSource(DatabaseProduct.class)
    @DisplayName("that read or fill with SQL of each database by hand get the same as Entail")
    void sameOnEach(DatabaseProduct product) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (TestDatabases databases = new TestDatabases()) {
            Report report = new Report(new PrintStream(text, true, StandardCharsets.UTF_8));
            new ReadingWorkload().run(new BenchmarkDatabase(databases, product), TINY, report);
            new RebuildWorkload().run(new BenchmarkDatabase(databases, product), TINY, report);
        }
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("W4 page", "W5 count of 400 links of 20 posts");
    }

    @Test
    @DisplayName("that do not exist are refused with those that do")
    void unknown() {
        assertThatThrownBy(() -> Benchmarks.main(new String[] {"W99"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("W99")
                .hasMessageContaining("W1")
                .hasMessageContaining("postgres");
    }
}
