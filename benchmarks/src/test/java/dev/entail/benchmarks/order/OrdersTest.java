package dev.entail.benchmarks.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.entail.benchmarks.jdbc.Pipeline;
import dev.entail.benchmarks.order.Orders.Shop;
import dev.entail.storage.spi.DatabaseDrivers;
import dev.entail.testkit.database.EachDatabase;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EachDatabase
@DisplayName("W2 orders")
class OrdersTest {
    @Test
    @DisplayName(
            "Entail sends as many statements as the hand-written version, pipelined where that is possible with all"
                    + " items in one, in as few round trips as with batches")
    void statements(TestDatabase database) throws Exception {
        CountingDatabase ours = database.fresh().open();
        Recording entail = secondOrder(ours, new EntailOrders(ours));
        CountingDatabase plain = database.fresh().open();
        Recording byHand = secondOrder(plain, PlainOrders.plain(plain));
        CountingDatabase batches = database.fresh().open();
        Recording batched = secondOrder(batches, PlainOrders.batched(batches));
        assertThat(byHand.statements()).as("%s", byHand).hasSize(13);
        boolean pipelined = Pipeline.isPossibleOn(database.product().orElseThrow());
        assertThat(entail.statements())
                .as("%s", entail)
                .hasSize(byHand.statements().size() - (pipelined ? Basket.ITEMS - 1 : 0));
        assertThat(entail.roundTrips()).as("%s", entail).isLessThanOrEqualTo(batched.roundTrips());
        assertThat(entail.controls()).as("nothing beyond what is sent by hand").isSubsetOf(byHand.controls());
    }

    /** The first one takes blocks of ids. */
    private static Recording secondOrder(CountingDatabase database, Orders orders) throws Exception {
        Shop shop = orders.create(2, 10);
        orders.place(shop.basket(0));
        return database.log().record(() -> orders.place(shop.basket(1)));
    }

    @Test
    @DisplayName("all contestants sum up right")
    void sums(TestDatabase database) throws Exception {
        for (Orders orders : contestants(database)) {
            try (orders) {
                Shop shop = orders.create(3, 12);
                for (int n = 0; n < 20; n++) {
                    Basket basket = shop.basket(n);
                    assertThat(Arrays.stream(basket.products()).distinct()).hasSize(Basket.ITEMS);
                    orders.place(basket);
                }
                orders.check();
            }
        }
    }

    @Test
    @DisplayName("no contestant leaves anything behind of an order that fails")
    void failures(TestDatabase database) throws Exception {
        for (Orders orders : contestants(database)) {
            try (orders) {
                Shop shop = orders.create(1, 5);
                orders.place(shop.basket(0));
                long[] products = shop.products().clone();
                products[2] = 999_999;
                assertThatThrownBy(() -> orders.place(new Basket(shop.customers()[0], products, 1)))
                        .as("missing product")
                        .isInstanceOf(Exception.class);
                assertThatThrownBy(() -> orders.place(new Basket(999_999, shop.products(), 1)))
                        .as("missing customer")
                        .isInstanceOf(Exception.class);
                orders.check();
            }
        }
    }

    private static List<Orders> contestants(TestDatabase database) throws Exception {
        TestDatabase fresh = database.fresh();
        List<Orders> orders = new ArrayList<>(List.of(
                new EntailOrders(fresh.open()), PlainOrders.plain(fresh.open()), PlainOrders.batched(fresh.open())));
        if (Pipeline.isPossibleOn(database.product().orElseThrow())) {
            orders.add(
                    PipelinedOrders.pipelined(DatabaseDrivers.fromClassPath().open(Pipeline.config(fresh.config()))));
        }
        return orders;
    }
}
