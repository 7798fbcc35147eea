package dev.entail.testkit.contract.runtime;

import static dev.entail.runtime.sideeffect.SideEffect.sideEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Link;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.testkit.invariant.DerivedValues;
import dev.entail.testkit.jdbc.FaultInjector;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.testkit.jdbc.JdbcInterceptor;
import dev.entail.wiring.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Retries at every point of a dispatch, and the cost of changes, against what a run without trouble does. */
abstract class OracleScenarios extends RuntimeGroup {
    @Test
    @DisplayName("T-ORA-04 a conflict at any statement of a dispatch with hooks leads to the same state and effects as"
            + " none, and side effects run once")
    final void conflictEverywhere() {
        AtomicInteger heard = new AtomicInteger();
        AtomicInteger committed = new AtomicInteger();
        CustomSource source = Till.source("Book")
                .guard(hook -> hook.reader().global(Till.TOTAL))
                .resolve(hook -> {
                    RecordId clerk = hook.records().create(Till.CLERK, Draft.of("name", "Ann"));
                    RecordId note = hook.records().create(Till.NOTE, Draft.of("text", "n"));
                    hook.records().link(Till.READ, Link.between(clerk, note).with("stars", 2));
                    return hook.records()
                            .updateAll(Till.BOOKING, Match.eq("amount", 7), Draft.of("clerk", clerk))
                            .size();
                })
                .afterDispatch(
                        hook -> Map.of("total", String.valueOf(hook.records().global(Till.TOTAL))))
                .postCommit(hook -> Map.of("committed", committed.incrementAndGet() > 0));
        Entail entail = openFaulty(
                Till.model(source),
                how -> how.settings(new Settings(new RetryPolicy(3, List.of(Duration.ofMillis(1))), 1000))
                        .sideEffect(sideEffect("hear", Till.BOOKING, effect -> heard.incrementAndGet())));
        FaultInjector faults = faults(entail);
        // The first one reserves ids, so that all afterwards send the same statements.
        Till.book(entail, source, 7).orThrow();
        clear(entail);
        List<String> expected = trace(entail, Till.book(entail, source, 7));
        clear(entail);
        for (int n = 1; ; n++) {
            heard.set(0);
            committed.set(0);
            faults.failBefore(n, () -> new SQLException("injected", "40001"));
            DispatchResult result = Till.book(entail, source, 7);
            boolean fired = faults.fired();
            faults.disarm();
            assertThat(trace(entail, result)).as("conflict at %s", n).isEqualTo(expected);
            assertThat(heard).as("side effects after a conflict at %s", n).hasValue(1);
            assertThat(committed).as("postCommit after a conflict at %s", n).hasValue(1);
            DerivedValues.assertTrue(entail);
            clear(entail);
            if (!fired) {
                assertThat(n).as("points at which it could fail").isGreaterThan(8);
                return;
            }
        }
    }

    private static void clear(Entail entail) {
        entail.inTransaction(writes -> {
            writes.deleteAll(Till.BOOKING, Match.all());
            writes.deleteAll(Till.NOTE, Match.all());
            return writes.deleteAll(Till.CLERK, Match.all());
        });
    }

    /** The answer, the effects and what is stored, without ids, which need not be the same. */
    private static List<String> trace(Entail entail, DispatchResult result) {
        List<String> trace = new ArrayList<>();
        trace.add(result.orThrow().data() + " " + result.context());
        for (Effect effect : result.effects()) {
            trace.add(effect.causedBy() + " " + text(effect.mutation()));
        }
        trace.add("total " + Till.total(entail) + ", notes " + Till.notes(entail));
        entail.query(Till.BOOKING)
                .select("amount", "checked", "clerk.name")
                .list()
                .forEach(row -> trace.add(row.integer("amount") + " " + row.integer("checked") + " "
                        + row.row("clerk").text("name")));
        entail.query(Till.READ)
                .select("stars", "source.name", "target.text")
                .list()
                .forEach(row -> trace.add(row.integer("stars") + " "
                        + row.row("source").text("name") + " "
                        + row.row("target").text("text")));
        return trace;
    }

    private static String text(MutationEvent event) {
        Map<String, Object> values = new TreeMap<>();
        switch (event) {
            case MutationEvent.Created created -> values.putAll(created.values());
            case MutationEvent.Deleted deleted -> values.putAll(deleted.values());
            case MutationEvent.Updated updated -> values.putAll(updated.changes());
        }
        values.replaceAll((name, value) -> value instanceof RecordId ? "a record" : value);
        return event.getClass().getSimpleName() + " " + event.record() + " " + values;
    }

    @Test
    @DisplayName(
            "T-ORA-06 AGG-13 changes that aggregates follow are never promoted to SERIALIZABLE, and read no more rows"
                    + " where there are twenty times as many items")
    final void incremental() {
        List<Integer> few = rowsRead(2);
        assertThat(rowsRead(40)).isEqualTo(few);
        assertThat(few).allSatisfy(rows -> assertThat(rows).isLessThan(40));
    }

    /** How many rows the changes of the whitelisted shapes read: of links, items, what they belong to, and deletions. */
    private List<Integer> rowsRead(int products) {
        AtomicInteger rows = new AtomicInteger();
        try (Entail entail = Entail.with(Warehouse.model())
                .open(new InterceptedDatabase(test().fresh().open(), countingRows(rows)))) {
            RecordId store = entail.create(Warehouse.STORE, Draft.of("name", "North"));
            RecordId maker = entail.create(Warehouse.MAKER, Draft.of("rebate", BigDecimal.ONE));
            List<RecordId> stocked = entail.inTransaction(writes -> {
                List<RecordId> all = new ArrayList<>();
                for (int i = 0; i < products; i++) {
                    RecordId id = writes.create(Warehouse.PRODUCT, product(i));
                    writes.link(Warehouse.SHELF, shelf(store, id));
                    all.add(id);
                }
                return all;
            });
            RecordId one = stocked.getFirst();
            entail.update(Warehouse.PRODUCT, one, Draft.of("maker", maker));
            List<Consumer<Writes>> changes = List.of(
                    writes -> writes.create(
                            Warehouse.PRODUCT,
                            product(7)
                                    .set("stores", List.of(Draft.of("id", store).set("&", Draft.of("quantity", 2))))),
                    writes -> writes.update(Warehouse.PRODUCT, one, product(9)),
                    writes -> writes.updateAll(
                            Warehouse.SHELF,
                            Match.eq("target.id", one),
                            Draft.of("quantity", 8).set("zone", "B")),
                    writes -> writes.update(Warehouse.MAKER, maker, Draft.of("rebate", BigDecimal.TEN)),
                    writes -> writes.unlink(Warehouse.SHELF, store, one),
                    writes -> writes.delete(Warehouse.PRODUCT, one));
            List<Integer> read = new ArrayList<>();
            for (Consumer<Writes> change : changes) {
                AtomicInteger attempts = new AtomicInteger();
                rows.set(0);
                entail.inTransaction(writes -> {
                    attempts.incrementAndGet();
                    change.accept(writes);
                    return true;
                });
                read.add(rows.get());
                assertThat(attempts).as("attempts of change %s", read.size()).hasValue(1);
            }
            DerivedValues.assertTrue(entail);
            return read;
        }
    }

    private static Draft product(int n) {
        return Draft.of("name", "p" + n)
                .set("price", BigDecimal.valueOf(n))
                .set("stock", n)
                .set("checked", n % 2 == 0)
                .set("score", n / 2.0);
    }

    private static Link shelf(RecordId store, RecordId product) {
        return Link.between(store, product).with("quantity", 1).with("zone", "A");
    }

    private static JdbcInterceptor countingRows(AtomicInteger rows) {
        return (call, action) -> {
            Object result = action.proceed();
            return result instanceof ResultSet set ? counting(set, rows) : result;
        };
    }

    private static ResultSet counting(ResultSet set, AtomicInteger rows) {
        return (ResultSet) Proxy.newProxyInstance(
                ResultSet.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, args) -> {
                    try {
                        Object result = method.invoke(set, args);
                        if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
                            rows.incrementAndGet();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
