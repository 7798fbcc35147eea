package dev.entail.core.computation;

import static dev.entail.core.expression.Expression.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.definition.Property;
import dev.entail.core.expression.Comparison;
import dev.entail.core.expression.Expression;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Values in time")
class RealTimeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int HORIZON = 600;

    private static @Nullable Object due(RealTime realTime, Instant now) {
        return realTime.values("User.flag", Property.bool("flag"), now, new Row(RecordId.of(1), Map.of()))
                .get(RealTime.dueName("flag"));
    }

    private static boolean isTrueAt(Comparison comparison, Instant time) {
        return comparison.evaluate(Map.of("now", time.toEpochMilli()));
    }

    @Test
    @DisplayName("RTM-04 a comparison is due at the very millisecond at which it is another one, in random formulas")
    void firstChange() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Comparison comparison = comparison(random);
            assertThat(due(RealTime.formula(comparison), NOW))
                    .as(comparison + ", seed " + seed)
                    .isEqualTo(byLooking(comparison, 2 * HORIZON));
        }
    }

    /** A comparison that changes, if at all, within some hundred milliseconds. */
    private static Comparison comparison(Random random) {
        Expression distance = RealTime.now()
                .subtract(NOW.plusMillis(random.nextInt(-HORIZON / 2, HORIZON / 2))
                        .toEpochMilli());
        Expression right = number(random.nextInt(-HORIZON / 4, HORIZON / 4));
        double step = random.nextInt(1, HORIZON / 2);
        Expression left = switch (random.nextInt(6)) {
            case 0 -> distance.divide(random.nextInt(1, 7));
            case 1 -> distance.power(2);
            case 2 -> distance.multiply(distance.add(step));
            case 3 -> distance.power(2).add(step).sqrt();
            // within the tolerance of an equation for some time
            case 4 -> distance.divide(1e12).add(right);
            default -> number(step).subtract(distance.power(3));
        };
        return switch (random.nextInt(3)) {
            case 0 -> left.lessThan(right);
            case 1 -> left.greaterThan(right);
            default -> left.equalTo(right);
        };
    }

    private static @Nullable Instant byLooking(Comparison comparison, int horizon) {
        boolean current = isTrueAt(comparison, NOW);
        for (int after = 1; after <= horizon; after++) {
            if (isTrueAt(comparison, NOW.plusMillis(after)) != current) {
                return NOW.plusMillis(after);
            }
        }
        return null;
    }

    @Test
    @DisplayName("RTM-04 where large numbers are coarse a comparison changes late, but it is not missed")
    void coarse() {
        for (int offset = 1; offset < 1000; offset += 7) {
            Comparison comparison = RealTime.now()
                    .subtract(NOW.plusMillis(offset).toEpochMilli())
                    .divide(1e6)
                    .add(1e12)
                    .greaterThan(1e12);
            assertThat(due(RealTime.formula(comparison), NOW))
                    .isEqualTo(byLooking(comparison, 70_000))
                    .isNotNull();
        }
    }

    @Test
    @DisplayName("RTM-04 again(...) counts where nothing changes, or where nobody knows; no time after the year 9999")
    void again() {
        Duration hour = Duration.ofHours(1);
        Expression now = RealTime.now();
        long start = NOW.toEpochMilli();
        assertThat(due(RealTime.formula(now.lessThan(start)).again(hour), NOW)).isEqualTo(NOW.plus(hour));
        assertThat(due(RealTime.formula(now.lessThan(start + 5)).again(hour), NOW))
                .isEqualTo(NOW.plusMillis(5));
        assertThat(due(RealTime.formula(now.lessThan(now.multiply(2))), NOW)).isNull();
        assertThat(due(RealTime.formula(number(1).lessThan(2)), NOW)).isNull();
        assertThat(due(RealTime.formula(now.sqrt().lessThan(now)).again(hour), NOW))
                .isEqualTo(NOW.plus(hour));
        assertThat(due(RealTime.formula(now.lessThan(1e18)), NOW)).isNull();
        assertThat(due(RealTime.formula(now.lessThan(start)).again(Duration.ofDays(4_000_000)), NOW))
                .isNull();
    }
}
