package dev.entail.benchmarks;

import dev.entail.Entail;
import dev.entail.benchmarks.StreamReader.Way;
import dev.entail.core.query.Order;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.database.TestDatabases;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads of a large table: {@code ReadBenchmark [DATABASE [ROWS]]}. The database is {@code files} for one of H2 and one of
 * SQLite in a temporary folder, {@code postgres} or {@code mysql} for a server that is started for this, or a JDBC URL of
 * an empty database with user and password. It shows that a stream of all rows takes little memory, and that a page behind
 * a cursor takes as long wherever it is.
 */
public final class ReadBenchmark {
    private final long rows;
    private final PrintStream output;

    private ReadBenchmark(long rows, PrintStream output) {
        this.rows = rows;
        this.output = output;
    }

    /** Runs the benchmark and prints its numbers. */
    public static void main(String[] args) throws Exception {
        String database = args.length > 0 ? args[0] : "files";
        ReadBenchmark benchmark = new ReadBenchmark(args.length > 1 ? Long.parseLong(args[1]) : 1_000_000, System.out);
        Optional<DatabaseProduct> server = Arrays.stream(DatabaseProduct.values())
                .filter(product -> product.name().toLowerCase(Locale.ROOT).equals(database))
                .findAny();
        if (database.equals("files")) {
            benchmark.runFiles();
        } else if (server.isPresent()) {
            try (TestDatabases databases = new TestDatabases();
                    TestDatabase fresh = databases.fresh(server.get())) {
                benchmark.run(fresh.config());
            }
        } else {
            benchmark.run(DatabaseConfig.of(database));
        }
    }

    private void runFiles() throws Exception {
        Path folder = Files.createTempDirectory("entail-read");
        try {
            run(DatabaseConfig.of("jdbc:h2:file:" + folder.resolve("h2")));
            run(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("sqlite.db")));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A file may have one process at a time, so the database is closed while the small JVM reads. */
    private void run(DatabaseConfig config) throws Exception {
        output.println(config.maskedUrl());
        long start = System.nanoTime();
        try (Entail entail = Articles.open(config)) {
            Articles.fill(entail, rows);
        }
        output.printf("  filled with %,d rows in %.1f s%n", rows, (System.nanoTime() - start) / 1e9);
        for (Way way : Way.values()) {
            if (!StreamReader.fork(config, way)) {
                output.printf("  %-15s fails for lack of memory%n", way);
            }
        }
        try (Entail entail = Articles.open(config)) {
            pages(entail, "id", Order.ascending("id"));
            pages(entail, "identity", Order.ascending(Articles.NUMBER));
            pages(entail, "a unique value that may be null, descending", Order.descending(Articles.RANK));
            pages(entail, "a unique value that may be null", Order.ascending(Articles.RANK));
        }
    }

    private void pages(Entail entail, String title, Order order) {
        new Pages(Articles.all(entail).orderBy(order), rows).print(title, output);
    }
}
