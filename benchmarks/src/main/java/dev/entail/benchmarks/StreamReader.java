package dev.entail.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.entail.Entail;
import dev.entail.core.query.Order;
import dev.entail.storage.spi.DatabaseConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Reads all articles in a JVM of its own with a small heap. */
public final class StreamReader {
    private static final String HEAP = "64m";
    private static final double MEGABYTE = 1024 * 1024;

    private StreamReader() {}

    /** What the small JVM is asked to do with the rows. */
    enum Way {
        /** Takes one after the other. */
        STREAM,
        /** Takes one after the other in the order of a value with an index. */
        STREAM_IN_ORDER,
        /** Holds them all, which must fail, or else the heap is not small. */
        LIST
    }

    /**
     * Starts the small JVM, which prints its numbers to the output of this one.
     *
     * @return whether it came to the end
     */
    static boolean fork(DatabaseConfig config, Way way) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-classpath",
                System.getProperty("java.class.path"),
                StreamReader.class.getName(),
                way.name()));
        // Not as arguments, which everybody on the machine can see.
        Map<String, String> environment = builder.environment();
        environment.put("BENCHMARK_URL", config.url());
        if (config.user() != null) {
            environment.put("BENCHMARK_USER", config.user());
        }
        if (config.password() != null) {
            environment.put("BENCHMARK_PASSWORD", config.password());
        }
        return builder.redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(
                                way == Way.LIST ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Runs inside the small JVM. */
    public static void main(String[] args) {
        Way way = Way.valueOf(args[0]);
        DatabaseConfig config = DatabaseConfig.of(System.getenv("BENCHMARK_URL"));
        String user = System.getenv("BENCHMARK_USER");
        if (user != null) {
            config = config.withCredentials(user, System.getenv("BENCHMARK_PASSWORD"));
        }
        AtomicLong live = watchCollections();
        AtomicLong rows = new AtomicLong();
        long start = System.nanoTime();
        try (Entail entail = Articles.open(config)) {
            switch (way) {
                case STREAM -> Articles.all(entail).forEach(row -> rows.incrementAndGet());
                case STREAM_IN_ORDER ->
                    Articles.all(entail)
                            .orderBy(Order.ascending(Articles.NUMBER))
                            .forEach(row -> rows.incrementAndGet());
                case LIST -> rows.set(Articles.all(entail).unbounded().list().size());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "  %-15s %,d rows in %.1f s with -Xmx%s: at most %.0f MB used, %.0f MB after a collection%n",
                    way, rows.get(), seconds, HEAP, peak() / MEGABYTE, live.get() / MEGABYTE);
        }
    }

    /** The greatest use of the heap, garbage included. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** Keeps the greatest use of the heap that a collection left. */
    private static AtomicLong watchCollections() {
        AtomicLong most = new AtomicLong();
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(collector -> ((NotificationEmitter) collector)
                        .addNotificationListener(
                                (notification, handback) -> {
                                    Map<String, MemoryUsage> after = GarbageCollectionNotificationInfo.from(
                                                    (CompositeData) notification.getUserData())
                                            .getGcInfo()
                                            .getMemoryUsageAfterGc();
                                    long used = after.entrySet().stream()
                                            .filter(pool -> heap.contains(pool.getKey()))
                                            .mapToLong(pool -> pool.getValue().getUsed())
                                            .sum();
                                    most.accumulateAndGet(used, Math::max);
                                },
                                null,
                                null));
        return most;
    }
}
