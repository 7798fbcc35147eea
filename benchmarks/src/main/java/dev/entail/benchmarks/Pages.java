package dev.entail.benchmarks;

import dev.entail.RecordQuery;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.Row;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * How long a page takes, the first and far ones, behind a cursor and with an offset. No page is read twice, since some
 * databases keep the last answer to a statement.
 */
final class Pages {
    private static final int SIZE = 50;
    private static final int STRIDE = 250_000;
    private static final int RUNS = 21;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RecordQuery query;
    private final long last;
    private Optional<Cursor> place = Optional.empty();
    private long behind;

    /** Reads pages of {@code query}, which must say an order and find {@code rows} records. */
    Pages(RecordQuery query, long rows) {
        this.query = query;
        this.last = rows / SIZE;
    }

    /** Times pages at these places, each with the ones that follow, and prints a line for each. */
    void print(String order, PrintStream output) {
        if (last < 4 * RUNS) {
            throw new IllegalArgumentException("Too few rows: at least " + 4 * RUNS * SIZE);
        }
        time(1);
        output.printf("  pages of %d by %s: median behind a cursor, with an offset%n", SIZE, order);
        List<double[]> times = new ArrayList<>();
        for (long number : LongStream.of(1, 100, 10_000, last - RUNS + 1)
                .filter(number -> number + RUNS - 1 <= last)
                .toArray()) {
            double[] time = time(number);
            times.add(time);
            output.printf("    page %,7d  %8.2f ms  %8.2f ms%n", number, time[0], time[1]);
        }
        double[] first = times.getFirst();
        double[] end = times.getLast();
        output.printf("    last/first    %8.2f     %8.2f%n", end[0] / first[0], end[1] / first[1]);
    }

    /** Milliseconds behind a cursor and with an offset. */
    private double[] time(long number) {
        long offset = (number - 1) * SIZE;
        goTo(offset);
        List<List<Row>> pages = new ArrayList<>();
        List<Long> byCursor = measure(RUNS, run -> pages.add(next(SIZE)));
        List<Long> byOffset = measure(
                pages.size(),
                run -> require(
                        query.limit(SIZE).offset(offset + run * SIZE).list().equals(pages.get(run))));
        return new double[] {median(byCursor), median(byOffset)};
    }

    /** Nanoseconds of each run; what is slow is run less often. */
    private static List<Long> measure(int runs, IntConsumer work) {
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        for (int run = 0; run < runs && System.nanoTime() - start < PATIENCE.toNanos(); run++) {
            long begin = System.nanoTime();
            work.accept(run);
            times.add(System.nanoTime() - begin);
        }
        return times;
    }

    private static void require(boolean same) {
        if (!same) {
            throw new IllegalStateException("The page behind the cursor is not the page with the offset");
        }
    }

    /** The next records; how the cursor came to its place makes no difference to what it costs to go on. */
    private List<Row> next(int size) {
        Slice slice = place.map(query::after).orElse(query).page(size);
        place = slice.next();
        behind += size;
        return slice.rows();
    }

    private void goTo(long row) {
        if (behind > row) {
            behind = 0;
            place = Optional.empty();
        }
        while (behind < row) {
            next((int) Math.min(STRIDE, row - behind));
        }
    }

    private static double median(List<Long> nanoseconds) {
        return nanoseconds.stream().sorted().toList().get(nanoseconds.size() / 2) / 1e6;
    }
}
