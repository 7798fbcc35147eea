package dev.entail.benchmarks;

import dev.entail.benchmarks.bulk.BulkWorkload;
import dev.entail.benchmarks.like.GrowthWorkload;
import dev.entail.benchmarks.like.HotWorkload;
import dev.entail.benchmarks.like.LikeWorkload;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.benchmarks.order.OrderWorkload;
import dev.entail.benchmarks.reading.ReadingWorkload;
import dev.entail.benchmarks.rebuild.RebuildWorkload;
import dev.entail.benchmarks.start.StartWorkload;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.database.TestDatabases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Entail next to the JDBC that a good engineer would write by hand: {@code Benchmarks [W1 ...] [h2 sqlite postgres mysql]
 * [rounds=7 seconds=2 warmups=2 NAME=SIZE ...]}; all workloads on all databases unless some are named.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** All workloads, in the order in which they run. */
    static List<Workload> workloads() {
        return List.of(
                new LikeWorkload(),
                new HotWorkload(),
                new OrderWorkload(),
                new GrowthWorkload(),
                new ReadingWorkload(),
                new RebuildWorkload(),
                new BulkWorkload(),
                new StartWorkload());
    }

    /** Runs what the arguments name and prints Markdown. */
    public static void main(String[] args) throws Exception {
        List<String> names =
                Arrays.stream(args).filter(arg -> !arg.contains("=")).toList();
        Options options = Options.parse(
                Arrays.stream(args).filter(arg -> arg.contains("=")).toList());
        Set<Workload> workloads = new LinkedHashSet<>();
        Set<DatabaseProduct> products = new LinkedHashSet<>();
        for (String name : names) {
            Optional<Workload> workload = find(workloads(), Workload::name, name);
            Optional<DatabaseProduct> product = find(List.of(DatabaseProduct.values()), DatabaseProduct::name, name);
            if (workload.isEmpty() && product.isEmpty()) {
                throw new IllegalArgumentException("Neither a workload nor a database: " + name + ". There are "
                        + workloads().stream().map(Workload::name).toList() + " and "
                        + Arrays.toString(DatabaseProduct.values()).toLowerCase(Locale.ROOT));
            }
            workload.ifPresent(workloads::add);
            product.ifPresent(products::add);
        }
        if (workloads.isEmpty()) {
            workloads.addAll(workloads());
        }
        if (products.isEmpty()) {
            products.addAll(List.of(DatabaseProduct.H2, DatabaseProduct.SQLITE));
            products.addAll(List.of(DatabaseProduct.POSTGRES, DatabaseProduct.MYSQL));
        }
        run(new ArrayList<>(workloads), new ArrayList<>(products), options);
    }

    private static <T> Optional<T> find(List<T> candidates, Function<T, String> called, String name) {
        return candidates.stream()
                .filter(candidate -> called.apply(candidate).equalsIgnoreCase(name))
                .findFirst();
    }

    private static void run(List<Workload> workloads, List<DatabaseProduct> products, Options options)
            throws Exception {
        Report report = new Report(System.out);
        report.say(String.format(
                Locale.ROOT,
                "Medians of %d rounds of %.1f s after %d to warm up, %d processors, JDK %s.",
                options.rounds(),
                options.round().toMillis() / 1e3,
                options.warmUps(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature()));
        try (TestDatabases databases = new TestDatabases()) {
            for (Workload workload : workloads) {
                report.say("## " + workload.name() + ": " + workload.title());
                for (DatabaseProduct product : products) {
                    report.on(describe(databases, product));
                    workload.run(new BenchmarkDatabase(databases, product), options, report);
                }
            }
        }
        report.summary();
    }

    private static String describe(TestDatabases databases, DatabaseProduct product) {
        try (TestDatabase database = databases.fresh(product)) {
            return database.info().product() + " " + database.info().version();
        }
    }
}
