package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.query.Selection.related;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Reads;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.transaction.RetryPolicy;
import dev.entail.testkit.jdbc.Recording;
import dev.entail.wiring.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values that functions make of what they say they read. */
abstract class CustomContract extends RuntimeGroup {
    private static final Entity PRODUCT = entity("Product", text("name"), integer("price"), text("kind"));
    private static final Entity DEPARTMENT = entity("Department", text("name"), integer("budget"));
    private static final Entity EMPLOYEE = entity("Employee", text("name"), integer("salary"));
    private static final Entity SKILL = entity("Skill", text("name"), integer("worth"));
    private static final Relation WORK =
            manyToOne(EMPLOYEE, "department", DEPARTMENT, "staff").named("Work");
    private static final Relation KNOWLEDGE = manyToMany(EMPLOYEE, "skills", SKILL, "experts")
            .with(integer("level"))
            .named("Knowledge");
    private static final Interaction ADD = Interaction.interaction("Add")
            .anonymous()
            .payload(PayloadField.integer("price").required());
    private static final Property<Long> TOTAL = integer("total");
    private static final Property<Long> DOUBLE = integer("double");
    private static final Property<Long> FACTOR = integer("factor").defaultTo(2L);
    private static final Property<String> TOOLS = text("tools");

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger transforms = new AtomicInteger();

    private static ModelBuilder facts() {
        return Model.model("Custom")
                .facts(PRODUCT, DEPARTMENT, EMPLOYEE, SKILL, WORK, KNOWLEDGE)
                .events(ADD)
                .globals(FACTOR);
    }

    private Model products(Custom total) {
        return facts().derive(TOTAL, total)
                .derive(DOUBLE, Custom.reading("@total", "@factor").computing(row -> row.integer("@total") * 2))
                .derive(PRODUCT, Transform.toRecord(ADD, event -> {
                    transforms.incrementAndGet();
                    return Draft.of("price", event.payload().integer("price"));
                }))
                .build();
    }

    private Custom sum() {
        return Custom.reading("products", Query.of("Product").select("price")).computing(row -> {
            runs.incrementAndGet();
            return row.rows("products").stream()
                    .mapToLong(each -> each.get("price") instanceof Long price ? price : 0)
                    .sum();
        });
    }

    private Model people() {
        return facts().derive(
                        EMPLOYEE,
                        text("place"),
                        Custom.reading("department.name", "department.budget").computing(CustomContract::place))
                .derive(
                        EMPLOYEE,
                        integer("share"),
                        Custom.reading("salary", "department.budget").computing(CustomContract::share))
                .derive(
                        EMPLOYEE,
                        text("profile"),
                        Custom.reading(related(
                                                "skills",
                                                Selection.path("name"),
                                                Selection.path("worth"),
                                                Selection.link("level"))
                                        .where(Match.gt("worth", 0L))
                                        .orderBy(Order.ascending("name")))
                                .and("@factor")
                                .computing(this::profile))
                .derive(EMPLOYEE, integer("length"), Computed.from("profile", row ->
                        (long) (row.get("profile") instanceof String profile ? profile.length() : 0)))
                .derive(
                        DEPARTMENT,
                        text("roll"),
                        Custom.reading("staff.name", "staff.length", "staff.skills.name")
                                .computing(CustomContract::roll)
                                .atomicSafe())
                .build();
    }

    private static String place(Row row) {
        Row department = row.rowOrNull("department");
        return department == null ? "No department" : department.get("name") + " (" + department.get("budget") + ")";
    }

    private static @Nullable Object share(Row row) {
        Row department = row.rowOrNull("department");
        return department == null || department.get("budget") == null
                ? null
                : row.integer("salary") * 100 / department.integer("budget");
    }

    private String profile(Row row) {
        runs.incrementAndGet();
        return row.rows("skills").stream()
                        .map(skill -> skill.get("name") + ":" + skill.row("&").get("level"))
                        .toList()
                + "*" + row.get("@factor");
    }

    private static String roll(Row row) {
        return row.rows("staff").stream()
                .map(person -> person.get("name") + "/" + person.get("length") + "/"
                        + person.rows("skills").size())
                .sorted()
                .toList()
                .toString();
    }

    private static @Nullable Object value(Entail entail, Entity entity, RecordId id, String name) {
        return entail.query(entity).select(name).byId(id).orElseThrow().get(name);
    }

    @Test
    @DisplayName(
            "T-CUS-01 CUS-01 a global value starts from nothing and follows all records, and others follow from it")
    final void total() {
        Entail entail = open(products(sum()));
        assertThat(entail.global(TOTAL)).isZero();
        RecordId first = entail.create(PRODUCT, Draft.of("price", 100));
        assertThat(entail.global(TOTAL)).isEqualTo(100);
        entail.create(PRODUCT, Draft.of("price", 50));
        assertThat(entail.global(TOTAL)).isEqualTo(150);
        assertThat(entail.global(DOUBLE)).isEqualTo(300);
        entail.delete(PRODUCT, first);
        assertThat(entail.global(DOUBLE)).isEqualTo(100);
        runs.set(0);
        entail.inTransaction(writes -> {
            writes.requireSerializable();
            writes.create(PRODUCT, Draft.of("price", 1));
            writes.create(PRODUCT, Draft.of("price", 2));
            assertThat(writes.global(TOTAL)).isEqualTo(53);
            return writes.create(PRODUCT, Draft.of("price", 3));
        });
        assertThat(runs).as("once before the read, once at the end").hasValue(2);
        entail.create(DEPARTMENT, Draft.empty());
        entail.inTransaction(writes -> writes.updateAll(PRODUCT, Match.all(), Draft.of("name", "x")));
        assertThat(runs).as("nothing that is read has changed").hasValue(2);
    }

    @Test
    @DisplayName(
            "T-CUS-05 MAP-03 DRT-01 DRT-02 DRT-07 values follow single relations, what is behind them, and its end")
    final void single() {
        Entail entail = open(people());
        RecordId ann = entail.create(EMPLOYEE, Draft.of("name", "Ann").set("salary", 120000));
        assertThat(value(entail, EMPLOYEE, ann, "place")).isEqualTo("No department");
        RecordId tools = entail.create(DEPARTMENT, Draft.of("name", "Tools").set("budget", 1000000));
        entail.update(EMPLOYEE, ann, Draft.of("department", tools));
        assertThat(value(entail, EMPLOYEE, ann, "place")).isEqualTo("Tools (1000000)");
        assertThat(value(entail, EMPLOYEE, ann, "share")).isEqualTo(12L);
        entail.update(DEPARTMENT, tools, Draft.of("budget", 500000));
        assertThat(value(entail, EMPLOYEE, ann, "share")).isEqualTo(24L);
        RecordId bob = entail.create(
                EMPLOYEE, Draft.of("name", "Bob").set("salary", 40000).set("department", tools));
        assertThat(value(entail, EMPLOYEE, bob, "share")).isEqualTo(8L);
        entail.delete(DEPARTMENT, tools);
        assertThat(value(entail, EMPLOYEE, ann, "place")).isEqualTo("No department");
        assertThat(value(entail, EMPLOYEE, bob, "share"))
                .as("T-CUS-10 null is a value")
                .isNull();
    }

    @Test
    @DisplayName("DRT-01 DRT-06 MAP-03 lists with conditions and values of links, once for each record concerned")
    final void lists() {
        Entail entail = open(people());
        RecordId knots = entail.create(SKILL, Draft.of("name", "Knots").set("worth", 1));
        RecordId cooking = entail.create(SKILL, Draft.of("name", "Cooking").set("worth", 0));
        RecordId tools = entail.create(DEPARTMENT, Draft.of("name", "Tools"));
        Draft person = Draft.of("department", tools)
                .set("skills", List.of(Draft.of("id", knots).set("&", Draft.of("level", 3)), cooking));
        RecordId ann = entail.create(EMPLOYEE, person.set("name", "Ann"));
        RecordId bob = entail.create(EMPLOYEE, person.set("name", "Bob"));
        assertThat(value(entail, EMPLOYEE, ann, "profile")).isEqualTo("[Knots:3]*2");
        assertThat(value(entail, DEPARTMENT, tools, "roll")).isEqualTo("[Ann/11/2, Bob/11/2]");
        runs.set(0);
        entail.inTransaction(writes -> {
            writes.requireSerializable();
            writes.update(SKILL, cooking, Draft.of("worth", 5));
            return writes.update(SKILL, knots, Draft.of("name", "Ropes"));
        });
        assertThat(runs).as("two changes, two records").hasValue(2);
        assertThat(value(entail, EMPLOYEE, bob, "profile")).isEqualTo("[Cooking:null, Ropes:3]*2");
        assertThat(value(entail, DEPARTMENT, tools, "roll")).isEqualTo("[Ann/25/2, Bob/25/2]");
        entail.unlink(KNOWLEDGE, ann, cooking);
        entail.inTransaction(writes -> writes.updateAll(KNOWLEDGE, Match.eq("target.id", knots), Draft.of("level", 4)));
        entail.setGlobal(FACTOR, 7L);
        assertThat(value(entail, EMPLOYEE, ann, "profile")).isEqualTo("[Ropes:4]*7");
        assertThat(value(entail, DEPARTMENT, tools, "roll")).isEqualTo("[Ann/11/1, Bob/25/2]");
        entail.delete(SKILL, knots);
        assertThat(value(entail, EMPLOYEE, bob, "profile")).isEqualTo("[Cooking:null]*7");
    }

    @Test
    @DisplayName("T-CUS-07 CUS-09 a set with a condition: who is not in it does not count, and what sorts it does")
    final void condition() {
        Query tools = Query.of("Product")
                .select("price")
                .where(Match.eq("kind", "tool"))
                .orderBy(Order.ascending("name"))
                .limit(2);
        Entail entail =
                open(facts().derive(TOOLS, Custom.reading("tools", tools).computing(row -> {
                            runs.incrementAndGet();
                            return row.rows("tools").stream()
                                    .map(each -> each.get("price"))
                                    .toList()
                                    .toString();
                        }))
                        .build());
        runs.set(0);
        RecordId toy =
                entail.create(PRODUCT, Draft.of("name", "b").set("price", 5).set("kind", "toy"));
        assertThat(runs).hasValue(0);
        assertThat(entail.global(TOOLS)).isEqualTo("[]");
        entail.update(PRODUCT, toy, Draft.of("kind", "tool"));
        assertThat(runs).as("once, at SERIALIZABLE").hasValue(1);
        entail.create(PRODUCT, Draft.of("name", "a").set("price", 6).set("kind", "tool"));
        entail.create(PRODUCT, Draft.of("name", "c").set("price", 7).set("kind", "tool"));
        assertThat(entail.global(TOOLS)).isEqualTo("[6, 5]");
        entail.update(PRODUCT, toy, Draft.of("name", "d"));
        assertThat(entail.global(TOOLS)).isEqualTo("[6, 7]");
    }

    @Test
    @DisplayName("T-CUS-21 DRT-05 2500 records are computed in pages, with one query for a page and one for each list")
    final void manyRecords() {
        Entail entail = open(facts().derive(
                        EMPLOYEE,
                        integer("level"),
                        Custom.reading(related("skills", "worth"))
                                .and("@factor")
                                .computing(row -> row.integer("@factor")
                                        + row.rows("skills").size()))
                .build());
        List<Draft> drafts =
                LongStream.range(0, 2500).mapToObj(i -> Draft.of("salary", i)).toList();
        entail.inTransaction(writes -> writes.createAll(EMPLOYEE, drafts));
        Recording change = log(entail).record(() -> entail.setGlobal(FACTOR, 9L));
        assertThat(entail.query(EMPLOYEE).where(Match.eq("level", 9L)).count()).isEqualTo(2500);
        long alone = change.statements().size()
                - change.batches().stream().mapToLong(List::size).sum();
        assertThat(alone).as("statements on their own, both attempts together").isLessThan(50);
    }

    @Test
    @DisplayName("T-TRX-01 SER-01 SER-07 a dispatch that leads to a custom value begins at SERIALIZABLE: all runs once")
    final void beginsSerializable() {
        Entail entail = open(products(sum()));
        runs.set(0);
        entail.dispatch(ADD, call -> call.payload("price", 5)).orThrow();
        assertThat(entail.global(TOTAL)).isEqualTo(5);
        assertThat(transforms).hasValue(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    @DisplayName(
            "T-TRX-10 T-TRX-09 SER-01 SER-02 a direct write is promoted before the function is called; an atomic-safe"
                    + " one is not")
    final void promotion() {
        AtomicInteger attempts = new AtomicInteger();
        Entail strict = open(products(sum()));
        runs.set(0);
        strict.inTransaction(writes -> {
            attempts.incrementAndGet();
            return writes.create(PRODUCT, Draft.of("price", 1));
        });
        assertThat(attempts).hasValue(2);
        assertThat(runs).hasValue(1);
        attempts.set(0);
        Entail lax = open(facts().derive(TOTAL, sum().atomicSafe()).build());
        lax.inTransaction(writes -> {
            attempts.incrementAndGet();
            return writes.create(PRODUCT, Draft.of("price", 1));
        });
        assertThat(attempts).hasValue(1);
        assertThat(lax.global(TOTAL)).isEqualTo(1);
    }

    @Test
    @DisplayName("T-TRX-21 eight concurrent dispatches through a serializable custom value all count")
    final void concurrent() throws Exception {
        Entail entail = open(
                products(sum()),
                how -> how.settings(new Settings(new RetryPolicy(50, List.of(Duration.ofMillis(1))), 100_000)));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                done.add(threads.submit(() ->
                        entail.dispatch(ADD, call -> call.payload("price", 1)).orThrow()));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        assertThat(entail.global(TOTAL)).isEqualTo(8);
        assertThat(entail.global(DOUBLE)).isEqualTo(16);
    }

    @Test
    @DisplayName("T-CUS-10 CUS-08 PRP-02 null is stored; a function that throws refuses the transaction and is named")
    final void failures() {
        Entail entail = open(facts().derive(
                        TOTAL,
                        Custom.reading("products", Query.of("Product").select("price"))
                                .computing(row -> row.rows("products").size() > 1
                                        ? 1L / (row.rows("products").size() - 3)
                                        : null))
                .build());
        assertThat(entail.global(TOTAL)).isNull();
        entail.create(PRODUCT, Draft.empty());
        assertThat(entail.global(TOTAL)).isNull();
        entail.create(PRODUCT, Draft.empty());
        assertThat(entail.global(TOTAL)).isEqualTo(-1);
        assertThat(failureOf(() -> entail.create(PRODUCT, Draft.empty())))
                .hasMessageContaining("_Dictionary_.total")
                .extracting("code")
                .isEqualTo("CALLBACK_FAILED");
        assertThat(entail.global(TOTAL)).isEqualTo(-1);
        assertThat(entail.query(PRODUCT).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("T-CUS-08 T-CUS-12 SCH-03 CUS-05 what could not be kept true is refused when the model is built")
    final void refusals() {
        assertThat(problems(EMPLOYEE, Custom.reading("all", Query.of("Product").select("id"))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(EMPLOYEE, Custom.reading(new String[0]))).containsExactly("DECL_CUSTOM");
        assertThat(problems(EMPLOYEE, Custom.reading("department.bugdet"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(EMPLOYEE, Custom.reading("department.@factor"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(EMPLOYEE, Custom.reading("@fatcor"))).containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(EMPLOYEE, Custom.reading("x"))).containsExactly("DERIVATION_CYCLE");
        assertThat(problems(
                        EMPLOYEE, Custom.reading(related("department", "name").limit(1))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(EMPLOYEE, Custom.reading(Selection.recursive("department"))))
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(null, Custom.reading("name"))).containsExactly("DECL_CUSTOM");
        assertThat(problems(null, Custom.reading("all", Query.of("Produkt").select("id"))))
                .containsExactly("DECL_UNKNOWN_RECORD");
        assertThat(problems(null, Custom.reading("all", Query.of("Product")))).containsExactly("DECL_CUSTOM");
        assertThat(problems(null, Custom.reading("@x"))).containsExactly("DERIVATION_CYCLE");
    }

    private static List<String> problems(@Nullable Entity holder, Reads reads) {
        Computation.OfValue custom = reads.computing(row -> null);
        ModelBuilder builder =
                holder == null ? facts().derive(integer("x"), custom) : facts().derive(holder, integer("x"), custom);
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }
}
