package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.View;
import dev.entail.core.expression.Comparison;
import dev.entail.core.expression.Expression;
import dev.entail.core.expression.Solution;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.schedule.RecomputationReport;
import dev.entail.runtime.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("values in time in computations.md and operations.md")
class RealTimeTest {
    static final Entity ACCOUNT = entity("Account", text("name"), timestamp("paidUntil"));
    static final Property<Boolean> PAID = bool("paid");
    static final Property<Double> DAYS_LEFT = number("daysLeft");
    static final Property<Long> PAYING = integer("paying");
    static final View PAYING_ACCOUNT = View.of("PayingAccount", ACCOUNT, Match.eq("paid", true));
    static final Model ACCOUNTS = accounts();

    private static Model accounts() {
        // snippet: real-time
        return model("Accounts")
                .facts(ACCOUNT, PAYING_ACCOUNT)
                // true until then, and false from then on
                .derive(
                        ACCOUNT,
                        PAID,
                        RealTime.reading("paidUntil")
                                .formula(account ->
                                        RealTime.now().lessThan(RealTime.at(account.timestamp("paidUntil")))))
                // a number, computed again every hour
                .derive(
                        ACCOUNT,
                        DAYS_LEFT,
                        RealTime.reading("paidUntil")
                                .formula(account -> daysLeft(account))
                                .again(Duration.ofHours(1)))
                // what follows from it, follows in time
                .derive(PAYING, Count.of(PAYING_ACCOUNT))
                .build();
        // end
    }

    // snippet: real-time-formula
    private static Expression daysLeft(Row account) {
        return RealTime.at(account.timestamp("paidUntil"))
                .subtract(RealTime.now())
                .divide(Duration.ofDays(1).toMillis());
    }
    // end

    @Test
    @DisplayName("values follow the time, when they are due")
    void accountsFollowTheTime() {
        Instant start = Instant.parse("2026-01-31T12:00:00Z");
        AtomicReference<Instant> clock = new AtomicReference<>(start);
        try (Entail entail =
                Entail.with(ACCOUNTS).replace(InstantSource.class, clock::get).open("jdbc:h2:mem:")) {
            RecordId account = entail.create(ACCOUNT, Draft.of("paidUntil", start.plus(Duration.ofDays(2))));
            assertThat(entail.global(PAYING)).isEqualTo(1);
            clock.set(start.plus(Duration.ofDays(2)));
            // snippet: recompute-due
            RecomputationReport report = entail.recomputeDue();
            report.orThrow(); // if a function failed; the others have been computed
            Timing timing = entail.timing(ACCOUNT, DAYS_LEFT, account).orElseThrow();
            // end
            assertThat(timing.due()).isEqualTo(clock.get().plus(Duration.ofHours(1)));
            assertThat(report.recomputed()).isEqualTo(2);
            assertThat(entail.global(PAYING)).isZero();
            Row row = entail.query(ACCOUNT)
                    .select("paid", "daysLeft")
                    .byId(account)
                    .orElseThrow();
            assertThat(row.bool("paid")).isFalse();
            assertThat(row.number("daysLeft")).isZero();
        }
    }

    @Test
    @DisplayName("a thread of the open model computes what is due")
    void thread() {
        // snippet: recomputing
        try (Entail entail =
                Entail.with(ACCOUNTS).recomputing(Duration.ofSeconds(1)).open("jdbc:h2:mem:")) {
            // end
            assertThat(entail.global(PAYING)).isZero();
        }
    }

    @Test
    @DisplayName("formulas are evaluated and solved")
    void formulas() {
        // snippet: formulas
        Expression x = Expression.variable("x");
        double value = x.add(5).multiply(2).evaluate(Map.of("x", 3)); // 16
        Comparison far = x.power(2).greaterThan(16);
        Solution solution = far.solve(); // -4 and 4
        // end
        assertThat(value).isEqualTo(16);
        assertThat(solution.roots()).containsExactly(-4.0, 4.0);
    }
}
