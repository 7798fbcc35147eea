package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.entail.Entail;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.error.Problem;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.expression.Expression;
import dev.entail.core.expression.Formula;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.schedule.RecomputationReport;
import dev.entail.runtime.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values that follow the time: what they are, and when they are due. */
abstract class RealTimeContract extends RealTimeGroup {
    @Test
    @DisplayName("T-RTM-04 RTM-02 RTM-03 RTM-04 who logged in lately is active, and due when that ends; others never")
    final void activity() {
        Entail entail = open(presence());
        RecordId team = entail.create(TEAM, Draft.of("name", "a"));
        Draft user = Draft.of("team", team);
        RecordId recent = entail.create(USER, user.set("lastLogin", START.minus(Duration.ofMinutes(10))));
        RecordId old = entail.create(USER, user.set("lastLogin", START.minus(Duration.ofHours(2))));
        RecordId never = entail.create(USER, user);
        assertThat(value(entail, recent, "active")).isEqualTo(true);
        assertThat(value(entail, old, "active")).isEqualTo(false);
        assertThat(value(entail, never, "active")).isNull();
        Instant end = START.plus(Duration.ofMinutes(50));
        assertThat(timing(entail, ACTIVE, recent)).isEqualTo(new Timing(START, end));
        assertThat(timing(entail, ACTIVE, old)).isEqualTo(new Timing(START, null));
        assertThat(timing(entail, ACTIVE, never)).isEqualTo(new Timing(START, null));
        pass(Duration.ofMinutes(50).minusMillis(1));
        runs.set(0);
        assertThat(entail.recomputeDue()).isEqualTo(new RecomputationReport(0, 0, List.of()));
        assertThat(runs).as("never before it is due").hasValue(0);
        assertThat(members(entail, team)).isEqualTo(1L);
        pass(Duration.ofMillis(1));
        assertThat(entail.verify().isClean()).as("being late is no drift").isTrue();
        assertThat(entail.recomputeDue()).isEqualTo(new RecomputationReport(1, 0, List.of()));
        assertThat(value(entail, recent, "active")).isEqualTo(false);
        assertThat(members(entail, team)).as("what follows from it").isEqualTo(0L);
        assertThat(timing(entail, ACTIVE, recent)).isEqualTo(new Timing(end, null));
        entail.update(USER, old, Draft.of("lastLogin", end));
        assertThat(value(entail, old, "active"))
                .as("RTM-05 what it reads has changed")
                .isEqualTo(true);
        assertThat(timing(entail, ACTIVE, old)).isEqualTo(new Timing(end, end.plus(HOUR)));
        assertThat(members(entail, team)).isEqualTo(1L);
    }

    private static Formula seconds(Row row) {
        return RealTime.now().divide(1000).multiply(row.integer("factor"));
    }

    @Test
    @DisplayName("T-RTM-03 RTM-03 RTM-04 a number is due some time after it was computed, for ever and ever")
    final void numbers() {
        Entail entail = open(facts().derive(
                        USER,
                        SECONDS,
                        RealTime.reading("factor")
                                .formula(RealTimeContract::seconds)
                                .again(SECOND))
                .build());
        RecordId id = entail.create(USER, Draft.of("factor", 2));
        double start = START.getEpochSecond() * 2.0;
        assertThat(value(entail, id, "seconds")).isEqualTo(start);
        assertThat(timing(entail, SECONDS, id)).isEqualTo(new Timing(START, START.plus(SECOND)));
        pass(SECOND.multipliedBy(3));
        assertThat(entail.recomputeDue().recomputed()).as("once, however late").isEqualTo(1);
        assertThat(value(entail, id, "seconds")).isEqualTo(start + 6);
        assertThat(entail.recomputeDue().recomputed()).isZero();
        pass(SECOND);
        entail.update(USER, id, Draft.of("factor", 1));
        assertThat(entail.recomputeDue().recomputed())
                .as("it has just been computed")
                .isZero();
        assertThat(value(entail, id, "seconds")).isEqualTo(START.getEpochSecond() + 4.0);
        assertThat(entail.query(USER).select("*").byId(id).orElseThrow().values())
                .doesNotContainKeys("seconds$computed", "seconds$due");
    }

    @Test
    @DisplayName("T-RTM-01 RTM-01 a global number is null and due at once at first; sets that it reads call it forth")
    final void globalNumber() {
        Entail entail = open(facts().derive(
                        TICKS,
                        RealTime.reading("users", Query.of("User").select("factor"))
                                .formula(row -> RealTime.now()
                                        .divide(1000)
                                        .add(row.rows("users").size()))
                                .again(SECOND))
                .derive(MOOD, Custom.reading("@ticks").computing(row -> row.get("@ticks") + "!"))
                .build());
        assertThat(entail.global(TICKS)).isNull();
        assertThat(entail.timing(TICKS)).isEqualTo(new Timing(null, Instant.EPOCH));
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
        assertThat(entail.global(TICKS)).isEqualTo(START.getEpochSecond());
        pass(SECOND.dividedBy(2));
        List<Effect> effects = entail.effects(writes -> writes.create(USER, Draft.of("factor", 1)));
        assertThat(entail.global(TICKS)).isEqualTo(START.toEpochMilli() / 1000.0 + 1.5);
        assertThat(entail.global(MOOD)).isEqualTo(entail.global(TICKS) + "!");
        Instant now = clock.get();
        assertThat(entail.timing(TICKS)).isEqualTo(new Timing(now, now.plus(SECOND)));
        assertThat(effects)
                .extracting(Effect::mutation)
                .filteredOn(mutation -> mutation.record().equals(Model.GLOBALS))
                .allSatisfy(mutation -> assertThat(((MutationEvent.Updated) mutation).changes())
                        .as("hidden values are hidden")
                        .doesNotContainKeys("ticks$computed", "ticks$due"))
                .hasSize(2);
        pass(SECOND);
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
        assertThat(entail.global(MOOD)).isEqualTo(entail.global(TICKS) + "!");
    }

    @Test
    @DisplayName(
            "T-RTM-02 RTM-04 an inequality is due when it becomes true: the millisecond after both sides are equal")
    final void globalInequality() {
        Entail entail = open(facts().derive(
                        OVER,
                        RealTime.reading("@deadline")
                                .formula(row -> row.get("@deadline") instanceof Instant deadline
                                        ? RealTime.now().greaterThan(RealTime.at(deadline))
                                        : null))
                .derive(USER, text("note"), Custom.reading("@over").computing(row -> "over: " + row.get("@over")))
                .build());
        RecordId id = entail.create(USER, Draft.empty());
        entail.setGlobal(DEADLINE, START.plus(HOUR));
        assertThat(entail.global(OVER)).isFalse();
        assertThat(entail.timing(OVER))
                .isEqualTo(new Timing(START, START.plus(HOUR).plusMillis(1)));
        pass(HOUR);
        assertThat(entail.recomputeDue().recomputed()).isZero();
        pass(Duration.ofMillis(1));
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
        assertThat(entail.global(OVER)).isTrue();
        assertThat(entail.timing(OVER)).isEqualTo(new Timing(clock.get(), null));
        assertThat(value(entail, id, "note")).isEqualTo("over: true");
    }

    @Test
    @DisplayName("RTM-04 an equation is due when it becomes true, and again when it ceases to be")
    final void equation() {
        Property<Boolean> sharp = bool("sharp");
        Entail entail = open(facts().derive(
                        USER,
                        sharp,
                        RealTime.reading("lastLogin")
                                .formula(row -> RealTime.now()
                                        .subtract(RealTime.at(row.timestamp("lastLogin")))
                                        .power(2)
                                        .equalTo(100 * 100)))
                .build());
        RecordId id = entail.create(USER, Draft.of("lastLogin", START));
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Timing timing = timing(entail, sharp, id);
            seen.add(value(entail, id, "sharp"));
            if (timing.due() != null) {
                clock.set(timing.due());
                entail.recomputeDue();
            }
        }
        assertThat(seen).containsExactly(false, true, false);
        assertThat(timing(entail, sharp, id))
                .as("it was so 100 milliseconds before the login, too")
                .isEqualTo(new Timing(START.plusMillis(101), null));
    }

    @Test
    @DisplayName(
            "RTM-04 links have values in time as well; with again(...) a comparison that never changes is due then")
    final void links() {
        Property<Boolean> valid = bool("valid");
        Property<Boolean> odd = bool("odd");
        Entail entail = open(facts().derive(
                        FOLLOWING,
                        valid,
                        RealTime.reading("until", "source.factor")
                                .formula(row -> RealTime.now().lessThan(RealTime.at(row.timestamp("until")))))
                .derive(
                        MEMBERSHIP,
                        valid,
                        RealTime.reading("until")
                                .formula(row -> RealTime.now().lessThan(RealTime.at(row.timestamp("until")))))
                .derive(
                        USER,
                        odd,
                        RealTime.reading("factor")
                                .formula(row -> RealTime.now()
                                        .divide(RealTime.now().sqrt())
                                        .greaterThan(row.integer("factor")))
                                .again(row -> SECOND.multipliedBy(row.integer("factor"))))
                .build());
        RecordId ann = entail.create(USER, Draft.of("factor", 1));
        RecordId bob = entail.create(USER, Draft.of("factor", 2));
        RecordId team = entail.create(TEAM, Draft.empty());
        Instant end = START.plus(SECOND);
        RecordId following = entail.link(FOLLOWING, Link.between(ann, bob).with("until", end));
        RecordId membership = entail.link(MEMBERSHIP, Link.between(bob, team).with("until", end));
        assertThat(timing(entail, odd, bob)).isEqualTo(new Timing(START, START.plus(SECOND.multipliedBy(2))));
        assertThat(entail.timing(FOLLOWING, valid, following)).contains(new Timing(START, end));
        assertThat(entail.timing(MEMBERSHIP, valid, membership)).contains(new Timing(START, end));
        pass(SECOND);
        assertThat(entail.recomputeDue().recomputed()).as("both links, and ann").isEqualTo(3);
        for (Relation relation : List.of(FOLLOWING, MEMBERSHIP)) {
            assertThat(entail.query(relation).select("valid").list())
                    .singleElement()
                    .satisfies(row -> assertThat(row.bool("valid")).isFalse());
        }
    }

    @Test
    @DisplayName("RTM-04 members of a union share a table, and each has its own values in time")
    final void unions() {
        Entity cat = entity("Cat", timestamp("fed"));
        Entity dog = entity("Dog", timestamp("fed"));
        Property<Boolean> hungry = bool("hungry");
        Entail entail = open(Model.model("Pets")
                .facts(cat, dog, Union.of("Pet", cat, dog))
                .derive(cat, hungry, hungryAfter(SECOND))
                .derive(dog, hungry, hungryAfter(SECOND.multipliedBy(2)))
                .build());
        entail.create(cat, Draft.of("fed", START));
        entail.create(dog, Draft.of("fed", START));
        pass(SECOND.plusMillis(1));
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
        assertThat(entail.query("Pet").where(Match.eq("hungry", true)).count()).isEqualTo(1);
        assertThat(entail.query(cat).where(Match.eq("hungry", true)).count()).isEqualTo(1);
        pass(SECOND);
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
        assertThat(entail.query("Pet").where(Match.eq("hungry", true)).count()).isEqualTo(2);
    }

    private static RealTime hungryAfter(Duration time) {
        return RealTime.reading("fed")
                .formula(row -> RealTime.now()
                        .subtract(RealTime.at(row.timestamp("fed")))
                        .greaterThan(time.toMillis()));
    }

    @Test
    @DisplayName("RTM-05 all values of a transaction are of one time; it runs at READ COMMITTED; none in another one")
    final void oneTime() {
        AtomicInteger attempts = new AtomicInteger();
        Entail entail = open(facts().derive(
                        USER,
                        SECONDS,
                        RealTime.reading("factor")
                                .formula(RealTimeContract::seconds)
                                .again(SECOND))
                .build());
        List<RecordId> ids = entail.inTransaction(writes -> {
            attempts.incrementAndGet();
            RecordId first = writes.create(USER, Draft.of("factor", 1));
            assertThat(writes.query(USER).select("seconds").list()).hasSize(1);
            pass(SECOND);
            return List.of(first, writes.create(USER, Draft.of("factor", 1)));
        });
        assertThat(attempts).hasValue(1);
        assertThat(value(entail, ids.get(0), "seconds")).isEqualTo(value(entail, ids.get(1), "seconds"));
        assertThat(failureOf(() -> entail.inTransaction(writes -> entail.recomputeDue()))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
    }

    @Test
    @DisplayName(
            "RTM-04 repair brings a value to what it was to be when it was computed, and tells again when it is due")
    final void repair() throws Exception {
        Entail entail = open(presence());
        RecordId id = entail.create(USER, Draft.of("lastLogin", START));
        var dialect = database(entail).dialect();
        try (var connection = database(entail).dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE " + dialect.quote("User") + " SET " + dialect.quote("active") + " = NULL, "
                    + dialect.quote("active$due") + " = NULL");
        }
        pass(HOUR);
        assertThat(entail.verify().wrong()).isEqualTo(2);
        entail.repair();
        assertThat(value(entail, id, "active")).isEqualTo(true);
        assertThat(timing(entail, ACTIVE, id)).isEqualTo(new Timing(START, START.plus(HOUR)));
        assertThat(entail.recomputeDue().recomputed()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-RTM-05 RTM-01 RTM-02 RTM-04 what cannot be followed is refused, when the model is built or at the write")
    final void refusals() {
        Formula now = RealTime.now();
        assertThat(problems(USER, SECONDS, RealTime.formula(now).again(SECOND))).containsExactly("DECL_CUSTOM");
        assertThat(problems(USER, SECONDS, RealTime.reading("factor").formula(row -> now)))
                .as("an expression without again")
                .containsExactly("DECL_CUSTOM");
        assertThat(problems(USER, integer("x"), RealTime.reading("factor").formula(row -> now)))
                .containsExactly("DECL_TYPE_MISMATCH");
        assertThat(problems(
                        null,
                        TICKS,
                        RealTime.reading("name").formula(row -> now).again(SECOND)))
                .containsExactly("DECL_CUSTOM");
        assertThat(codeOf(ACTIVE, RealTime.reading("factor").formula(row -> now)))
                .isEqualTo("VALUE_MISMATCH");
        assertThat(codeOf(
                        SECONDS,
                        RealTime.reading("factor")
                                .formula(row -> RealTime.now().lessThan(1))
                                .again(SECOND)))
                .isEqualTo("VALUE_MISMATCH");
        assertThat(codeOf(
                        SECONDS, RealTime.reading("factor").formula(row -> now).again(row -> Duration.ZERO)))
                .isEqualTo("CALLBACK_FAILED");
        assertThat(codeOf(
                        SECONDS,
                        RealTime.reading("factor")
                                .formula(row -> Expression.variable("then"))
                                .again(SECOND)))
                .isEqualTo("EXPRESSION_VARIABLE");
        assertThat(codeOf(
                        ACTIVE,
                        RealTime.reading("factor")
                                .formula(row -> RealTime.now()
                                        .divide(RealTime.now().sqrt())
                                        .greaterThan(1))))
                .isEqualTo("EXPRESSION_UNSOLVABLE");
        Entail entail = open(presence());
        RecordId id = entail.create(USER, Draft.empty());
        assertThat(failureOf(() -> entail.timing(USER, text("name"), id)).code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.timing(DEADLINE)).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(entail.timing(USER, ACTIVE, RecordId.of(1_000_000))).isEmpty();
    }

    private static List<String> problems(@Nullable Entity holder, Property<?> property, RealTime realTime) {
        ModelBuilder builder =
                holder == null ? facts().derive(property, realTime) : facts().derive(holder, property, realTime);
        return catchThrowableOfType(InvalidModelException.class, builder::build).problems().stream()
                .map(Problem::code)
                .toList();
    }

    private String codeOf(Property<?> property, RealTime realTime) {
        Entail entail = open(facts().derive(USER, property, realTime).build());
        return failureOf(() -> entail.create(USER, Draft.of("factor", 1))).code();
    }
}
