package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.ItemChange;
import dev.entail.core.computation.Last;
import dev.entail.core.computation.Step;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.testkit.jdbc.Recording;
import dev.entail.wiring.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Custom global values that follow changes of single items. */
abstract class IncrementalContract extends RuntimeGroup {
    private static final Entity PRODUCT = entity("Product", text("name"), integer("price"), bool("sold"));
    private static final Entity MAKER = entity("Maker", text("name"));
    private static final Relation MADE =
            manyToOne(PRODUCT, "maker", MAKER, "products").named("Made");
    private static final View FAMOUS = View.of("Famous", PRODUCT, Match.eq("maker.name", "Acme"));
    private static final Property<Long> TOTAL = integer("total");
    private static final Property<Long> FACTOR = integer("factor").defaultTo(2L);
    private static final Interaction ADD = Interaction.interaction("Add")
            .anonymous()
            .payload(PayloadField.integer("price").required());

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private static ModelBuilder facts() {
        return Model.model("Steps")
                .facts(PRODUCT, MAKER, MADE, FAMOUS)
                .events(ADD)
                .derive(
                        PRODUCT,
                        Transform.toRecord(
                                ADD, event -> Draft.of("price", event.payload().integer("price"))))
                .globals(FACTOR);
    }

    private static Query prices(String record) {
        return Query.of(record).select("price");
    }

    /** A sum of prices, step by step. */
    private Custom sum(Query set) {
        return Custom.reading("products", set).computing(this::total).updating(this::add);
    }

    private Object total(Row all) {
        calls.add("full");
        return all.rows("products").stream()
                .mapToLong(IncrementalContract::price)
                .sum();
    }

    private Step add(Last last, ItemChange change) {
        calls.add(change.getClass().getSimpleName());
        return Step.value((Long) Objects.requireNonNull(last.value()) + price(change.now()) - price(change.before()));
    }

    private static long price(@Nullable Row row) {
        return row != null && row.get("price") instanceof Long price ? price : 0;
    }

    private List<String> called() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    private static Draft priced(long price) {
        return Draft.of("price", price);
    }

    @Test
    @DisplayName("T-CUS-02 INC-03 APL-05 items come, change and go, and the set is never read; others follow")
    final void steps() {
        Property<Long> doubled = integer("double");
        Entail entail = open(facts().derive(TOTAL, sum(prices("Product")))
                .derive(doubled, Custom.reading("@total").computing(row -> row.integer("@total") * 2))
                .build());
        assertThat(called()).as("at set-up").containsOnly("full");
        RecordId first = entail.create(PRODUCT, priced(5));
        assertThat(entail.global(doubled)).isEqualTo(10);
        entail.update(PRODUCT, first, priced(10));
        assertThat(entail.global(doubled)).isEqualTo(20);
        entail.create(PRODUCT, Draft.of("name", "free"));
        entail.update(PRODUCT, first, Draft.of("price", null));
        assertThat(entail.global(TOTAL)).isZero();
        entail.update(PRODUCT, first, priced(7).set("name", "x"));
        entail.update(PRODUCT, first, Draft.of("name", "y"));
        entail.delete(PRODUCT, first);
        assertThat(entail.global(doubled)).isZero();
        assertThat(called().stream().distinct()).containsExactlyInAnyOrder("Entered", "Changed", "Left");
    }

    @Test
    @DisplayName("T-CUS-09 INC-02 all changes of an item in a transaction are one, from what it was to what it is")
    final void together() {
        Entail entail = open(facts().derive(TOTAL, sum(prices("Product"))).build());
        List<RecordId> ids = entail.inTransaction(writes -> {
            RecordId kept = writes.create(PRODUCT, priced(1));
            writes.update(PRODUCT, kept, priced(2));
            RecordId gone = writes.create(PRODUCT, priced(1));
            writes.delete(PRODUCT, gone);
            return List.of(kept, writes.create(PRODUCT, priced(3)));
        });
        calls.remove("full");
        assertThat(called()).containsExactly("Entered", "Entered");
        assertThat(entail.global(TOTAL)).isEqualTo(5);
        entail.inTransaction(writes -> {
            writes.update(PRODUCT, ids.get(0), priced(8));
            writes.update(PRODUCT, ids.get(0), priced(2));
            writes.update(PRODUCT, ids.get(1), priced(4));
            writes.update(PRODUCT, ids.get(1), priced(5));
            return writes.delete(PRODUCT, ids.get(1));
        });
        assertThat(called()).as("one stays as it was").containsExactly("Left");
        assertThat(entail.global(TOTAL)).isEqualTo(2);
        entail.inTransaction(writes -> {
            writes.update(PRODUCT, ids.get(0), priced(20));
            assertThat(writes.global(TOTAL)).isEqualTo(20);
            assertThat(failureOf(() -> writes.attempt(() -> {
                        writes.update(PRODUCT, ids.get(0), priced(300));
                        throw new EntailException("NO", "no", Map.of());
                    })))
                    .isNotNull();
            return writes.update(PRODUCT, ids.get(0), priced(21));
        });
        assertThat(entail.global(TOTAL)).isEqualTo(21);
    }

    @Test
    @DisplayName("T-CUS-07 T-CUS-08 T-CUS-13 T-CUS-14 INC-04 who is not in the set, before and now, is not heard of")
    final void condition() {
        Query dear = prices("Product").where(Match.and(Match.ne("sold", true), Match.not(Match.le("price", 10L))));
        Entail entail = open(facts().derive(TOTAL, sum(dear)).build());
        called();
        RecordId cheap = entail.create(PRODUCT, priced(5).set("sold", false));
        RecordId unknown = entail.create(PRODUCT, priced(50));
        RecordId priceless = entail.create(PRODUCT, Draft.of("sold", false));
        entail.update(PRODUCT, unknown, priced(60));
        entail.update(PRODUCT, priceless, Draft.of("name", "x"));
        assertThat(called()).isEmpty();
        entail.update(PRODUCT, unknown, Draft.of("sold", false));
        entail.update(PRODUCT, cheap, priced(15));
        assertThat(entail.global(TOTAL)).isEqualTo(75);
        entail.update(PRODUCT, cheap, priced(16));
        entail.update(PRODUCT, cheap, priced(6));
        entail.update(PRODUCT, unknown, Draft.of("sold", null));
        assertThat(called()).containsExactly("Entered", "Entered", "Changed", "Left", "Left");
        entail.delete(PRODUCT, cheap);
        entail.delete(PRODUCT, unknown);
        assertThat(called()).isEmpty();
        assertThat(entail.global(TOTAL)).isZero();
    }

    @Test
    @DisplayName("INC-04 MAP-07 items of a view come and go with what decides who belongs to it, however far away")
    final void view() {
        Entail entail = open(facts().derive(TOTAL, sum(prices("Famous"))).build());
        RecordId acme = entail.create(MAKER, Draft.of("name", "Acme"));
        RecordId pen = entail.create(PRODUCT, priced(5).set("maker", acme));
        RecordId ink = entail.create(PRODUCT, priced(7));
        called();
        entail.update(PRODUCT, ink, priced(8));
        assertThat(called()).isEmpty();
        entail.update(PRODUCT, ink, priced(9).set("maker", acme));
        assertThat(entail.global(TOTAL)).isEqualTo(14);
        entail.inTransaction(writes -> {
            writes.update(PRODUCT, pen, priced(6));
            return writes.update(MAKER, acme, Draft.of("name", "Apex"));
        });
        assertThat(entail.global(TOTAL)).isZero();
        entail.update(MAKER, acme, Draft.of("name", "Acme"));
        assertThat(entail.global(TOTAL)).isEqualTo(15);
        entail.delete(MAKER, acme);
        assertThat(entail.global(TOTAL)).isZero();
        assertThat(called()).doesNotContain("full");
    }

    @Test
    @DisplayName("INC-03 items are known by derived values as well, counters among them")
    final void derivedItems() {
        Custom biggest = Custom.reading(
                        "makers", Query.of("Maker").select("size").where(Match.gt("size", 1L)))
                .computing(all -> all.rows("makers").stream()
                        .mapToLong(row -> row.integer("size"))
                        .sum())
                .updating((last, change) -> {
                    calls.add(size(change.before()) + "->" + size(change.now()));
                    return Step.value(
                            (Long) Objects.requireNonNull(last.value()) + size(change.now()) - size(change.before()));
                });
        Entail entail = open(facts().derive(MAKER, integer("size"), Count.of("products"))
                .derive(TOTAL, biggest)
                .build());
        RecordId acme = entail.create(MAKER, Draft.of("name", "Acme"));
        Draft product = priced(1).set("maker", acme);
        entail.inTransaction(writes -> writes.createAll(PRODUCT, List.of(product, product, product)));
        entail.inTransaction(writes -> {
            writes.create(PRODUCT, product);
            return writes.create(PRODUCT, product);
        });
        entail.delete(MAKER, acme);
        assertThat(called()).containsExactly("0->3", "3->5", "5->0");
        assertThat(entail.global(TOTAL)).isZero();
    }

    private static long size(@Nullable Row row) {
        return row == null ? 0 : row.integer("size");
    }

    @Test
    @DisplayName(
            "T-CUS-03 STA-01 STA-02 states are kept beside the value, hidden; they come from the full function as well")
    final void states() {
        Property<Long> mean = integer("mean");
        Custom custom = Custom.reading("products", prices("Product"))
                .and("@factor")
                .computing(all -> mean(all.rows("products").size(), (Long) total(all), all))
                .keeping(integer("count"), integer("sum"))
                .updating((last, change) -> mean(
                        last.states().integer("count") + (change.now() == null ? -1 : change.before() == null ? 1 : 0),
                        last.states().integer("sum") + price(change.now()) - price(change.before()),
                        last.globals()));
        Entail entail = open(facts().derive(mean, custom).build());
        RecordId first = entail.create(PRODUCT, priced(4));
        entail.create(PRODUCT, priced(8));
        assertThat(entail.global(mean)).isEqualTo(12);
        called();
        entail.update(PRODUCT, first, priced(0));
        assertThat(entail.global(mean)).isEqualTo(8);
        entail.setGlobal(FACTOR, 3L);
        assertThat(called()).containsOnlyOnce("full");
        entail.delete(PRODUCT, first);
        assertThat(entail.global(mean)).isEqualTo(24);
        assertThat(entail.dispatch(ADD, call -> call.payload("price", 2))
                        .orThrow()
                        .effects()
                        .toString())
                .contains("mean=")
                .doesNotContain("mean$");
        assertThat(entail.verify().isClean()).isTrue();
        assertThat(failureOf(() -> entail.global(integer("mean$count"))).code()).isEqualTo("UNKNOWN_NAME");
    }

    private static Step.Value mean(long count, long sum, Row globals) {
        return Step.value(count == 0 ? null : sum * globals.integer("@factor") / count)
                .with("count", count)
                .with("sum", sum);
    }

    @Test
    @DisplayName(
            "T-CUS-17 STA-02 a state starts with its default; one that the full function does not give is the update's"
                    + " own")
    final void defaultOfState() {
        Custom custom = Custom.reading("products", prices("Product"))
                .computing(this::total)
                .keeping(integer("left").defaultTo(42L))
                .updating((last, change) -> {
                    long left = last.states().integer("left");
                    calls.add("left " + left);
                    return ((Step.Value) add(last, change)).with("left", left - 1);
                });
        var database = test().fresh();
        Model model = facts().derive(TOTAL, custom).build();
        open(model, database).create(PRODUCT, priced(1));
        open(model, database).create(PRODUCT, priced(2));
        assertThat(called()).contains("left 42", "left 41").doesNotContain("left 40");
    }

    @Test
    @DisplayName("T-CUS-10 T-CUS-11 APL-01 keep writes nothing, null is stored, a step inside a step is refused")
    final void results() {
        Custom custom = Custom.reading("products", prices("Product"))
                .computing(all -> all.rows("products").isEmpty() ? 7L : null)
                .keeping(integer("seen"))
                .updating((last, change) -> switch ((int) price(change.now())) {
                    case 1 -> Step.keep();
                    case 2 -> Step.value(Step.keep());
                    case 3 -> Step.value(1L).with("typo", 1L);
                    case 4 -> Step.value("text");
                    case 5 -> throw new IllegalStateException("five");
                    case 6 -> Step.value(1L).with("seen", Step.keep());
                    default -> Step.value(null);
                });
        Entail entail = open(facts().derive(TOTAL, custom).build());
        for (long price : List.of(2L, 3L, 4L, 5L, 6L)) {
            assertThat(failureOf(() -> entail.create(PRODUCT, priced(price))))
                    .hasMessageContaining("_Dictionary_.total")
                    .extracting("code")
                    .isIn("CALLBACK_FAILED", "UNKNOWN_NAME", "VALUE_MISMATCH");
        }
        RecordId one = entail.create(PRODUCT, priced(1));
        assertThat(entail.global(TOTAL)).isEqualTo(7);
        entail.update(PRODUCT, one, priced(9));
        assertThat(entail.global(TOTAL)).isNull();
    }

    @Test
    @DisplayName(
            "T-TRX-02 T-TRX-03 SER-01 SER-02 SER-04 a step needs no SERIALIZABLE; one that asks for all makes it begin"
                    + " anew")
    final void isolation() {
        Custom custom = Custom.reading("products", prices("Product"))
                .computing(this::total)
                .updating((last, change) -> price(change.now()) == 7 ? recompute() : add(last, change));
        Entail entail = open(facts().derive(TOTAL, custom.atomicSafe()).build());
        called();
        for (long price : List.of(3L, 7L)) {
            entail.inTransaction(writes -> {
                calls.add("attempt");
                return writes.create(PRODUCT, priced(price));
            });
        }
        assertThat(called())
                .containsExactly("attempt", "Entered", "attempt", "recompute", "attempt", "recompute", "full");
        assertThat(entail.global(TOTAL)).isEqualTo(10);
        entail.dispatch(ADD, call -> call.payload("price", 5)).orThrow();
        assertThat(called()).containsExactly("Entered");
    }

    private Step recompute() {
        calls.add("recompute");
        return Step.recompute("seven");
    }

    @Test
    @DisplayName("INC-04 INC-05 what cannot be told from one item alone is computed in full")
    final void full() {
        List<Function<Query, Query>> kinds = List.of(
                set -> set.orderBy(Order.ascending("price")),
                set -> set.limit(2),
                set -> set.select("maker.name"),
                set -> set.where(Match.eq("maker.name", "Acme")),
                set -> set.where(Match.like("name", "P%")));
        for (Function<Query, Query> kind : kinds) {
            Entail entail = open(
                    facts().derive(TOTAL, sum(kind.apply(prices("Product")))).build());
            RecordId acme = entail.create(MAKER, Draft.of("name", "Acme"));
            called();
            entail.create(PRODUCT, priced(5).set("name", "Pen").set("maker", acme));
            entail.dispatch(ADD, call -> call.payload("price", 0)).orThrow();
            assertThat(entail.global(TOTAL)).isEqualTo(5);
            assertThat(called()).isNotEmpty().containsOnly("full");
        }
    }

    @Test
    @DisplayName("WK-36 INC-03 a step costs the same however many items there are, and reads none of the others")
    final void cost() {
        Entail entail = open(facts().derive(TOTAL, sum(prices("Product"))).build());
        RecordId first = entail.create(PRODUCT, priced(5));
        Runnable work = () -> {
            RecordId one = entail.create(PRODUCT, priced(1));
            entail.update(PRODUCT, first, priced(6));
            entail.delete(PRODUCT, one);
            entail.update(PRODUCT, first, priced(5));
        };
        work.run();
        Recording few = log(entail).record(work::run);
        entail.inTransaction(writes -> writes.createAll(
                PRODUCT,
                LongStream.range(0, 1200).mapToObj(IncrementalContract::priced).toList()));
        called();
        Recording many = log(entail).record(work::run);
        assertThat(many.statements()).hasSameSizeAs(few.statements());
        assertThat(called()).containsExactly("Entered", "Changed", "Left", "Changed");
        Recording create = log(entail).record(() -> entail.create(PRODUCT, priced(1)));
        assertThat(create.statements().stream().filter(sql -> sql.toString().contains("_globals")))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    @DisplayName("SER-02 T-TRX-21 eight threads step at a time, some of them in full: the total is exact")
    final void concurrent() throws Exception {
        Custom custom = Custom.reading("products", prices("Product"))
                .computing(this::total)
                .updating((last, change) -> price(change.now()) == 7 ? recompute() : add(last, change));
        Entail entail = open(
                facts().derive(TOTAL, custom).build(),
                how -> how.settings(new Settings(new RetryPolicy(100, List.of(Duration.ofMillis(1))), 100_000)));
        List<RecordId> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(entail.create(PRODUCT, priced(0)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int thread = i;
                done.add(threads.submit(() -> {
                    for (int n = 1; n <= 12; n++) {
                        entail.update(PRODUCT, ids.get(thread), priced(100L * n));
                        RecordId extra = entail.create(PRODUCT, priced(n % 6 == 0 ? 7 : 1));
                        if (n % 2 == 0) {
                            entail.delete(PRODUCT, extra);
                        }
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(entail.global(TOTAL)).isEqualTo(8 * (1200 + 6));
    }

    @Test
    @DisplayName("T-ORA INC-03 after random transactions the value is what a naive sum over the tables gives")
    final void random() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Query set = prices("Product").where(Match.or(Match.gt("price", 3L), Match.isNull("sold")));
        Property<Long> famous = integer("famous");
        Entail entail = open(facts().derive(TOTAL, sum(set))
                .derive(famous, sum(prices("Famous")))
                .build());
        List<RecordId> makers =
                List.of(entail.create(MAKER, Draft.of("name", "Acme")), entail.create(MAKER, Draft.of("name", "Apex")));
        for (int step = 0; step < 40; step++) {
            entail.inTransaction(writes -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    List<Row> all = writes.query(PRODUCT).list();
                    RecordId some = all.isEmpty()
                            ? null
                            : all.get(random.nextInt(all.size())).id();
                    Draft draft = Draft.of("price", random.nextInt(5) == 0 ? null : random.nextLong(8))
                            .set("sold", random.nextBoolean() ? null : true)
                            .set("maker", random.nextInt(3) == 0 ? null : makers.get(random.nextInt(2)));
                    switch (some == null ? 0 : random.nextInt(5)) {
                        case 0 -> writes.create(PRODUCT, draft);
                        case 1 -> writes.delete(PRODUCT, Objects.requireNonNull(some));
                        case 2 ->
                            writes.update(
                                    MAKER, makers.get(0), Draft.of("name", random.nextBoolean() ? "Acme" : "Other"));
                        default -> writes.update(PRODUCT, Objects.requireNonNull(some), draft);
                    }
                }
                return true;
            });
            long expected = entail.query(PRODUCT).select("price", "sold").list().stream()
                    .filter(row -> price(row) > 3 || row.get("sold") == null)
                    .mapToLong(IncrementalContract::price)
                    .sum();
            long expectedFamous = entail.query(FAMOUS).select("price").list().stream()
                    .mapToLong(IncrementalContract::price)
                    .sum();
            assertThat(List.of(
                            Objects.requireNonNull(entail.global(TOTAL)),
                            Objects.requireNonNull(entail.global(famous))))
                    .as("seed %s, step %s", seed, step)
                    .isEqualTo(List.of(expected, expectedFamous));
        }
    }

    @Test
    @DisplayName(
            "INC-07 verify computes in full, finds what a wrong update function did to value and states, and mends it")
    final void wrongUpdate() {
        Custom custom = Custom.reading("products", prices("Product"))
                .computing(all -> Step.value(total(all))
                        .with("count", all.rows("products").size()))
                .keeping(integer("count"))
                .updating(
                        (last, change) -> Step.value((Long) Objects.requireNonNull(last.value()) + price(change.now()))
                                .with("count", last.states().integer("count") + 1));
        Entail entail = open(facts().derive(TOTAL, custom).build());
        RecordId one = entail.create(PRODUCT, priced(5));
        assertThat(entail.verify().isClean()).isTrue();
        entail.update(PRODUCT, one, priced(6));
        assertThat(entail.verify().drift().stream().map(Object::toString))
                .anyMatch(each -> each.endsWith("total is 11, should be 6"))
                .anyMatch(each -> each.endsWith("total$count is 2, should be 1"));
        entail.repair();
        assertThat(entail.verify().isClean()).isTrue();
        assertThat(entail.global(TOTAL)).isEqualTo(6);
    }

    @Test
    @DisplayName("T-CUS-08 CUS-04 what cannot be followed step by step is refused when the model is built")
    final void refusals() {
        Custom reading = Custom.reading("name").computing(row -> null);
        assertThat(problems(facts().derive(PRODUCT, decimal("x"), reading.updating((last, change) -> Step.keep()))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(facts().derive(
                                TOTAL,
                                Custom.reading("@factor")
                                        .computing(row -> null)
                                        .updating((last, change) -> Step.keep()))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(
                        facts().derive(TOTAL, sum(prices("Product")).keeping(integer("a"), text("a"), text("b$c")))))
                .containsExactly("DECL_CUSTOM", "DECL_CUSTOM");
    }

    private static List<String> problems(ModelBuilder builder) {
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }
}
