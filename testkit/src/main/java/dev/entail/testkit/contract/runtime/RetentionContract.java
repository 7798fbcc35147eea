package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.retention.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records whose time is over go, with everything that follows from it. */
abstract class RetentionContract extends RuntimeGroup {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Entity BOX = entity("Box", text("name"));
    private static final Entity ITEM = entity("Item", text("tenant"), integer("seq"), timestamp("at"), json("extra"));
    private static final Relation ITEMS = manyToOne(ITEM, "box", BOX, "items");
    private static final View LATE = View.of("Late", ITEM, Match.gt("seq", 100));
    private static final Property<Long> TOTAL = integer("total");
    private static final Interaction PING = Interaction.interaction("Ping").anonymous();

    private Entail open(Retention... retentions) {
        Model model = Model.model("Store")
                .facts(BOX, ITEM, ITEMS, LATE)
                .events(PING)
                .derive(BOX, integer("itemCount"), Count.of("items"))
                .derive(TOTAL, Count.of(ITEM))
                .build();
        return open(model, how -> how.retaining(retentions).replace(InstantSource.class, InstantSource.fixed(NOW)));
    }

    private static void item(Entail entail, @Nullable String tenant, @Nullable Integer seq, long ageInMillis) {
        entail.create(ITEM, Draft.of("tenant", tenant).set("seq", seq).set("at", NOW.minusMillis(ageInMillis)));
    }

    private static List<String> items(Entail entail) {
        List<String> items = new ArrayList<>();
        entail.query(ITEM)
                .select("tenant", "seq")
                .list()
                .forEach(row -> items.add(String.valueOf(row.get("tenant")) + row.get("seq")));
        return items;
    }

    @Test
    @DisplayName("T-REL-05 RET-02 the latest of each partition stay, and a second run finds nothing")
    final void cap() {
        Entail entail = open(Retention.ofLatest(ITEM, 2, "seq", "tenant"));
        for (int seq : List.of(1, 2, 3)) {
            item(entail, "a", seq, 0);
        }
        for (int seq : List.of(13, 10, 12, 11)) {
            item(entail, "b", seq, 0);
        }
        assertThat(entail.retain().removed()).isEqualTo(Map.of("Item", 3L));
        assertThat(items(entail)).containsExactlyInAnyOrder("a2", "a3", "b12", "b13");
        assertThat(entail.retain().total()).isZero();
        assertThat(entail.global(TOTAL)).isEqualTo(4);
    }

    @Test
    @DisplayName("RET-02 null is the oldest, among equals the last one is the latest, and null is a partition, too")
    final void ties() {
        Entail entail = open(Retention.ofLatest(ITEM, 2, "seq", "tenant"));
        item(entail, null, 5, 0);
        item(entail, null, null, 0);
        item(entail, null, 5, 0);
        item(entail, "a", null, 0);
        List<RecordId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(entail.create(ITEM, Draft.of("tenant", "t").set("seq", 7)));
        }
        assertThat(entail.retain().total()).isEqualTo(2);
        assertThat(items(entail)).containsExactlyInAnyOrder("null5", "null5", "anull", "t7", "t7");
        assertThat(entail.query(ITEM).byId(ids.get(0))).isEmpty();
    }

    @Test
    @DisplayName("T-REL-05 RET-02 what is too old goes, what has no time stays; counts follow, in batches")
    final void age() {
        Entail entail = open(Retention.ofAge(ITEM, "at", Duration.ofMillis(1000)));
        RecordId box = entail.create(BOX, Draft.of("name", "b"));
        entail.inTransaction(writes -> {
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < 1001; i++) {
                drafts.add(Draft.of("seq", i).set("at", NOW.minusMillis(1001)).set("box", box));
            }
            drafts.add(Draft.of("seq", -1).set("at", NOW.minusMillis(1000)).set("box", box));
            drafts.add(Draft.of("seq", -2).set("box", box));
            return writes.createAll(ITEM, drafts);
        });
        assertThat(entail.retain().total()).isEqualTo(1001);
        assertThat(items(entail)).containsExactlyInAnyOrder("null-1", "null-2");
        assertThat(entail.query(BOX).select("itemCount").byId(box).orElseThrow().integer("itemCount"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("T-REL-05 RET-02 with both, what is too old does not count among the latest")
    final void both() {
        Entail entail = open(Retention.ofLatest(ITEM, 1, "seq").andAge("at", Duration.ofMillis(1000)));
        item(entail, "x", 9, 5000);
        item(entail, "x", 1, 10);
        item(entail, "x", 2, 10);
        assertThat(entail.retain().total()).isEqualTo(2);
        assertThat(items(entail)).containsExactly("x2");
    }

    @Test
    @DisplayName("RET-01 events can go, too")
    final void events() {
        Entail entail = open(Retention.ofLatest(InteractionRecord.ENTITY, 2, "occurredAt"));
        for (int i = 0; i < 3; i++) {
            entail.dispatch(PING, call -> call).orThrow();
        }
        assertThat(entail.retain().total()).isEqualTo(1);
        assertThat(entail.query(InteractionRecord.ENTITY).count()).isEqualTo(2);
    }

    @Test
    @DisplayName("RET-01 what makes no sense is refused when opening")
    final void invalid() {
        Duration day = Duration.ofDays(1);
        for (List<Retention> wrong : List.of(
                List.of(Retention.ofAge(LATE, "at", day)),
                List.of(Retention.ofAge(ITEM, "seq", day)),
                List.of(Retention.ofAge(ITEM, "nothing", day)),
                List.of(Retention.ofAge(ITEM, "at", Duration.ZERO)),
                List.of(Retention.ofLatest(ITEM, 0, "seq")),
                List.of(Retention.ofLatest(ITEM, 1, "extra")),
                List.of(Retention.ofLatest(ITEM, 1, "seq", "extra")),
                List.of(Retention.ofLatest(ITEM, 1, "seq"), Retention.ofAge(ITEM, "at", day)))) {
            assertThat(failureOf(() -> open(wrong.toArray(Retention[]::new))).code())
                    .isEqualTo("RETENTION_INVALID");
        }
    }
}
