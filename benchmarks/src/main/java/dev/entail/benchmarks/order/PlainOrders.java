package dev.entail.benchmarks.order;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.storage.spi.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Orders by hand: minimal statements, prepared and pooled, one transaction an order. */
final class PlainOrders implements Orders {
    private final OrderTables tables;
    private final boolean batched;
    private final boolean sumsFirst;

    private PlainOrders(Database database, String prefix, boolean batched, boolean sumsFirst) throws SQLException {
        this.tables = new OrderTables(new ByHand(database), prefix);
        this.batched = batched;
        this.sumsFirst = sumsFirst;
    }

    /** One statement a round trip. Takes over the database. */
    static PlainOrders plain(Database database) throws SQLException {
        return of(database, false, database.dialect().foreignKeyChecksBlockUpdates());
    }

    /** Items, and products, in one batch each. Takes over the database. */
    static PlainOrders batched(Database database) throws SQLException {
        return of(database, true, database.dialect().foreignKeyChecksBlockUpdates());
    }

    /** With sums written before the order refers to the rows that they are in, or last. */
    static PlainOrders of(Database database, boolean batched, boolean sumsFirst) throws SQLException {
        String prefix = (batched ? "batched" : "plain") + (sumsFirst ? "_f" : "_l");
        return new PlainOrders(database, prefix, batched, sumsFirst);
    }

    @Override
    public Shop create(int customers, int products) throws SQLException {
        return tables.create(customers, products);
    }

    @Override
    public void place(Basket basket) throws SQLException {
        Bill bill = Bill.of(basket);
        tables.database().inTransaction(connection -> {
            if (sumsFirst) {
                add(connection, bill);
                insert(connection, bill);
            } else {
                insert(connection, bill);
                add(connection, bill);
            }
        });
    }

    private void insert(Connection connection, Bill bill) throws SQLException {
        long id = tables.database().nextId();
        try (PreparedStatement event = connection.prepareStatement(tables.insertEvent())) {
            tables.bindEvent(event, 1, bill);
            ByHand.one(event);
        }
        try (PreparedStatement order = connection.prepareStatement(tables.insertOrder())) {
            tables.bindOrder(order, 1, id, bill);
            ByHand.one(order);
        }
        try (PreparedStatement insert = connection.prepareStatement(tables.insertItems(1))) {
            for (Bill.Item item : bill.items()) {
                tables.bindItem(insert, 1, id, item);
                send(insert);
            }
            finish(insert);
        }
    }

    private void add(Connection connection, Bill bill) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(tables.addSold())) {
            for (Bill.Item item : bill.items()) {
                OrderTables.bindSold(update, 1, item);
                send(update);
            }
            finish(update);
        }
        try (PreparedStatement update = connection.prepareStatement(tables.addSpent())) {
            tables.bindSpent(update, 1, bill);
            ByHand.one(update);
        }
    }

    private void send(PreparedStatement statement) throws SQLException {
        if (batched) {
            statement.addBatch();
        } else {
            ByHand.one(statement);
        }
    }

    private void finish(PreparedStatement statement) throws SQLException {
        if (batched) {
            ByHand.ones(statement);
        }
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
