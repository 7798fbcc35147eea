package dev.entail.benchmarks.order;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an order that is written by hand comes to.
 *
 * @param customer id of who orders
 * @param items in the order of their products, in which all orders lock them
 * @param total the sum of all items
 */
record Bill(long customer, List<Item> items, BigDecimal total) {
    /**
     * So many of a product.
     *
     * @param subtotal quantity times price
     */
    record Item(long product, long quantity, BigDecimal price, BigDecimal subtotal) {}

    static Bill of(Basket basket) {
        List<Item> items = new ArrayList<>(Basket.ITEMS);
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < Basket.ITEMS; i++) {
            BigDecimal subtotal = basket.price(i).multiply(BigDecimal.valueOf(basket.quantity(i)));
            items.add(new Item(basket.products()[i], basket.quantity(i), basket.price(i), subtotal));
            total = total.add(subtotal);
        }
        items.sort(Comparator.comparingLong(Item::product));
        return new Bill(basket.customer(), items, total);
    }

    /** What the event says. */
    String json() {
        StringBuilder json = new StringBuilder(320)
                .append("{\"customer\":{\"id\":")
                .append(customer)
                .append("},\"items\":[");
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            json.append(i == 0 ? "" : ",")
                    .append("{\"product\":{\"id\":")
                    .append(item.product())
                    .append("},\"quantity\":")
                    .append(item.quantity())
                    .append(",\"price\":")
                    .append(item.price().toPlainString())
                    .append('}');
        }
        return json.append("]}").toString();
    }
}
