package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.payload.PayloadField;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.jdbc.CountingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records with an identity, and records whose id the caller gives. */
abstract class IdentityContract extends RuntimeGroup {
    private static final Entity TOKEN =
            entity("Tok", Property.text("ns"), Property.text("k"), Property.text("payload"), Property.text("mail"));
    private static final Entity PART = entity("Part", Property.text("name"));
    private static final Relation PARTS = manyToOne(PART, "token", TOKEN, "parts");
    private static final Relation FIRST = manyToOne(TOKEN, "first", PART, "firstOf");
    private static final Interaction REGISTER = Interaction.interaction("Reg")
            .anonymous()
            .payload(PayloadField.text("k").required(), PayloadField.text("p"));

    private static Model tokens() {
        return Model.model("Tokens")
                .facts(TOKEN, PART, PARTS, FIRST)
                .events(REGISTER)
                .constrain(TOKEN, identity("token", "ns", "k"), unique("mail", "mail"))
                .derive(TOKEN, Transform.toRecord(REGISTER, event -> token(event.text("k"), event.text("p"))))
                .derive(TOKEN, integer("partCount"), Count.of("parts"))
                .derive(integer("tokens"), Count.of(TOKEN))
                .build();
    }

    private static Draft token(String k, String payload) {
        return Draft.of("ns", "a").set("k", k).set("payload", payload);
    }

    private static Row stored(Entail entail, RecordId id) {
        return entail.query(TOKEN).select("*").byId(id).orElseThrow();
    }

    @Test
    @DisplayName(
            "T-REL-08 T-209 STO-522 MOD-92 who comes later gets the stored record, and nothing is written or created")
    final void later() {
        Entail entail = open(tokens());
        RecordId first = entail.create(TOKEN, token("k", "first"));
        List<String> statements = new ArrayList<>();
        RecordId[] second = new RecordId[1];
        statements.addAll(log(entail)
                .record(() -> second[0] = entail.create(
                        TOKEN,
                        token("k", "second")
                                .set("parts", List.of(Draft.of("name", "x")))
                                .set("first", Draft.of("name", "y"))))
                .statements());
        assertThat(second[0]).isEqualTo(first);
        assertThat(stored(entail, first).text("payload")).isEqualTo("first");
        assertThat(entail.query(PART).count()).isZero();
        assertThat(entail.global(integer("tokens"))).isEqualTo(1);
        assertThat(statements.stream().filter(sql -> !sql.contains("equence")).toList())
                .hasSize(2);
    }

    @Test
    @DisplayName("STO-524 a record with an identity is one statement, whatever is hung on it comes after")
    final void first() {
        Entail entail = open(tokens());
        entail.create(TOKEN, token("k", "first"));
        assertThat(log(entail)
                        .record(() -> entail.create(TOKEN, token("l", "first")))
                        .statements())
                .as("the row, and the global count")
                .hasSize(2);
        RecordId id = entail.create(
                TOKEN,
                token("m", "x")
                        .set("parts", List.of(Draft.of("name", "x"), Draft.of("name", "y")))
                        .set("first", Draft.of("name", "z")));
        assertThat(stored(entail, id).integer("partCount")).isEqualTo(2);
        assertThat(entail.query(PART).count()).isEqualTo(3);
    }

    @Test
    @DisplayName("T-REL-08 T-085 MOD-94 effects tell who won: a dispatch that came later created nothing but its event")
    final void effects() {
        Entail entail = open(tokens());
        assertThat(created(
                        entail.dispatch(REGISTER, call -> call.payload("k", "a").payload("p", "first"))))
                .containsExactly("_Interaction_", "Tok");
        assertThat(created(
                        entail.dispatch(REGISTER, call -> call.payload("k", "a").payload("p", "second"))))
                .containsExactly("_Interaction_");
        assertThat(entail.query(TOKEN).select("payload").first().orElseThrow().text("payload"))
                .isEqualTo("first");
    }

    private static List<String> created(DispatchResult result) {
        result.orThrow();
        return result.effects().stream()
                .map(Effect::mutation)
                .filter(MutationEvent.Created.class::isInstance)
                .map(MutationEvent::record)
                .toList();
    }

    @Test
    @DisplayName(
            "T-210 T-211 T-086 MOD-91 MOD-93 STO-523 every value must be given, and only a differing one is refused"
                    + " later")
    final void immutable() {
        Entail entail = open(tokens());
        EntailException missing = failureOf(() -> entail.create(TOKEN, Draft.of("ns", "a")));
        assertThat(missing.code()).isEqualTo("NON_NULL_CONSTRAINT_VIOLATION");
        assertThat(ConstraintViolation.in(missing).orElseThrow().constraint()).isEqualTo("token");
        RecordId id = entail.create(TOKEN, token("1", "x"));
        assertThat(failureOf(() -> entail.update(TOKEN, id, Draft.of("k", "2"))).code())
                .isEqualTo("IDENTITY_IMMUTABLE");
        assertThat(failureOf(() -> entail.update(TOKEN, id, Draft.of("k", null)))
                        .code())
                .isEqualTo("NON_NULL_CONSTRAINT_VIOLATION");
        assertThat(entail.update(TOKEN, id, Draft.of("k", "1").set("payload", "z")))
                .isTrue();
        assertThat(stored(entail, id).text("payload")).isEqualTo("z");
        assertThat(entail.query(TOKEN).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-212 STO-522 of twenty concurrent writers one creates the record, and all get its id")
    final void concurrent() throws Exception {
        Entail entail = open(tokens());
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (int round = 0; round < 5; round++) {
                String key = "k" + round;
                List<Future<DispatchResult>> results = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    String payload = "p" + i;
                    results.add(threads.submit(() -> entail.dispatch(
                            REGISTER, call -> call.payload("k", key).payload("p", payload))));
                }
                long won = 0;
                for (Future<DispatchResult> result : results) {
                    won += created(result.get()).stream().filter("Tok"::equals).count();
                }
                assertThat(won).isEqualTo(1);
            }
            List<Future<RecordId>> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(threads.submit(() -> entail.create(TOKEN, token("same", "x"))));
            }
            RecordId expected = ids.get(0).get();
            for (Future<RecordId> id : ids) {
                assertThat(id.get()).isEqualTo(expected);
            }
        }
        assertThat(entail.query(TOKEN).count()).isEqualTo(6);
    }

    @Test
    @DisplayName("T-213 STO-522 zero, false and an empty text are identities like others")
    final void falsyValues() {
        Entity thing = entity("Thing", integer("i"), bool("b"), Property.text("t"), number("n"));
        Entail entail = open(Model.model("Things")
                .facts(thing)
                .constrain(thing, identity("thing", "i", "b", "t", "n"))
                .build());
        Draft falsy = Draft.of("i", 0).set("b", false).set("t", "").set("n", 0.0);
        RecordId id = entail.create(thing, falsy);
        assertThat(entail.create(thing, falsy)).isEqualTo(id);
        assertThat(entail.create(thing, falsy.set("n", -0.0))).isEqualTo(id);
        assertThat(entail.create(thing, falsy.set("b", true))).isNotEqualTo(id);
    }

    @Test
    @DisplayName("STO-522 an identity that exists hides no other violation, and a rolled back winner is none")
    final void otherKey() {
        Entail entail = open(tokens());
        RecordId id = entail.create(TOKEN, token("a", "x").set("mail", "m"));
        EntailException taken =
                failureOf(() -> entail.create(TOKEN, token("b", "x").set("mail", "m")));
        assertThat(ConstraintViolation.in(taken).orElseThrow().constraint()).isEqualTo("mail");
        assertThat(entail.create(TOKEN, token("a", "x").set("mail", "m"))).isEqualTo(id);
        failureOf(() -> entail.inTransaction(writes -> {
            writes.create(TOKEN, token("c", "x"));
            throw new EntailException("NO", "rolled back", java.util.Map.of());
        }));
        entail.create(TOKEN, token("c", "y"));
        assertThat(entail.query(TOKEN).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("an upsert creates, or changes the stored record as an update does, with the same event")
    final void upsert() {
        Entail entail = open(tokens());
        RecordId id = entail.upsert(TOKEN, token("a", "x").set("parts", List.of(Draft.of("name", "p"))));
        RecordId again = entail.upsert(TOKEN, token("a", "y").set("id", RecordId.of(99)));
        assertThat(again).isEqualTo(id);
        assertThat(stored(entail, id).text("payload")).isEqualTo("y");
        assertThat(stored(entail, id).integer("partCount")).isEqualTo(1);
        assertThat(failureOf(() -> entail.upsert(PART, Draft.of("name", "x"))).code())
                .isEqualTo("WRITE_INVALID");
    }

    @Test
    @DisplayName("T-267 STO-521 the database itself refuses a record without its identity, and says so by class")
    final void notNull() throws SQLException {
        dev.entail.testkit.database.TestDatabase fresh = test().fresh();
        open(tokens(), fresh);
        CountingDatabase database = fresh.database();
        String sql = "INSERT INTO " + database.dialect().quote("Tok") + " ("
                + database.dialect().quote("id") + ", " + database.dialect().quote("ns") + ", "
                + database.dialect().quote("k") + ") VALUES (1, 'a', NULL)";
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            SQLException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                    SQLException.class, () -> statement.execute(sql));
            assertThat(database.errors().classify(refused).errorClass()).isEqualTo(ErrorClass.NOT_NULL);
        }
    }

    @Test
    @DisplayName(
            "T-REL-06 T-TRX-23 T-117 T-118 T-093a STO-306 STO-307 MOD-33 an id that is given is kept, and ids go on"
                    + " after it")
    final void givenIds() {
        Entail entail = open(tokens());
        RecordId fifty = RecordId.of(50);
        assertThat(entail.create(PART, Draft.of("id", fifty))).isEqualTo(fifty);
        assertThat(entail.create(PART, Draft.of("name", "next")).value()).isGreaterThan(50);
        EntailException twice = failureOf(() -> entail.create(PART, Draft.of("id", fifty)));
        assertThat(ConstraintViolation.in(twice).orElseThrow().attributes()).containsExactly("id");
        assertThat(entail.update(PART, fifty, Draft.of("id", RecordId.of(77)).set("name", "q")))
                .isTrue();
        assertThat(entail.query(PART).select("name").byId(fifty).orElseThrow().text("name"))
                .isEqualTo("q");
        assertThat(failureOf(() -> entail.create(PART, Draft.of("id", "50"))).code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> entail.create(PART, Draft.of("id", RecordId.of(Long.MAX_VALUE))))
                        .code())
                .isEqualTo("VALUE_OUT_OF_RANGE");
    }

    @Test
    @DisplayName("T-REL-06 STO-513 ids that are given never meet ids that are taken, inside a block or far beyond it")
    final void givenIdsMeetNobody() {
        Entail entail = open(tokens());
        List<RecordId> all = new ArrayList<>();
        for (long jump : new long[] {3, 100, 129, 4000, 4001, 2}) {
            all.add(entail.create(PART, Draft.of("name", "generated")));
            RecordId given = RecordId.of(all.getLast().value() + jump);
            all.add(entail.create(PART, Draft.of("id", given)));
            all.add(entail.create(PART, Draft.of("name", "generated")));
        }
        assertThat(all).doesNotHaveDuplicates();
        entail.inTransaction(writes -> {
            RecordId last = all.getLast();
            for (long i = 1; i <= 300; i += 3) {
                writes.create(PART, Draft.of("id", RecordId.of(last.value() + 5000 - i)));
                writes.create(PART, Draft.empty());
            }
            return 0;
        });
        EntailException twice = failureOf(() -> entail.inTransaction(writes -> {
            RecordId id = writes.create(PART, Draft.empty());
            return writes.create(PART, Draft.of("id", id));
        }));
        assertThat(ConstraintViolation.in(twice).orElseThrow().attributes()).containsExactly("id");
        assertThat(entail.query(PART).count()).isEqualTo(all.size() + 200);
    }
}
