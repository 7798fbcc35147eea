package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.EntailBuilder;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.RealTime;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.expression.Comparison;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the groups about values in time share: a clock, and users who are active for a while. */
abstract class RealTimeGroup extends RuntimeGroup {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration HOUR = Duration.ofHours(1);

    static final Entity TEAM = entity("Team", text("name"));
    static final Entity USER = entity("User", text("name"), timestamp("lastLogin"), integer("factor"));
    static final Relation MEMBERSHIP =
            manyToOne(USER, "team", TEAM, "members").with(timestamp("until")).named("Membership");
    static final Relation FOLLOWING = manyToMany(USER, "follows", USER, "followers")
            .with(timestamp("until"))
            .named("Following");
    static final Property<Boolean> ACTIVE = bool("active");
    static final Property<Double> SECONDS = number("seconds");
    static final Property<Double> TICKS = number("ticks");
    static final Property<Boolean> OVER = bool("over");
    static final Property<Instant> DEADLINE = timestamp("deadline");
    static final Property<String> MOOD = text("mood");

    final AtomicReference<Instant> clock = new AtomicReference<>(START);
    final AtomicInteger runs = new AtomicInteger();

    static ModelBuilder facts() {
        return Model.model("Presence").facts(TEAM, USER, MEMBERSHIP, FOLLOWING).globals(DEADLINE);
    }

    /** Who has logged in within the last hour is active. */
    final ModelBuilder activeUsers() {
        return facts().derive(USER, ACTIVE, RealTime.reading("lastLogin").formula(row -> {
            runs.incrementAndGet();
            return since(row);
        }));
    }

    final Model presence() {
        return activeUsers()
                .derive(
                        TEAM,
                        integer("activeMembers"),
                        Count.of("members").where(List.of("active"), row -> isTrue(row, "active")))
                .build();
    }

    private static @Nullable Comparison since(Row row) {
        return row.get("lastLogin") instanceof Instant login
                ? RealTime.now().subtract(HOUR.toMillis()).lessThan(RealTime.at(login))
                : null;
    }

    private static boolean isTrue(Row row, String name) {
        return Boolean.TRUE.equals(row.get(name));
    }

    final Entail open(Model model) {
        return open(model, this::timed);
    }

    final EntailBuilder timed(EntailBuilder how) {
        return how.replace(InstantSource.class, clock::get);
    }

    final void pass(Duration time) {
        clock.updateAndGet(now -> now.plus(time));
    }

    static @Nullable Object value(Entail entail, RecordId id, String name) {
        return entail.query(USER).select(name).byId(id).orElseThrow().get(name);
    }

    static Timing timing(Entail entail, Property<?> property, RecordId id) {
        return entail.timing(USER, property, id).orElseThrow();
    }

    static @Nullable Object members(Entail entail, RecordId team) {
        return entail.query(TEAM)
                .select("activeMembers")
                .byId(team)
                .orElseThrow()
                .get("activeMembers");
    }
}
