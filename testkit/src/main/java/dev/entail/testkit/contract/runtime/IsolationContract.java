package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.IsolationLevel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What follows from a record comes into being at READ COMMITTED while a transaction at SERIALIZABLE, which began before and does
 * not see it, changes the record.
 */
abstract class IsolationContract extends RuntimeGroup {
    private static final Entity ITEM = Entity.entity("Item", Property.decimal("price"));
    private static final Entity BASKET = Entity.entity("Basket", Property.text("name"));
    private static final Entity LABEL = Entity.entity("Label", Property.text("name"));
    private static final Entity BYSTANDER = Entity.entity("Bystander", Property.text("name"));
    private static final Relation CONTENT = Relation.manyToMany(BASKET, "items", ITEM, "baskets");
    private static final Relation SHOWN = Relation.manyToOne(LABEL, "item", ITEM, "labels");
    private static final long PATIENCE_MILLIS = 500;

    private Entail entail;
    private RecordId first;
    private RecordId second;
    private RecordId basket;

    @BeforeEach
    final void prepare() {
        entail = open(Model.model("Levels")
                .facts(ITEM, BASKET, LABEL, BYSTANDER, CONTENT, SHOWN)
                .derive(BASKET, Property.decimal("total"), Summation.of("items", "price"))
                .derive(LABEL, Property.decimal("price"), Lookup.of("item.price"))
                .build());
        first = item();
        second = item();
        basket = entail.create(BASKET, Draft.of("name", "b"));
    }

    @Test
    @DisplayName("STO-956 SUM-03 a sum has the new price of an item that was put into the basket at the old one")
    final void sum() throws Exception {
        whileUnderWay(writes -> put(writes, first));
        assertThat(total()).isEqualByComparingTo("100");
    }

    @Test
    @DisplayName("STO-956 STO-609 so it has if the first try to put the item there was undone, in the same transaction")
    final void afterAttempt() throws Exception {
        whileUnderWay(writes -> {
            try {
                writes.attempt(() -> {
                    put(writes, first);
                    throw new IllegalStateException("on second thoughts");
                });
            } catch (IllegalStateException e) {
                put(writes, first);
            }
        });
        assertThat(total()).isEqualByComparingTo("100");
    }

    @Test
    @DisplayName("STO-956 MAP-04 lookups show the new price, of several items at once")
    final void lookups() throws Exception {
        whileUnderWay(writes -> writes.createAll(
                LABEL,
                List.of(
                        Draft.of("name", "a").set("item", second),
                        Draft.of("name", "b").set("item", first),
                        Draft.of("name", "c").set("item", second))));
        assertThat(entail.query(LABEL)
                        .select("price")
                        .orderBy(Order.ascending("name"))
                        .list())
                .extracting(row -> row.decimal("price").intValueExact())
                .containsExactly(1, 100, 1);
    }

    private RecordId item() {
        return entail.create(ITEM, Draft.of("price", BigDecimal.ONE));
    }

    private void put(Writes writes, RecordId item) {
        writes.link(CONTENT, Link.between(basket, item));
    }

    private BigDecimal total() {
        return entail.query(BASKET).select("total").first().orElseThrow().decimal("total");
    }

    /**
     * Gives the first item a price of 100 at SERIALIZABLE, after others have done their work if they do not have to wait. Where
     * they need not, the one at SERIALIZABLE has to notice them, or must see what they did.
     */
    private void whileUnderWay(Consumer<Writes> work) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Others others = new Others(thread, work);
            entail.inTransaction(IsolationLevel.SERIALIZABLE, writes -> {
                writes.query(BYSTANDER).count();
                others.begin();
                return writes.update(ITEM, first, Draft.of("price", new BigDecimal("100")));
            });
            others.end();
            assertThat(others.waited)
                    .as("others wait")
                    .isEqualTo(!entail.getTransactionCapability().has(Capability.MANY_PROCESSES));
        }
    }

    /** What is done by others, once. */
    private final class Others {
        private final ExecutorService thread;
        private final Consumer<Writes> work;
        private @Nullable Future<Boolean> begun;
        private boolean waited;

        private Others(ExecutorService thread, Consumer<Writes> work) {
            this.thread = thread;
            this.work = work;
        }

        private void begin() {
            if (begun == null) {
                Future<Boolean> future = thread.submit(() -> entail.inTransaction(writes -> {
                    work.accept(writes);
                    return true;
                }));
                begun = future;
                try {
                    future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    waited = true;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void end() throws Exception {
            Objects.requireNonNull(begun).get(1, TimeUnit.MINUTES);
        }
    }
}
