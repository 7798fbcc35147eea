package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.builtins.reading.DataPolicy;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.ReadRequest;
import dev.entail.core.query.Slice;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.storage.json.ReadRequestJson;
import dev.entail.testkit.jdbc.Recording;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What callers read through interactions: rows, columns, pages, and nothing besides. */
@SuppressWarnings("NullAway.Init") // each test opens a model of its own first
abstract class ReadingContract extends RuntimeGroup {
    private static final Entity USER = entity("User", text("n"), text("role"));
    private static final Entity ART = entity("Art", text("t"), text("s"), text("secret"), integer("v"));
    private static final Relation AUTHORSHIP = manyToOne(ART, "author", USER, "arts");
    private static final Relation FANS = manyToMany(USER, "likes", ART, "fans").with(text("why"));
    private static final View PUBLISHED = View.of("Published", ART, Match.eq("s", "pub"));
    private static final DataPolicy PUB = DataPolicy.rows(seen -> Match.eq("s", "pub"), "t");

    private Entail entail;
    private RecordId ann;
    private RecordId bob;
    private RecordId a;

    /** Everybody in turn may ask; the answer is that of Ann. */
    private DispatchResult ask(Interaction interaction, ReadRequest request) {
        return entail.dispatch(interaction, call -> call.by(ann).read(all -> request));
    }

    private void open(Interaction... interactions) {
        entail = open(Model.model("Arts")
                .facts(USER, ART, AUTHORSHIP, FANS, PUBLISHED)
                .events(interactions)
                .derive(ART, integer("fame"), Count.of("fans"))
                .build());
        ann = entail.create(USER, Draft.of("n", "u1").set("role", "reader"));
        bob = entail.create(USER, Draft.of("n", "u2"));
        a = art("A", "pub", 3, ann);
        art("B", "draft", 1, ann);
        art("C", "pub", 2, bob);
        entail.link(FANS, Link.between(bob, a));
    }

    private RecordId art(String title, String state, long value, RecordId author) {
        return entail.create(
                ART,
                Draft.of("t", title)
                        .set("s", state)
                        .set("v", value)
                        .set("secret", "key of " + title)
                        .set("author", author));
    }

    private static Interaction reading(RecordDefinition record, DataPolicy policy) {
        return interaction("Read").reading(record, policy);
    }

    private static List<Map<String, Object>> values(DispatchResult result) {
        return rows(result).stream().map(Row::values).map(Map::copyOf).toList();
    }

    private static List<Row> rows(DispatchResult result) {
        assertThat(result.orThrow().data()).isInstanceOf(List.class);
        return result.rows();
    }

    private static List<Object> titles(DispatchResult result) {
        return rows(result).stream().map(row -> (Object) row.text("t")).toList();
    }

    private long events() {
        return entail.query(InteractionRecord.ENTITY).count();
    }

    @Test
    @DisplayName(
            "T-156 T-157 T-158 QRY-01 QRY-05 callers choose columns, rows, order and page where nothing restricts them")
    final void unrestricted() {
        Interaction read = reading(ART, DataPolicy.unrestricted());
        open(read);
        assertThat(values(ask(read, ReadRequest.ALL))).containsExactly(Map.of(), Map.of(), Map.of());
        assertThat(rows(ask(read, ReadRequest.ALL))).hasSize(3).allMatch(row -> row.id() != null);
        ReadRequest big = ReadRequest.ALL.select("t").where(Match.ge("v", 2));
        assertThat(values(ask(read, big))).containsExactly(Map.of("t", "A"), Map.of("t", "C"));
        ReadRequest second = ReadRequest.ALL
                .select("t", "author.n")
                .orderBy(Order.ascending("v"))
                .limit(1)
                .offset(1);
        Row row = rows(ask(read, second)).get(0);
        assertThat(row.text("t")).isEqualTo("C");
        assertThat(row.row("author").text("n")).isEqualTo("u2");
        assertThat(ask(read, big.count()).orThrow().data()).isEqualTo(2L);
    }

    @Test
    @DisplayName(
            "T-159 T-160 T-163 QRY-02 QRY-05 QRY-06 the policy decides about rows and columns, whatever is asked for")
    final void policy() {
        Interaction read = interaction("Read").reading(ART, PUB.filteredBy("s"));
        Interaction mine =
                interaction("Mine").reading(ART, DataPolicy.rows(seen -> Match.eq("author", seen.actor()), "t"));
        Interaction star =
                interaction("Star").reading(ART, DataPolicy.allRows("*").filteredBy("t"));
        open(read, mine, star);
        assertThat(values(ask(read, ReadRequest.ALL.select("*", "secret", "author.n"))))
                .containsExactly(Map.of("t", "A"), Map.of("t", "C"));
        assertThat(titles(ask(read, ReadRequest.ALL.where(Match.eq("s", "draft")))))
                .isEmpty();
        assertThat(titles(entail.dispatch(mine, call -> call.by(bob)))).containsExactly("C");
        assertThat(rows(ask(star, ReadRequest.ALL.where(Match.eq("t", "A")))))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsOnlyKeys("t", "s", "secret", "v", "fame"));
    }

    @Test
    @DisplayName("QRY-02 DEC-01 what the policy does not show can neither be filtered nor sorted by, on no way round")
    final void probing() {
        Interaction read = interaction("Read").reading(ART, DataPolicy.allRows("t", "author.n"));
        Interaction none = interaction("None");
        Interaction star = interaction("Star").reading(ART, DataPolicy.allRows("*"));
        open(read, none, star);
        Stream.of(
                        Match.eq("secret", "key of A"),
                        Match.like("secret", "k%"),
                        Match.not(Match.isNull("secret")),
                        Match.or(Match.eq("t", "A"), Match.and(Match.eq("t", "B"), Match.eq("secret", "x"))),
                        Match.eq("t", Match.field("secret")),
                        Match.between("t", "A", Match.field("secret")),
                        Match.eq("author.role", "reader"),
                        Match.eq("author.arts.secret", "x"),
                        Match.exists("fans", Match.all()),
                        Match.exists("author.arts", Match.eq("secret", "x")),
                        Match.eq("fans.&.why", "x"),
                        Match.eq("fans", ann))
                .forEach(probe -> {
                    EntailException refusal =
                            ask(read, ReadRequest.ALL.where(probe)).refusal();
                    assertThat(refusal.code()).as(probe.toString()).isEqualTo("READ_NOT_ALLOWED");
                    assertThat(refusal.getMessage()).doesNotContain("key of");
                });
        assertThat(ask(read, ReadRequest.ALL.orderBy(Order.ascending("secret")))
                        .refusal()
                        .code())
                .isEqualTo("READ_NOT_ALLOWED");
        assertThat(ask(star, ReadRequest.ALL.where(Match.eq("fans", ann)))
                        .refusal()
                        .code())
                .isEqualTo("READ_NOT_ALLOWED");
        assertThat(ask(none, ReadRequest.ALL.limit(1)).refusal().code()).isEqualTo("READ_NOT_ALLOWED");
        assertThat(titles(ask(
                        read,
                        ReadRequest.ALL
                                .where(Match.and(
                                        Match.eq("author.n", "u1"),
                                        Match.eq("author", ann),
                                        Match.eq("author.id", ann),
                                        Match.ne("id", a)))
                                .orderBy(Order.descending("t")))))
                .containsExactly("B");
    }

    @Test
    @DisplayName("T-161 T-162 QRY-04 a policy that limits or sorts wins; no turning of pages beyond its limit")
    final void modifiers() {
        Interaction two =
                interaction("Two").reading(ART, DataPolicy.allRows("t").limitedTo(2));
        Interaction sorted = interaction("Sorted")
                .reading(ART, DataPolicy.allRows("t").filteredBy("v").sortedBy(Order.descending("v")));
        Interaction paged =
                interaction("Paged").reading(ART, DataPolicy.allRows("t").inPagesOf(2));
        open(two, sorted, paged);
        assertThat(titles(ask(two, ReadRequest.ALL.limit(99)))).hasSize(2);
        assertThat(ask(two, ReadRequest.ALL.count()).orThrow().data()).isEqualTo(2L);
        assertThat(ask(two, ReadRequest.ALL.offset(1)).refusal().code()).isEqualTo("READ_NOT_ALLOWED");
        assertThat(ask(two, ReadRequest.ALL.orderBy(Order.descending("t")))
                        .refusal()
                        .code())
                .isEqualTo("READ_NOT_ALLOWED");
        assertThat(titles(ask(sorted, ReadRequest.ALL.orderBy(Order.ascending("v")))))
                .containsExactly("A", "C", "B");
        assertThat(titles(ask(sorted, ReadRequest.ALL.limit(1)))).containsExactly("A");
        assertThat(titles(ask(paged, ReadRequest.ALL.limit(99)))).containsExactly("A", "B");
        assertThat(titles(ask(paged, ReadRequest.ALL.offset(2)))).containsExactly("C");
        Slice first = (Slice) Objects.requireNonNull(
                ask(paged, ReadRequest.ALL.page(50)).orThrow().data());
        assertThat(first.rows()).hasSize(2);
        Slice last = (Slice) Objects.requireNonNull(
                ask(paged, ReadRequest.ALL.page(50).after(first.next().orElseThrow()))
                        .orThrow()
                        .data());
        assertThat(last.rows()).extracting(row -> row.text("t")).containsExactly("C");
        assertThat(last.next()).isEmpty();
    }

    /** What a careless policy may do. */
    @SuppressWarnings("NullAway")
    private static Match silence() {
        return null;
    }

    @Test
    @DisplayName("QRY-04 DEC-01 no cursor tells what records are sorted by, if that may not be seen")
    final void cursors() {
        DataPolicy hidden = DataPolicy.allRows("t").sortedBy(Order.ascending("secret"));
        Interaction read = interaction("Read").reading(ART, hidden);
        Interaction named = interaction("Named").reading(ART, hidden.filteredBy("secret"));
        open(read, named);
        Slice page = (Slice) Objects.requireNonNull(
                ask(named, ReadRequest.ALL.page(1)).orThrow().data());
        ReadRequest behind = ReadRequest.ALL.after(page.next().orElseThrow());
        for (ReadRequest request : List.of(ReadRequest.ALL.page(1), behind, behind.page(1))) {
            assertThat(ask(read, request).refusal().code()).isEqualTo("READ_NOT_ALLOWED");
        }
        assertThat(titles(ask(read, ReadRequest.ALL.limit(1).offset(1)))).containsExactly("B");
    }

    @Test
    @DisplayName("T-164 T-168 QRY-03 QRY-07 a policy that gives null or throws refuses; so do names that do not exist")
    final void failClosed() {
        Interaction nothing = interaction("Nothing").reading(ART, DataPolicy.rows(seen -> silence(), "t"));
        Interaction broken = interaction("Broken")
                .reading(
                        ART,
                        DataPolicy.rows(
                                seen -> {
                                    throw new IllegalStateException("no directory");
                                },
                                "t"));
        Interaction read =
                interaction("Read").reading(ART, DataPolicy.unrestricted()).recorded();
        open(nothing, broken, read);
        assertThat(ask(nothing, ReadRequest.ALL).refusal().code()).isEqualTo("CONDITION_REJECTED");
        assertThat(ask(broken, ReadRequest.ALL).refusal().code()).isEqualTo("CONDITION_THROWN");
        assertThat(ask(read, ReadRequest.ALL.select("zzz")).refusal().code()).isEqualTo("UNKNOWN_NAME");
        assertThat(ask(read, ReadRequest.ALL.where(Match.eq("zzz", 1)))
                        .refusal()
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(events()).isZero();
        Interaction wrong = interaction("Wrong").reading(ART, DataPolicy.allRows("t", "titel"));
        assertThat(failureOf(() -> open(Model.model("Wrong")
                        .facts(USER, ART, AUTHORSHIP)
                        .events(wrong)
                        .build())))
                .hasMessageContaining("Wrong")
                .hasMessageContaining("titel");
    }

    @Test
    @DisplayName("T-165 T-166 QRY-09 relations and views are read like entities; who reads nothing has no data")
    final void others() {
        Interaction links = interaction("Links").reading(AUTHORSHIP, DataPolicy.allRows("source.t", "target.n"));
        Interaction views = interaction("Views").reading(PUBLISHED, DataPolicy.allRows("t"));
        Interaction none = interaction("None");
        open(links, views, none);
        Row link = rows(ask(links, ReadRequest.ALL)).get(0);
        assertThat(link.row("source").text("t")).isEqualTo("A");
        assertThat(link.row("target").text("n")).isEqualTo("u1");
        assertThat(titles(ask(views, ReadRequest.ALL))).containsExactly("A", "C");
        assertThat(ask(none, ReadRequest.ALL).orThrow().data()).isNull();
    }

    @Test
    @DisplayName("T-167 QRY-08 conditions come before reading; nobody reads what is not offered to them")
    final void roles() {
        Interaction read = reading(ART, PUB)
                .require(condition(
                        "is reader",
                        seen -> Decision.allowIf(
                                seen.records()
                                        .exists(Query.of("User")
                                                .where(Match.and(
                                                        Match.eq("id", seen.actor()), Match.eq("role", "reader")))),
                                "NOT_A_READER",
                                "Only readers read")));
        open(read);
        assertThat(entail.dispatch(read, call -> call.by(bob)).refusal().code()).isEqualTo("NOT_A_READER");
        assertThat(entail.dispatch(read, call -> call).refusal().code()).isEqualTo("ACTOR_MISSING");
        assertThat(titles(ask(read, ReadRequest.ALL))).containsExactly("A", "C");
    }

    @Test
    @DisplayName("T-169 QRY-08 INT-13 reads are stored, with what was asked for, only if they are to be recorded")
    final void recorded() {
        Interaction plain = interaction("Plain").reading(ART, PUB);
        Interaction audited = interaction("Audited").reading(ART, PUB).recorded();
        open(plain, audited);
        Recording read = log(entail).record(() -> ask(plain, ReadRequest.ALL).orThrow());
        assertThat(read.statements()).as(read.toString()).hasSize(1);
        assertThat(ask(plain, ReadRequest.ALL).effects()).isEmpty();
        assertThat(events()).isZero();
        ReadRequest request = ReadRequest.ALL.where(Match.eq("t", "A")).limit(5);
        assertThat(titles(ask(audited, request))).containsExactly("A");
        ask(audited, ReadRequest.ALL).orThrow();
        assertThat(entail.query(InteractionRecord.ENTITY).select("*").list())
                .extracting(row -> row.get("query"))
                .containsExactly(Map.of("where", Map.of("path", "t", "is", "eq", "value", "A"), "limit", 5L), Map.of());
        assertThat(entail.dispatch(audited, call -> call.by(ann).idempotencyKey("k"))
                        .orThrow()
                        .isReplayed())
                .isFalse();
        assertThat(entail.dispatch(
                                audited,
                                call -> call.by(ann).idempotencyKey("k").read(all -> request))
                        .refusal()
                        .code())
                .isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    @DisplayName("INT-13 nothing can follow from what is not stored, and the model says so")
    final void nothingFollows() {
        Interaction plain = interaction("Plain").reading(ART, PUB);
        Interaction hooked = interaction("Hooked").reading(ART, PUB).afterDispatch(event -> Map.of());
        assertThat(Assertions.catchThrowableOfType(
                                InvalidModelException.class,
                                () -> Model.model("Wrong")
                                        .facts(USER, ART, AUTHORSHIP)
                                        .events(plain, hooked)
                                        .derive(USER, Transform.toRecord(plain, event -> Draft.of("n", "x")))
                                        .build())
                        .problems())
                .extracting(problem -> problem.code() + " " + problem.path())
                .containsExactlyInAnyOrder("DECL_EVENT_NOT_STORED events.Hooked", "DECL_EVENT_NOT_STORED User");
    }

    @Test
    @DisplayName("W-34 requests beyond reason are refused before anything is asked")
    final void limits() {
        Interaction read = reading(ART, DataPolicy.unrestricted());
        open(read);
        Match deep = Match.eq("t", "A");
        for (int i = 0; i < 5_000; i++) {
            deep = Match.not(deep);
        }
        Match wide = Match.or(
                LongStream.range(0, 200).mapToObj(v -> Match.eq("v", v)).toArray(Match[]::new));
        Match many = Match.in("v", LongStream.range(0, 2_000).boxed().toList());
        for (Match match : List.of(deep, wide, many)) {
            Recording nothing = log(entail)
                    .record(() -> assertThat(ask(read, ReadRequest.ALL.where(match))
                                    .refusal()
                                    .code())
                            .isEqualTo("QUERY_TOO_LARGE"));
            assertThat(nothing.statements()).isEmpty();
        }
    }

    @Test
    @DisplayName("QRY-08 requests travel as JSON and come back the same")
    final void json() {
        ReadRequestJson json = new ReadRequestJson();
        ReadRequest request = ReadRequest.ALL
                .select("t", "author.n")
                .where(Match.or(Match.eq("t", "A"), Match.gt("v", 1)))
                .orderBy(Order.descending("v"), Order.ascending("t"))
                .limit(3)
                .offset(2);
        assertThat(json.write(json.read(json.write(request)))).isEqualTo(json.write(request));
        assertThat(json.read("{}")).isEqualTo(ReadRequest.ALL);
        for (String wrong :
                List.of("[]", "{\"selct\":[]}", "{\"limit\":\"3\"}", "{\"where\":3}", "{\"limit\":-1}", "x")) {
            assertThat(failureOf(() -> json.read(wrong)).code()).as(wrong).isEqualTo("QUERY_INVALID");
        }
        assertThat(failureOf(() -> json.read("{\"after\":\"!\"}")).code()).isEqualTo("CURSOR_INVALID");
    }
}
