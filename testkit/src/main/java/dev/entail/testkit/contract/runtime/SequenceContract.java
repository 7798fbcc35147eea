package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.ScopedSequences;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceRange;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.database.DatabaseProduct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records that are numbered within a scope, and numbers taken by hand. */
abstract class SequenceContract extends RuntimeGroup {
    private static final Entity TEAM = entity("Team", text("name"));
    private static final Entity TICKET = entity("Ticket", text("title"), text("kind"), bool("urgent"));
    private static final Relation TICKETS = manyToOne(TICKET, "team", TEAM, "tickets");
    private static final Entity NOTE = entity("Note", text("folder").defaultTo("inbox"), text("t"));
    private static final Relation SEEN =
            manyToMany(TEAM, "seen", TICKET, "seenBy").named("Seen");
    private static final Sequence LOOSE = Sequence.scoped("loose").per("s");
    private static final SequenceScope A = SequenceScope.of("s", "a");

    private static Model desk() {
        return Model.model("Desk")
                .facts(TEAM, TICKET, TICKETS, NOTE, SEEN)
                .derive(
                        TICKET,
                        integer("no"),
                        Sequence.scoped("ticketNo").startingAfter(100).step(5).per("team"))
                .derive(TICKET, text("label"), Computed.from("no", row -> "T-" + row.get("no")))
                .derive(
                        NOTE,
                        integer("no"),
                        Sequence.scoped("noteNo")
                                .per("folder")
                                .where(Match.ne("t", "skip"))
                                .allowManual())
                .derive(SEEN, integer("rank"), Sequence.scoped("seenNo").per("source"))
                .build();
    }

    private static RecordId ticket(Entail entail, RecordId team) {
        return entail.create(TICKET, Draft.of("title", "x").set("team", team));
    }

    private static @Nullable Object no(Entail entail, Entity entity, RecordId id) {
        return entail.query(entity).select("no").byId(id).orElseThrow().values().get("no");
    }

    private static Object using(Entail entail, Function<ScopedSequences, Object> work) {
        return entail.inTransaction(writes -> work.apply(writes.sequences()));
    }

    @Test
    @DisplayName("T-089 MOD-111 MOD-113 MOD-114 records are numbered per team, not by hand, and not without a team")
    final void perTeam() {
        Entail entail = open(desk());
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        RecordId b = entail.create(TEAM, Draft.of("name", "b"));
        List<@Nullable Object> numbers = new ArrayList<>();
        for (RecordId team : List.of(a, a, b)) {
            numbers.add(no(entail, TICKET, ticket(entail, team)));
        }
        assertThat(numbers).containsExactly(105L, 110L, 105L);
        assertThat(failureOf(() -> entail.create(TICKET, Draft.of("team", a).set("no", 3)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        RecordId third = ticket(entail, a);
        assertThat(entail.query(TICKET).select("no", "label").byId(third).orElseThrow())
                .isEqualTo(new Row(third, Map.of("no", 115L, "label", "T-115")));
        EntailException missing = failureOf(() -> entail.create(TICKET, Draft.of("title", "x")));
        assertThat(missing.code()).isEqualTo("SEQUENCE_SCOPE_MISSING");
        assertThat(missing.details()).containsEntry("attribute", "team").containsEntry("sequence", "ticketNo");
    }

    @Test
    @DisplayName("T-090 MOD-116 the scope of a numbered record does not change, and it may go with its scope or alone")
    final void scopeStays() {
        Entail entail = open(desk());
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        RecordId b = entail.create(TEAM, Draft.of("name", "b"));
        RecordId ticket = ticket(entail, a);
        String immutable = "SEQUENCE_SCOPE_IMMUTABLE";
        assertThat(failureOf(() -> entail.update(TICKET, ticket, Draft.of("team", b)))
                        .code())
                .isEqualTo(immutable);
        assertThat(failureOf(() -> entail.update(TICKET, ticket, Draft.of("team", null)))
                        .code())
                .isEqualTo(immutable);
        assertThat(failureOf(() -> entail.link(TICKETS, Link.between(ticket, b)))
                        .code())
                .isEqualTo(immutable);
        assertThat(failureOf(() -> entail.unlink(TICKETS, ticket, a)).code()).isEqualTo(immutable);
        assertThat(entail.update(TICKET, ticket, Draft.of("team", a).set("title", "y")))
                .isTrue();
        RecordId skipped = entail.create(NOTE, Draft.of("t", "skip"));
        assertThat(entail.update(NOTE, skipped, Draft.of("folder", "done"))).isTrue();
        RecordId note = entail.create(NOTE, Draft.of("t", "a"));
        assertThat(failureOf(() -> entail.update(NOTE, note, Draft.of("folder", "done")))
                        .code())
                .isEqualTo(immutable);
        RecordId gone = ticket(entail, a);
        assertThat(entail.delete(TICKET, gone)).isTrue();
        assertThat(no(entail, TICKET, ticket(entail, a)))
                .as("numbers are not given again")
                .isEqualTo(115L);
        assertThat(entail.delete(TEAM, a)).isTrue();
        assertThat(no(entail, TICKET, ticket)).isEqualTo(105L);
        assertThat(failureOf(() -> entail.link(TICKETS, Link.between(ticket, b)))
                        .code())
                .isEqualTo(immutable);
    }

    @Test
    @DisplayName("T-093b MOD-113 MOD-115 a condition decides who is numbered, and numbers by hand move no counter")
    final void conditionAndManual() {
        Entail entail = open(desk());
        List<@Nullable Object> numbers = new ArrayList<>();
        numbers.add(no(entail, NOTE, entail.create(NOTE, Draft.of("t", "a"))));
        numbers.add(no(entail, NOTE, entail.create(NOTE, Draft.of("t", "a").set("no", 10))));
        numbers.add(no(entail, NOTE, entail.create(NOTE, Draft.of("t", "a"))));
        assertThat(numbers).containsExactly(1L, 10L, 2L);
        RecordId skipped = entail.create(NOTE, Draft.of("t", "skip"));
        assertThat(no(entail, NOTE, skipped)).isNull();
        entail.update(NOTE, skipped, Draft.of("t", "a"));
        assertThat(no(entail, NOTE, skipped)).as("decided when it was created").isNull();
    }

    @Test
    @DisplayName("MOD-110 links are numbered within an end")
    final void links() {
        Entail entail = open(desk());
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        RecordId b = entail.create(TEAM, Draft.of("name", "b"));
        RecordId first = ticket(entail, a);
        RecordId second = ticket(entail, a);
        entail.link(SEEN, Link.between(a, first));
        entail.link(SEEN, Link.between(a, second));
        entail.link(SEEN, Link.between(b, first));
        assertThat(entail.query(SEEN).select("rank").list().stream().map(row -> row.integer("rank")))
                .containsExactlyInAnyOrder(1L, 2L, 1L);
    }

    @Test
    @DisplayName("MOD-112 STO-552 one statement a number, in the transaction of the record, which gives it back")
    final void inTransaction() {
        Entail entail = open(desk());
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        ticket(entail, a);
        List<String> statements = log(entail).record(() -> ticket(entail, a)).statements();
        assertThat(statements).hasSize(test().is(DatabaseProduct.MYSQL) ? 3 : 2);
        failureOf(() -> entail.inTransaction(writes -> {
            writes.create(TICKET, Draft.of("team", a));
            throw new EntailException("NO", "rolled back", Map.of());
        }));
        assertThat(no(entail, TICKET, ticket(entail, a))).isEqualTo(115L);
    }

    @Test
    @DisplayName("MOD-112 concurrent records of one scope get all numbers, each once")
    final void concurrent() throws Exception {
        Entail entail = open(desk());
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        List<Future<RecordId>> created = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                created.add(threads.submit(() -> ticket(entail, a)));
            }
        }
        TreeSet<Long> numbers = new TreeSet<>();
        for (Future<RecordId> each : created) {
            numbers.add((Long) no(entail, TICKET, each.get()));
        }
        assertThat(numbers).hasSize(40);
        assertThat(numbers.first()).isEqualTo(105);
        assertThat(numbers.last()).isEqualTo(300);
    }

    @Test
    @DisplayName("T-224 T-225 STO-551 MOD-118 numbers and ranges lie on the grid, one after the other")
    final void ranges() {
        Entail entail = open(desk());
        Sequence five = LOOSE.startingAfter(10).step(5);
        assertThat(using(entail, sequences -> sequences.next(five, A))).isEqualTo(15L);
        assertThat(using(entail, sequences -> sequences.reserve(five, A, 3)))
                .isEqualTo(new SequenceRange(20, 3, 30, 5));
        SequenceScope b = SequenceScope.of("s", "b");
        assertThat(using(entail, sequences -> sequences.reserve(LOOSE, b, 5))).isEqualTo(new SequenceRange(1, 5, 5, 1));
        assertThat(using(entail, sequences -> sequences.reserve(LOOSE, b, 4))).isEqualTo(new SequenceRange(6, 4, 9, 1));
        Sequence below = LOOSE.startingAfter(-10).step(4);
        assertThat(using(entail, sequences -> sequences.reserve(below, SequenceScope.of("s", null), 2)))
                .isEqualTo(new SequenceRange(-6, 2, -2, 4));
        List<String> statements = log(entail)
                .record(() -> using(entail, sequences -> sequences.reserve(LOOSE, b, 100)))
                .statements();
        assertThat(statements).hasSize(test().is(DatabaseProduct.MYSQL) ? 2 : 1);
    }

    @Test
    @DisplayName("T-226 STO-554 a seed moves a counter forward, a replacement anywhere, and reading moves nothing")
    final void seeds() {
        Entail entail = open(desk());
        assertThat(using(entail, sequences -> sequences.read(LOOSE, A))).isEqualTo(OptionalLong.empty());
        assertThat(using(entail, sequences -> sequences.reserve(LOOSE, A, 30).end()))
                .isEqualTo(30L);
        assertThat(using(entail, sequences -> sequences.seed(LOOSE, A, 20))).isEqualTo(30L);
        assertThat(using(entail, sequences -> sequences.seed(LOOSE, A, 100))).isEqualTo(100L);
        assertThat(using(entail, sequences -> sequences.replace(LOOSE, A, 7))).isEqualTo(7L);
        assertThat(using(entail, sequences -> sequences.read(LOOSE, A))).isEqualTo(OptionalLong.of(7));
        assertThat(using(entail, sequences -> sequences.next(LOOSE, A))).isEqualTo(8L);
        RecordId a = entail.create(TEAM, Draft.of("name", "a"));
        Sequence tickets =
                Sequence.scoped("ticketNo").startingAfter(100).step(5).per("team");
        using(entail, sequences -> sequences.seed(tickets, SequenceScope.of("team", TEAM, a), 200));
        assertThat(no(entail, TICKET, ticket(entail, a)))
                .as("a declared one is the same")
                .isEqualTo(205L);
    }

    @Test
    @DisplayName("T-227 T-228 STO-552 STO-553 what makes no sense is refused, and a rollback gives numbers back")
    final void refusals() {
        Entail entail = open(desk());
        for (long count : new long[] {0, -1}) {
            assertThat(failureOf(() -> using(entail, sequences -> sequences.reserve(LOOSE, A, count)))
                            .code())
                    .isEqualTo("WRITE_INVALID");
        }
        assertThat(failureOf(() ->
                                using(entail, s -> s.next(Sequence.scoped("a b").per("s"), A)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> using(entail, s -> s.next(LOOSE.step(0), A))).code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> using(entail, s -> s.next(LOOSE, SequenceScope.of("other", "a"))))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> using(entail, s -> s.reserve(LOOSE.step(Long.MAX_VALUE), A, 2)))
                        .code())
                .isEqualTo("VALUE_OUT_OF_RANGE");
        ScopedSequences[] escaped = new ScopedSequences[1];
        using(entail, sequences -> escaped[0] = sequences);
        assertThat(failureOf(() -> escaped[0].next(LOOSE, A)).code()).isEqualTo("TRANSACTION_MISUSED");
        using(entail, sequences -> sequences.reserve(LOOSE, A, 3));
        failureOf(() -> using(entail, sequences -> {
            sequences.reserve(LOOSE, A, 5);
            throw new EntailException("NO", "rolled back", Map.of());
        }));
        assertThat(using(entail, sequences -> sequences.reserve(LOOSE, A, 2).start()))
                .isEqualTo(4L);
    }

    @Test
    @DisplayName(
            "T-229 STO-555 scopes that differ in type, name, order or value have counters of their own, long ones too")
    final void scopes() {
        Entail entail = open(desk());
        Sequence two = Sequence.scoped("two").per("a", "b");
        String longText = "x".repeat(300);
        List<SequenceScope> different = List.of(
                SequenceScope.of("s", "1"),
                SequenceScope.of("s", 1),
                SequenceScope.of("s", true),
                SequenceScope.of("s", null),
                SequenceScope.of("s", ""),
                SequenceScope.of("s", TEAM, RecordId.of(1)),
                SequenceScope.of("s", TICKET, RecordId.of(1)),
                SequenceScope.of("s", longText + "a"),
                SequenceScope.of("s", longText + "b"));
        for (SequenceScope scope : different) {
            assertThat(using(entail, sequences -> sequences.next(LOOSE, scope))).isEqualTo(1L);
        }
        assertThat(using(entail, sequences -> sequences.next(LOOSE, SequenceScope.of("s", 1.0))))
                .as("the same number")
                .isEqualTo(2L);
        for (String[] pair : new String[][] {{"x", "y"}, {"y", "x"}, {"x\",\"y", ""}, {"x", "\",\"y"}}) {
            SequenceScope scope = SequenceScope.of("a", pair[0]).and("b", pair[1]);
            assertThat(using(entail, sequences -> sequences.next(two, scope))).isEqualTo(1L);
        }
    }

    @Test
    @DisplayName(
            "T-230 STO-551 STO-540 concurrent ranges are disjoint and leave no gap, also for a counter that is new")
    final void concurrentRanges() throws Exception {
        Entail entail = open(desk());
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 5; round++) {
                SequenceScope scope = SequenceScope.of("s", round);
                List<Future<SequenceRange>> taken = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    int count = i % 2 == 0 ? 10 : 7;
                    taken.add(threads.submit(() -> (SequenceRange) using(entail, s -> s.reserve(LOOSE, scope, count))));
                }
                List<Long> starts = new ArrayList<>();
                List<Long> ends = new ArrayList<>(List.of(0L));
                for (Future<SequenceRange> range : taken) {
                    starts.add(range.get().start() - 1);
                    ends.add(range.get().end());
                }
                Collections.sort(starts);
                Collections.sort(ends);
                assertThat(ends.removeLast()).isEqualTo(8 * 17);
                assertThat(starts).isEqualTo(ends);
            }
        }
    }
}
