package dev.entail.benchmarks.order;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.jdbc.Pipeline.Step;
import dev.entail.storage.spi.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Orders by hand in one round trip each, with all items in one statement. */
final class PipelinedOrders implements Orders {
    private final OrderTables tables;
    private final boolean sumsFirst;
    private final Pipeline pipeline;

    private PipelinedOrders(Database database, boolean sumsFirst) throws SQLException {
        this.tables = new OrderTables(new ByHand(database), sumsFirst ? "piped_f" : "piped_l");
        this.sumsFirst = sumsFirst;
        List<Step> inserts = List.of(
                new Step(tables.insertEvent(), 1),
                new Step(tables.insertOrder(), 1),
                new Step(tables.insertItems(Basket.ITEMS), Basket.ITEMS));
        List<Step> sums = new ArrayList<>(Collections.nCopies(Basket.ITEMS, new Step(tables.addSold(), 1)));
        sums.add(new Step(tables.addSpent(), 1));
        List<Step> steps = new ArrayList<>(sumsFirst ? sums : inserts);
        steps.addAll(sumsFirst ? inserts : sums);
        this.pipeline = new Pipeline(tables.database(), steps);
    }

    /** In the order that suits the database, which was opened with {@link Pipeline#config}. Takes it over. */
    static PipelinedOrders pipelined(Database database) throws SQLException {
        return of(database, database.dialect().foreignKeyChecksBlockUpdates());
    }

    /** With sums written before the order refers to the rows that they are in, or last. */
    static PipelinedOrders of(Database database, boolean sumsFirst) throws SQLException {
        return new PipelinedOrders(database, sumsFirst);
    }

    @Override
    public Shop create(int customers, int products) throws SQLException {
        return tables.create(customers, products);
    }

    @Override
    public void place(Basket basket) throws SQLException {
        Bill bill = Bill.of(basket);
        pipeline.run(statement -> {
            int next = sumsFirst ? bindSums(statement, 1, bill) : 1;
            next = bindInserts(statement, next, bill);
            if (!sumsFirst) {
                bindSums(statement, next, bill);
            }
        });
    }

    private int bindInserts(PreparedStatement statement, int first, Bill bill) throws SQLException {
        long id = tables.database().nextId();
        int next = tables.bindEvent(statement, first, bill);
        next = tables.bindOrder(statement, next, id, bill);
        for (Bill.Item item : bill.items()) {
            next = tables.bindItem(statement, next, id, item);
        }
        return next;
    }

    private int bindSums(PreparedStatement statement, int first, Bill bill) throws SQLException {
        int next = first;
        for (Bill.Item item : bill.items()) {
            next = OrderTables.bindSold(statement, next, item);
        }
        return tables.bindSpent(statement, next, bill);
    }

    @Override
    public void check() throws SQLException {
        tables.check();
    }

    @Override
    public void close() {
        tables.database().close();
    }
}
