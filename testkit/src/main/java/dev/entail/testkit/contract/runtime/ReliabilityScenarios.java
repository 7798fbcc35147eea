package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Atomic;
import dev.entail.Entail;
import dev.entail.ScopedSequences;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceRange;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.storage.schema.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of keys, numbers, atomic operations and conditions of interactions, number by number. */
abstract class ReliabilityScenarios extends RuntimeGroup {
    private static final Entity CHARGE = entity("Charge", text("key"), integer("cents"));
    private static final Entity ACCOUNT = entity("Account", text("name"));
    private static final Relation CHARGES = manyToOne(CHARGE, "account", ACCOUNT, "charges");
    private static final Entity EVENT = entity("Paid", text("key"));
    private static final CustomSource PAID = CustomSource.source("Pay", EVENT)
            .mapEventData(hook -> Draft.of("key", hook.call().payload().get("key")));

    private static Model charges() {
        return Model.model("Charges")
                .facts(CHARGE, ACCOUNT, CHARGES)
                .events(PAID)
                .constrain(
                        CHARGE,
                        unique("Charge_key", "key").withCode("CHARGE_DUPLICATE"),
                        unique("Charge_cents", "account", "cents"))
                .derive(CHARGE, Transform.toRecord(PAID, event -> Draft.of("key", event.get("key"))))
                .build();
    }

    private static ConstraintViolation violation(ThrowingCallable work) {
        return ConstraintViolation.in(failureOf(work)).orElseThrow();
    }

    private static <T> List<T> run(int times, Function<Integer, Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<T> each : threads.invokeAll(
                    IntStream.range(0, times).mapToObj(work::apply).toList())) {
                results.add(each.get());
            }
        }
        return results;
    }

    @Test
    @DisplayName("T-CON-01 the second record with a key is refused with names, code and kind, and the catalog lists"
            + " constraint, record and table")
    final void duplicate() {
        Entail entail = open(charges());
        entail.create(CHARGE, Draft.of("key", "a"));
        assertThat(violation(() -> entail.create(CHARGE, Draft.of("key", "a"))))
                .isEqualTo(new ConstraintViolation(
                        ConstraintViolation.Kind.UNIQUE, "CHARGE_DUPLICATE", "Charge_key", "Charge", List.of("key")));
        Catalog.ConstraintEntry entry = entail.catalog().constraints().stream()
                .filter(each -> each.meaning().name().equals("Charge_key"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.meaning().record()).isEqualTo("Charge");
        assertThat(entry.meaning().attributes()).containsExactly("key");
        assertThat(entail.catalog().tables())
                .filteredOn(table -> table.indexes().contains(entry.physicalName()))
                .extracting(Catalog.TableEntry::name)
                .containsExactly("Charge");
        assertThat(entail.database().product()).isNotBlank();
    }

    @Test
    @DisplayName("T-CON-04 a dispatch whose transform meets a key that is taken is refused with the violation, and"
            + " leaves one event, one record and no effects")
    final void derivedDuplicate() {
        Entail entail = open(charges());
        DispatchCall call = DispatchCall.of(null, Map.of("key", "a"));
        entail.dispatch(PAID, call).orThrow();
        DispatchResult second = entail.dispatch(PAID, call);
        assertThat(ConstraintViolation.in(second.error()).orElseThrow().code()).isEqualTo("CHARGE_DUPLICATE");
        assertThat(second.effects()).isEmpty();
        assertThat(entail.query(EVENT).count()).isEqualTo(1);
        assertThat(entail.query(CHARGE).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-CON-09 an update, a nested creation and a link that move a record onto a taken key are violations")
    final void otherWays() {
        Entail entail = open(charges());
        RecordId ann = entail.create(
                ACCOUNT,
                Draft.of("name", "Ann")
                        .set("charges", List.of(Draft.of("key", "a").set("cents", 5))));
        RecordId other = entail.create(CHARGE, Draft.of("key", "b").set("cents", 5));
        assertThat(violation(() -> entail.update(CHARGE, other, Draft.of("key", "a")))
                        .code())
                .isEqualTo("CHARGE_DUPLICATE");
        assertThat(violation(() -> entail.create(
                                ACCOUNT, Draft.of("name", "Bob").set("charges", List.of(Draft.of("key", "a")))))
                        .code())
                .isEqualTo("CHARGE_DUPLICATE");
        assertThat(violation(() -> entail.link(CHARGES, Link.between(other, ann)))
                        .constraint())
                .isEqualTo("Charge_cents");
        assertThat(violation(() -> entail.update(
                                ACCOUNT,
                                ann,
                                Draft.of(
                                        "charges",
                                        List.of(other, Draft.of("key", "c").set("cents", 5)))))
                        .constraint())
                .isEqualTo("Charge_cents");
        assertThat(entail.query(ACCOUNT).count()).isEqualTo(1);
        assertThat(entail.query(CHARGE).where(Match.isNull("account")).count()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-CON-05 every database takes keys over all its own attributes, with and without a condition (differs:"
                    + " no database is unsupported)")
    final void everyDatabase() {
        Constraint conditional = unique("living", "key").where(Match.notIn("cents", List.of(0L)));
        Entail entail = open(Model.model("Charges")
                .facts(CHARGE)
                .constrain(CHARGE, conditional)
                .build());
        entail.create(CHARGE, Draft.of("key", "a").set("cents", 1));
        entail.create(CHARGE, Draft.of("key", "a").set("cents", 0));
        assertThat(violation(() -> entail.create(CHARGE, Draft.of("key", "a").set("cents", 2)))
                        .constraint())
                .isEqualTo("living");
    }

    private static final Entity JOB = entity("Job", text("state").defaultTo("pending"), integer("tries"));
    private static final Property<Long> STOCK = integer("stock").defaultTo(0L);
    private static final Property<String> MODE = text("mode").defaultTo("initial");
    private static final Property<Object> SUMS = json("sums");

    private static @Nullable Object atomic(Entail entail, Function<Atomic, @Nullable Object> work) {
        return entail.inTransaction(writes -> work.apply(writes.atomic()));
    }

    @Test
    @DisplayName("T-REL-01 increments, replacements, comparisons and locks of single values, alone and among many")
    final void singleValues() throws Exception {
        Entail entail =
                open(Model.model("Jobs").facts(JOB).globals(STOCK, MODE, SUMS).build());
        RecordId job = entail.create(JOB, Draft.empty());
        run(100, i -> () -> atomic(entail, a -> a.increment(JOB, job, integer("tries"), 1L)));
        Row row = entail.query(JOB).select("tries", "state").byId(job).orElseThrow();
        assertThat(row.integer("tries")).isEqualTo(100);
        assertThat(atomic(entail, a -> a.replace(JOB, job, text("state"), "reviewing")))
                .isEqualTo("pending");
        assertThat(run(
                        2,
                        i -> () -> atomic(
                                entail,
                                a -> a.compareAndSet(
                                        JOB, job, text("state"), "reviewing", i == 0 ? "approved" : "rejected"))))
                .containsExactlyInAnyOrder(true, false);
        run(50, i -> () -> atomic(entail, a -> a.increment(STOCK, 1L)));
        assertThat(atomic(entail, a -> a.increment(STOCK, -5L))).isEqualTo(45L);
        Atomic[] escaped = new Atomic[1];
        assertThat(atomic(entail, a -> {
                    escaped[0] = a;
                    return a.lock(MODE);
                }))
                .isEqualTo("initial");
        assertThat(failureOf(() -> escaped[0].lock(MODE)).code())
                .as("after the transaction; there is no way without one")
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(atomic(entail, a -> a.addToFields(SUMS, Map.of("sum", 10, "count", 2))))
                .isEqualTo(Map.of("sum", 10L, "count", 2L));
    }

    private static final Entity IMAGE = entity("Image", text("project"), text("prefix"));
    private static final Entity STEPPED = entity("Stepped", text("project"));
    private static final Entity FREE = entity("Free", text("project"));
    private static final Entity UPLOADED = entity("Uploaded", text("project"));
    private static final CustomSource UPLOAD = CustomSource.source("Upload", UPLOADED)
            .mapEventData(hook -> Draft.of("project", hook.call().payload().get("project")))
            .afterDispatch(hook -> {
                if (hook.call().payload().containsKey("fail")) {
                    throw new IllegalStateException("upload failed");
                }
                return null;
            });

    private static Model images() {
        return Model.model("Images")
                .facts(IMAGE, STEPPED, FREE)
                .events(UPLOAD)
                .derive(IMAGE, integer("no"), Sequence.scoped("imageNo").per("project", "prefix"))
                .derive(
                        IMAGE,
                        text("label"),
                        Computed.from(List.of("prefix", "no"), row -> row.get("prefix") + "-" + row.get("no")))
                .derive(
                        STEPPED,
                        integer("no"),
                        Sequence.scoped("steppedNo")
                                .per("project")
                                .startingAfter(10)
                                .step(5))
                .derive(
                        FREE,
                        integer("no"),
                        Sequence.scoped("freeNo").per("project").allowManual())
                .derive(
                        IMAGE,
                        Transform.toRecord(
                                UPLOAD,
                                event -> Draft.of("project", event.get("project"))
                                        .set("prefix", "img")))
                .build();
    }

    private static Draft image(String project, String prefix) {
        return Draft.of("project", project).set("prefix", prefix);
    }

    private static long no(Entail entail, Entity entity, RecordId id) {
        return entail.query(entity).select("no").byId(id).orElseThrow().integer("no");
    }

    @Test
    @DisplayName("T-REL-02 numbers per project and prefix: from 1, not by hand, on their grid, not given twice, and"
            + " given back by a dispatch that fails")
    final void numbers() throws Exception {
        Entail entail = open(images());
        RecordId first = entail.create(IMAGE, image("p", "img"));
        assertThat(no(entail, IMAGE, first)).isEqualTo(1);
        assertThat(entail.query(IMAGE).select("label").byId(first).orElseThrow().text("label"))
                .isEqualTo("img-1");
        RecordId second = entail.create(IMAGE, image("p", "img"));
        assertThat(no(entail, IMAGE, second)).isEqualTo(2);
        assertThat(no(entail, IMAGE, entail.create(IMAGE, image("p", "doc")))).isEqualTo(1);
        assertThat(no(entail, IMAGE, entail.create(IMAGE, image("q", "img")))).isEqualTo(1);
        assertThat(failureOf(() -> entail.create(IMAGE, image("p", "img").set("no", 7)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(no(entail, STEPPED, entail.create(STEPPED, Draft.of("project", "p"))))
                .isEqualTo(15);
        assertThat(no(entail, FREE, entail.create(FREE, Draft.of("project", "p").set("no", 10))))
                .isEqualTo(10);
        assertThat(no(entail, FREE, entail.create(FREE, Draft.of("project", "p"))))
                .isEqualTo(1);

        Map<String, Object> upload = Map.of("project", "new");
        assertThat(entail.dispatch(UPLOAD, DispatchCall.of(null, Map.of("project", "new", "fail", true)))
                        .isAccepted())
                .isFalse();
        entail.dispatch(UPLOAD, DispatchCall.of(null, upload)).orThrow();
        Row uploaded = entail.query(IMAGE)
                .select("no")
                .where(Match.eq("project", "new"))
                .first()
                .orElseThrow();
        assertThat(uploaded.integer("no")).isEqualTo(1);
        entail.delete(IMAGE, uploaded.id());
        assertThat(no(entail, IMAGE, entail.create(IMAGE, image("new", "img")))).isEqualTo(2);

        assertThat(run(100, i -> () -> no(entail, IMAGE, entail.create(IMAGE, image("many", "img")))))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    @DisplayName(
            "T-REL-03 ranges follow one another on the grid; what is no number of numbers is refused, and so is who"
                    + " has no transaction (differs: counts are whole by their type)")
    final void ranges() {
        Entail entail = open(images());
        SequenceScope a = SequenceScope.of("s", "a");
        SequenceScope b = SequenceScope.of("s", "b");
        Sequence plain = Sequence.scoped("plain").per("s");
        assertThat(numbers(entail, plain, a, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(numbers(entail, plain, b, 3)).containsExactly(1L, 2L, 3L);
        assertThat(numbers(entail, plain, b, 4)).containsExactly(4L, 5L, 6L, 7L);
        Sequence even = Sequence.scoped("even").per("s").startingAfter(10).step(2);
        assertThat(numbers(entail, even, a, 3)).containsExactly(12L, 14L, 16L);
        assertThat(numbers(entail, even, a, 1)).containsExactly(18L);
        assertThat(numbers(entail, even, a, 2)).containsExactly(20L, 22L);
        Sequence fives = Sequence.scoped("fives").per("s").startingAfter(100).step(5);
        ScopedSequences[] escaped = new ScopedSequences[1];
        long next = entail.inTransaction(writes -> {
            escaped[0] = writes.sequences();
            return writes.sequences().next(fives, a);
        });
        assertThat(next).isEqualTo(105);
        assertThat(numbers(entail, fives, a, 1)).containsExactly(110L);
        for (long count : new long[] {0, -1}) {
            assertThat(failureOf(() -> numbers(entail, plain, a, count)).code()).isEqualTo("WRITE_INVALID");
        }
        assertThat(failureOf(() -> escaped[0].reserve(plain, a, 1)).code()).isEqualTo("TRANSACTION_MISUSED");
        assertThat(numbers(entail, plain, a, 1)).as("nothing was lost").containsExactly(6L);
    }

    private static List<Long> numbers(Entail entail, Sequence sequence, SequenceScope scope, long count) {
        SequenceRange range = entail.inTransaction(writes -> writes.sequences().reserve(sequence, scope, count));
        List<Long> numbers = LongStream.iterate(range.start(), n -> n + range.step())
                .limit(range.count())
                .boxed()
                .toList();
        assertThat(numbers.getLast()).isEqualTo(range.end());
        return numbers;
    }

    @Test
    @DisplayName(
            "T-REL-07 a condition that refuses keeps its code, one that throws a code that of the failure; of and the"
                    + " first that refuses counts, of or the last; a plain no can be negated, a refusal cannot")
    final void conditions() {
        Condition yes = Condition.condition("yes", call -> Decision.allow());
        Condition plain = Condition.condition("plain", call -> Decision.deny());
        Condition no = Condition.condition("no", call -> Decision.reject("CODE_A", "no"));
        Condition other = Condition.condition("other", call -> Decision.reject("CODE_B", "no", Map.of("left", 3)));
        Condition thrown = Condition.condition("thrown", call -> {
            throw new EntailException("MINE", "thrown", Map.of());
        });
        Condition broken = Condition.condition("broken", call -> {
            throw new IllegalStateException("oops");
        });
        assertThat(code(plain)).isEqualTo("CONDITION_REJECTED");
        assertThat(refusal(plain.not())).as("not of a plain no is a yes").isNull();
        assertThat(code(no)).isEqualTo("CODE_A");
        assertThat(code(no.not())).isEqualTo("CODE_A");
        assertThat(code(no.and(other))).isEqualTo("CODE_A");
        assertThat(code(no.or(other))).isEqualTo("CODE_B");
        assertThat(Objects.requireNonNull(refusal(other)).details())
                .containsEntry("condition", "other")
                .containsEntry("left", 3);
        assertThat(code(thrown)).isEqualTo("MINE");
        assertThat(code(broken)).isEqualTo("CONDITION_THROWN");
        assertThat(code(no, other)).isEqualTo("CODE_A");
        assertThat(code(yes, other, no)).isEqualTo("CODE_B");
    }

    private @Nullable String code(Condition... conditions) {
        EntailException refusal = refusal(conditions);
        return refusal == null ? null : refusal.code();
    }

    private @Nullable EntailException refusal(Condition... conditions) {
        Interaction ask = Interaction.interaction("Ask").anonymous();
        for (Condition condition : conditions) {
            ask = ask.require(condition);
        }
        Interaction asked = ask;
        Entail entail = open(Model.model("Asked").facts(ACCOUNT).events(asked).build());
        DispatchResult result = entail.dispatch(asked, call -> call);
        assertThat(entail.query(asked.eventEntity()).count()).isEqualTo(result.isAccepted() ? 1 : 0);
        return result.error();
    }
}
