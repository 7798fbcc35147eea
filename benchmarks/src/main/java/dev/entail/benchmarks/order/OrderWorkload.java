package dev.entail.benchmarks.order;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.measure.BenchmarkDatabase;
import dev.entail.benchmarks.measure.BenchmarkDatabase.Fresh;
import dev.entail.benchmarks.measure.Contest;
import dev.entail.benchmarks.measure.Options;
import dev.entail.benchmarks.measure.Report;
import dev.entail.benchmarks.measure.Workload;
import dev.entail.benchmarks.order.Orders.Shop;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.testkit.database.DatabaseProduct;
import java.util.ArrayList;
import java.util.List;

/** W2: orders with five items, one after the other and by eight threads. */
public final class OrderWorkload implements Workload {
    private static final int RECORDS = 1_000;
    private static final int THREADS = 8;

    /** Without state. */
    public OrderWorkload() {}

    @Override
    public String name() {
        return "W2";
    }

    @Override
    public String title() {
        return "orders with five items";
    }

    /** The size {@code records} is the number of customers and products. */
    @Override
    public void run(BenchmarkDatabase database, Options options, Report report) throws Exception {
        run(database, options, report, Contest.named("W2 order, one after the other"));
        run(database, options, report, Contest.named("W2 order, 8 threads").threads(THREADS));
    }

    private static void run(BenchmarkDatabase database, Options options, Report report, Contest contest)
            throws Exception {
        int records = (int) options.size("records", RECORDS);
        try (Fresh fresh = database.fresh();
                Sides sides = new Sides(records, contest)) {
            DatabaseConfig config = fresh.config();
            sides.with("Entail", EntailOrders::new, config);
            sides.with("plain", PlainOrders::plain, config);
            sides.with("batched", PlainOrders::batched, config);
            contest.goal("plain", database.plainGoal());
            if (Pipeline.isPossibleOn(database.product())) {
                sides.with("pipelined", PipelinedOrders::pipelined, Pipeline.config(config));
            }
            if (database.is(DatabaseProduct.POSTGRES)) {
                contest.goal("pipelined", 0.8);
            }
            contest.run(options, report);
            sides.check();
        }
    }

    /** The contestants, each with a pool of its own. */
    private record Sides(int records, Contest contest, List<Orders> all) implements AutoCloseable {
        Sides(int records, Contest contest) {
            this(records, contest, new ArrayList<>());
        }

        /** Makes one out of a database. */
        @FunctionalInterface
        private interface Maker {
            Orders make(Database database) throws Exception;
        }

        void with(String name, Maker maker, DatabaseConfig config) throws Exception {
            Orders orders = maker.make(DatabaseDrivers.fromClassPath().open(config));
            all.add(orders);
            Shop shop = orders.create(records, records);
            contest.contestant(name, n -> orders.place(shop.basket(n)));
        }

        void check() throws Exception {
            for (Orders orders : all) {
                orders.check();
            }
        }

        @Override
        public void close() {
            all.forEach(Orders::close);
        }
    }
}
