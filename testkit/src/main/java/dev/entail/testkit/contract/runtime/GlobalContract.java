package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.event.Change;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.testkit.database.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values of the whole model that are set by hand. */
abstract class GlobalContract extends RuntimeGroup {
    private static final Entity USER = Entity.entity("User", text("name"));
    private static final Property<Object> CONFIG = json("config");
    private static final Property<List<String>> TAGS = list(text("tags"));
    private static final Property<Long> LIMIT = integer("limit");
    private static final Property<Long> USERS = integer("users");

    private static Model model(Property<?>... more) {
        return Model.model("Settings")
                .facts(USER)
                .globals(CONFIG, TAGS.defaultTo(List.of("x")), LIMIT.defaultTo(5L))
                .globals(more)
                .derive(USERS, Count.of(USER))
                .build();
    }

    @Test
    @DisplayName("T-205 DIC-02 STO-501 a value starts as null, is what it was set to, and null is a value")
    final void set() {
        Entail entail = open(model());
        assertThat(entail.global(CONFIG)).isNull();
        assertThat(entail.setGlobal(CONFIG, Map.of("a", 1L))).isTrue();
        assertThat(entail.setGlobal(CONFIG, Map.of("a", 2L))).isTrue();
        assertThat(entail.setGlobal(CONFIG, Map.of("a", 2L))).as("the same").isFalse();
        assertThat(entail.global(CONFIG)).isEqualTo(Map.of("a", 2L));
        assertThat(entail.setGlobal(CONFIG, null)).isTrue();
        assertThat(entail.global(CONFIG)).isNull();
        assertThat(entail.setGlobal(LIMIT, null)).isTrue();
        assertThat(entail.global(LIMIT)).as("null suppresses the default").isNull();
    }

    @Test
    @DisplayName("T-CUS-19 T-194 T-206 DIC-05 a default is stored at set-up, stays when the model says another one, and"
            + " nobody can change it")
    final void defaults() {
        TestDatabase database = test().fresh();
        Entail entail = open(model(), database);
        assertThat(entail.global(LIMIT)).isEqualTo(5);
        assertThat(entail.global(TAGS)).isEqualTo(List.of("x")).isUnmodifiable();
        assertThat(entail.global(USERS)).isZero();
        entail.setGlobal(LIMIT, 6L);
        close(entail);
        Property<Object> grown = json("grown").defaultTo(Map.of("k", List.of(1L)));
        Entail again = open(model(grown), database);
        assertThat(again.global(LIMIT)).isEqualTo(6);
        assertThat(again.global(grown)).isEqualTo(Map.of("k", List.of(1L)));
    }

    @Test
    @DisplayName("STO-502 DIC-01 every type comes back as it was set")
    final void types() {
        Map<Property<?>, Object> values = new HashMap<>();
        values.put(text("t"), "é ☃ \" \\");
        values.put(integer("i"), Long.MIN_VALUE);
        values.put(decimal("d"), new BigDecimal("123456789012345678.0000000001"));
        values.put(number("n"), 0.1);
        values.put(bool("b"), false);
        values.put(timestamp("at"), Instant.parse("2026-01-31T12:00:00.123Z"));
        values.put(json("j"), "plain");
        values.put(list(integer("is")), List.of(1L, 2L));
        Entail entail = open(model(values.keySet().toArray(Property<?>[]::new)));
        values.forEach((property, value) -> {
            assertThat(entail.global(property)).isNull();
            set(entail, property, value);
            assertThat(entail.global(property)).isEqualTo(value);
        });
    }

    @SuppressWarnings("unchecked") // the values above fit
    private static <T> void set(Entail entail, Property<T> property, Object value) {
        entail.setGlobal(property, (T) value);
    }

    @Test
    @DisplayName("T-195 T-197 DIC-03 DIC-04 DIC-07 a wrong type, a derived value and an undeclared name are refused")
    final void refusals() {
        Entail entail = open(model());
        assertThat(failureOf(() -> set(entail, (Property<?>) LIMIT, "many")).code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> entail.setGlobal(USERS, 100L)).code()).isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.setGlobal(text("other"), "x")).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.setGlobal(text("limit"), "x")).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.global(list(integer("limit")))).code())
                .isEqualTo("UNKNOWN_NAME");
        entail.create(USER, Draft.of("name", "Ann"));
        assertThat(entail.global(USERS)).isEqualTo(1);
        assertThat(entail.global(LIMIT)).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "STO-502 DIC-08 a change is a mutation of the global values, seen within the transaction and undone with"
                    + " it")
    final void mutation() {
        Entail entail = open(model());
        List<Effect> effects = entail.effects(writes -> {
            writes.setGlobal(LIMIT, 7L);
            assertThat(writes.global(LIMIT)).isEqualTo(7);
        });
        assertThat(effects.stream().map(Effect::mutation))
                .containsExactly(new MutationEvent.Updated(
                        Model.GLOBALS, Model.GLOBALS_ID, Map.of("limit", new Change.Replaced(5L, 7L))));
        failureOf(() -> entail.inTransaction(writes -> {
            writes.setGlobal(LIMIT, 8L);
            throw new dev.entail.core.error.EntailException("NO", "rolled back", Map.of());
        }));
        assertThat(entail.global(LIMIT)).isEqualTo(7);
        assertThat(log(entail).record(() -> entail.setGlobal(LIMIT, 9L)).statements())
                .as("the value before, and the new one")
                .hasSize(2);
    }

    @Test
    @DisplayName("T-CUS-20 T-208 STO-504 concurrent first writers leave one value, the last one")
    final void concurrent() throws Exception {
        TestDatabase database = test().fresh();
        Entail first = open(model(), database);
        Entail second = open(model(), database);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Entail entail = i % 2 == 0 ? first : second;
                Map<String, Object> value = Map.of("writer", (long) i);
                writes.add(threads.submit(() -> entail.setGlobal(CONFIG, value)));
            }
            for (Future<Boolean> write : writes) {
                assertThat(write.get()).isTrue();
            }
        }
        assertThat(first.global(CONFIG)).isEqualTo(second.global(CONFIG)).isInstanceOf(Map.class);
    }
}
