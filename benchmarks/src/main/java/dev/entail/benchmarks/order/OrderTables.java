package dev.entail.benchmarks.order;

import dev.entail.benchmarks.jdbc.ByHand;
import dev.entail.benchmarks.order.Orders.Shop;
import dev.entail.storage.spi.ColumnType;
import dev.entail.storage.spi.Dialect;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The tables of orders that are written by hand: the same facts as in Entail, with the same foreign keys and the same indexes of
 * them, and the statements that an order takes.
 */
final class OrderTables {
    private final String prefix;
    private final ByHand database;
    private final Dialect dialect;

    /**
     * Creates the tables.
     *
     * @param prefix what their names begin with
     */
    OrderTables(ByHand database, String prefix) throws SQLException {
        this.database = database;
        this.prefix = prefix;
        this.dialect = database.dialect();
        String id = "id " + dialect.primaryKey();
        String integer = dialect.columnType(ColumnType.INTEGER);
        String decimal = dialect.columnType(ColumnType.DECIMAL);
        String text = dialect.columnType(ColumnType.TEXT);
        String reference = dialect.columnType(ColumnType.ID) + " NOT NULL REFERENCES ";
        String none = " DEFAULT 0 NOT NULL";
        String end = ")" + dialect.tableOptions();
        database.execute(
                "CREATE TABLE " + customer() + " (" + id + ", name " + text + ", spent " + decimal + none + end,
                "CREATE TABLE " + product() + " (" + id + ", name " + text + ", sold " + integer + none + end,
                "CREATE TABLE " + event() + " (" + id + ", name " + text + ", actor " + integer + ", payload "
                        + dialect.columnType(ColumnType.JSON) + ", at " + dialect.columnType(ColumnType.TIMESTAMP)
                        + end,
                "CREATE TABLE " + order() + " (" + id + ", customer " + reference + customer() + " (id), total "
                        + decimal + none + end,
                "CREATE TABLE " + item() + " (" + id + ", ord " + reference + order() + " (id), product " + reference
                        + product() + " (id), quantity " + integer + " NOT NULL, price " + decimal
                        + " NOT NULL, subtotal " + decimal + " NOT NULL" + end,
                "CREATE INDEX " + order() + "_customer ON " + order() + " (customer)",
                "CREATE INDEX " + item() + "_order ON " + item() + " (ord)",
                "CREATE INDEX " + item() + "_product ON " + item() + " (product)");
    }

    private String customer() {
        return prefix + "_customer";
    }

    private String product() {
        return prefix + "_product";
    }

    private String event() {
        return prefix + "_event";
    }

    private String order() {
        return prefix + "_order";
    }

    private String item() {
        return prefix + "_item";
    }

    ByHand database() {
        return database;
    }

    Shop create(int customers, int products) throws SQLException {
        return new Shop(database.create(customer(), "name", customers), database.create(product(), "name", products));
    }

    String insertEvent() {
        return "INSERT INTO " + event() + " (id, name, actor, payload, at) VALUES (?, ?, ?, "
                + dialect.placeholder(ColumnType.JSON) + ", ?)";
    }

    String insertOrder() {
        return "INSERT INTO " + order() + " (id, customer, total) VALUES (?, ?, ?)";
    }

    String insertItems(int number) {
        return "INSERT INTO " + item() + " (id, ord, product, quantity, price, subtotal) VALUES (?, ?, ?, ?, ?, ?)"
                + ", (?, ?, ?, ?, ?, ?)".repeat(number - 1);
    }

    String addSold() {
        return "UPDATE " + product() + " SET sold = " + dialect.add("sold", ColumnType.INTEGER) + " WHERE id = ?";
    }

    String addSpent() {
        return "UPDATE " + customer() + " SET spent = " + dialect.add("spent", ColumnType.DECIMAL) + " WHERE id = ?";
    }

    int bindEvent(PreparedStatement statement, int first, Bill bill) throws SQLException {
        dialect.bind(statement, first, ColumnType.ID, database.nextId());
        dialect.bind(statement, first + 1, ColumnType.TEXT, "PlaceOrder");
        dialect.bind(statement, first + 2, ColumnType.INTEGER, bill.customer());
        dialect.bind(statement, first + 3, ColumnType.JSON, bill.json());
        dialect.bind(statement, first + 4, ColumnType.TIMESTAMP, Instant.now());
        return first + 5;
    }

    int bindOrder(PreparedStatement statement, int first, long id, Bill bill) throws SQLException {
        statement.setLong(first, id);
        statement.setLong(first + 1, bill.customer());
        dialect.bind(statement, first + 2, ColumnType.DECIMAL, bill.total());
        return first + 3;
    }

    int bindItem(PreparedStatement statement, int first, long order, Bill.Item item) throws SQLException {
        statement.setLong(first, database.nextId());
        statement.setLong(first + 1, order);
        statement.setLong(first + 2, item.product());
        statement.setLong(first + 3, item.quantity());
        dialect.bind(statement, first + 4, ColumnType.DECIMAL, item.price());
        dialect.bind(statement, first + 5, ColumnType.DECIMAL, item.subtotal());
        return first + 6;
    }

    static int bindSold(PreparedStatement statement, int first, Bill.Item item) throws SQLException {
        statement.setLong(first, item.quantity());
        statement.setLong(first + 1, item.product());
        return first + 2;
    }

    int bindSpent(PreparedStatement statement, int first, Bill bill) throws SQLException {
        BigDecimal total = bill.total();
        dialect.bind(statement, first, ColumnType.DECIMAL, total);
        statement.setLong(first + 1, bill.customer());
        return first + 2;
    }

    /** Makes sure that all sums are those of the items, and that there is an event for each order. */
    void check() throws SQLException {
        String decimal = dialect.sum("i.subtotal", ColumnType.DECIMAL);
        database.expect(database.number("SELECT count(*) FROM " + order()), "SELECT count(*) FROM " + event());
        database.expect(0, wrong(order() + " r", "r.total", decimal, "i.ord = r.id", item() + " i"));
        database.expect(
                0,
                wrong(
                        product() + " r",
                        "r.sold",
                        dialect.sum("i.quantity", ColumnType.INTEGER),
                        "i.product = r.id",
                        item() + " i"));
        database.expect(
                0,
                wrong(
                        customer() + " r",
                        "r.spent",
                        decimal,
                        "o.customer = r.id",
                        item() + " i JOIN " + order() + " o ON i.ord = o.id"));
    }

    private static String wrong(String table, String stored, String sum, String condition, String from) {
        return "SELECT count(*) FROM " + table + " WHERE " + stored + " <> coalesce((SELECT " + sum + " FROM " + from
                + " WHERE " + condition + "), 0)";
    }
}
