package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Creating, linking, changing and deleting records directly. */
abstract class WriteContract extends RuntimeGroup {
    private static final Entity THING = Entity.entity(
            "Thing",
            Property.text("text").defaultTo("none"),
            Property.integer("integer"),
            Property.decimal("decimal"),
            Property.number("number"),
            Property.bool("bool"),
            Property.timestamp("timestamp"),
            Property.json("json"),
            Property.list(Property.text("texts")),
            Property.list(Property.decimal("decimals")),
            Property.text("shout").defaultTo(row -> row.get("text") + "!"));

    @Test
    @DisplayName("STO-031..036 MOD-46 every type of value is read as it was written")
    final void values() {
        Entail entail = open(Model.model("Things").facts(THING).build());
        Map<String, Object> json = Map.of("b", Arrays.asList(1L, null, "x"), "a", Map.of("deep", true));
        RecordId id = entail.create(
                THING,
                Draft.of("text", "é\u0001🦉 'quoted' \\ ")
                        .set("integer", Long.MIN_VALUE)
                        .set("decimal", new BigDecimal("-1234567890123456789012345678.0123456789"))
                        .set("number", -1.5e-300)
                        .set("bool", false)
                        .set("timestamp", Instant.parse("2024-02-29T23:59:59.999999Z"))
                        .set("json", json)
                        .set("texts", Arrays.asList("a", null, ""))
                        .set("decimals", List.of(new BigDecimal("0.10"))));
        Row row = entail.query(THING).select("*").byId(id).orElseThrow();
        assertThat(row.get("text")).isEqualTo("é\u0001🦉 'quoted' \\ ");
        assertThat(row.get("integer")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.get("decimal")).isEqualTo(new BigDecimal("-1234567890123456789012345678.0123456789"));
        assertThat(row.get("number")).isEqualTo(-1.5e-300);
        assertThat(row.get("bool")).isEqualTo(false);
        assertThat(row.get("timestamp")).isEqualTo(Instant.parse("2024-02-29T23:59:59.999Z"));
        assertThat(row.get("json")).isEqualTo(json);
        assertThat(row.get("texts")).isEqualTo(Arrays.asList("a", null, ""));
        assertThat(row.get("decimals")).isEqualTo(List.of(new BigDecimal("0.1")));
    }

    @Test
    @DisplayName("MOD-41 MOD-42 STO-066 defaults apply on creation only, see earlier values, and yield to null")
    final void defaults() {
        Entail entail = open(Model.model("Things").facts(THING).build());
        RecordId plain = entail.create(THING, Draft.empty());
        RecordId silent = entail.create(THING, Draft.of("text", null));
        assertThat(thing(entail, plain).get("shout")).isEqualTo("none!");
        assertThat(thing(entail, plain).get("integer")).isNull();
        assertThat(thing(entail, silent).get("text")).isNull();
        entail.update(THING, silent, Draft.of("integer", 1));
        assertThat(thing(entail, silent).get("text")).isNull();
    }

    private static Row thing(Entail entail, RecordId id) {
        return entail.query(THING).select("*").byId(id).orElseThrow();
    }

    @Test
    @DisplayName("STO-322 an end that can hold one link gives up its old one, from either side")
    final void steal() {
        Entail entail = open(Club.model());
        RecordId ann = entail.create(Club.PERSON, Draft.of("name", "Ann").set("locker", Draft.of("size", 1)));
        RecordId bob = entail.create(Club.PERSON, Draft.of("name", "Bob").set("locker", Draft.of("size", 2)));
        RecordId locker = Objects.requireNonNull(locker(entail, ann)).id();
        entail.link(Club.LOCKER_OF_PERSON, Link.between(bob, locker));
        assertThat(locker(entail, ann)).isNull();
        assertThat(locker(entail, bob)).extracting(Row::id).isEqualTo(locker);
        assertThat(entail.query(Club.LOCKER_OF_PERSON).count()).isEqualTo(1);
        RecordId cid = entail.create(Club.PERSON, Draft.of("name", "Cid").set("locker", locker));
        assertThat(locker(entail, bob)).isNull();
        assertThat(locker(entail, cid)).extracting(Row::id).isEqualTo(locker);
        assertThat(failureOf(() -> entail.link(Club.LOCKER_OF_PERSON, Link.between(cid, locker)))
                        .code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
    }

    private static @Nullable Row locker(Entail entail, RecordId person) {
        return entail.query(Club.PERSON)
                .select("locker.size")
                .byId(person)
                .orElseThrow()
                .rowOrNull("locker");
    }

    @Test
    @DisplayName("T-124 STO-331..333 a list given to an update is the whole list afterwards; links that stay keep their"
            + " identity")
    final void replaceList() {
        Entail entail = open(Club.model());
        RecordId red = entail.create(Club.TEAM, Draft.of("name", "Red"));
        RecordId blue = entail.create(Club.TEAM, Draft.of("name", "Blue"));
        RecordId ann = entail.create(Club.PERSON, Draft.of("name", "Ann"));
        entail.link(Club.FANS, Link.between(ann, red).with("since", 1999));
        RecordId kept = entail.query(Club.FANS).first().orElseThrow().id();
        entail.update(Club.PERSON, ann, Draft.of("supports", List.of(red, blue, Draft.of("name", "Green"))));
        assertThat(entail.query(Club.FANS)
                        .select("since")
                        .byId(kept)
                        .orElseThrow()
                        .get("since"))
                .isEqualTo(1999L);
        assertThat(entail.query(Club.FANS).count()).isEqualTo(3);
        entail.update(Club.PERSON, ann, Draft.of("supports", List.of()));
        assertThat(entail.query(Club.FANS).count()).isZero();
    }

    @Test
    @DisplayName("STO-320 new and stored records may be linked in any order within one transaction, also in a circle")
    final void anyOrder() {
        Entail entail = open(Club.model());
        RecordId stored = entail.create(Club.PERSON, Draft.of("name", "stored"));
        entail.update(Club.PERSON, stored, Draft.of("mentor", Draft.of("name", "new mentor")));
        RecordId pupil = entail.inTransaction(writes -> {
            RecordId first = writes.create(Club.PERSON, Draft.of("name", "first"));
            RecordId second = writes.create(Club.PERSON, Draft.of("name", "second"));
            writes.link(Club.MENTOR, Link.between(first, second));
            RecordId third = writes.create(Club.PERSON, Draft.of("name", "third"));
            writes.link(Club.MENTOR, Link.between(second, third));
            writes.link(Club.MENTOR, Link.between(third, first));
            writes.link(Club.MENTOR, Link.between(stored, third));
            return first;
        });
        assertThat(entail.query(Club.PERSON)
                        .select("mentor.mentor.mentor.name")
                        .byId(pupil)
                        .orElseThrow()
                        .row("mentor")
                        .row("mentor")
                        .row("mentor")
                        .id())
                .isEqualTo(pupil);
        RecordId holder = entail.create(Club.PERSON, Draft.of("name", "holder").set("pupils", List.of(stored)));
        assertThat(entail.query(Club.PERSON)
                        .select("mentor")
                        .byId(stored)
                        .orElseThrow()
                        .row("mentor")
                        .id())
                .isEqualTo(holder);
    }

    @Test
    @DisplayName("STO-302 changing, unlinking or deleting what is not there says so and does nothing")
    final void nothingThere() {
        Entail entail = open(Club.model());
        RecordId nobody = RecordId.of(4711);
        assertThat(entail.update(Club.PERSON, nobody, Draft.of("age", 3))).isFalse();
        assertThat(entail.delete(Club.PERSON, nobody)).isFalse();
        assertThat(entail.unlink(Club.FRIENDS, nobody, nobody)).isFalse();
        assertThat(entail.unlink(Club.MENTOR, nobody, nobody)).isFalse();
    }

    @Test
    @DisplayName(
            "T-157 T-158 STO-067 STO-068 computed values see defaults, and change with what they are computed from")
    final void computed() {
        Entity sum = Entity.entity(
                "Sum", Property.integer("a"), Property.integer("b").defaultTo(row -> row.integer("a") + 1));
        Entail entail = open(Model.model("Sums")
                .facts(sum)
                .derive(
                        sum,
                        Property.integer("s"),
                        Computed.from(List.of("a", "b"), row -> row.integer("a") + row.integer("b")))
                .build());
        List<Effect> effects = entail.effects(writes -> writes.create(sum, Draft.of("a", 1)));
        assertThat(((MutationEvent.Created) effects.get(0).mutation()).values())
                .containsEntry("b", 2L)
                .containsEntry("s", 3L);
        RecordId id = effects.get(0).mutation().id();
        assertThat(Events.of(entail.effects(writes -> writes.update(sum, id, Draft.of("a", 5)))))
                .containsExactly("update Sum [a, s]");
        assertThat(entail.query(sum).select("s").byId(id).orElseThrow().integer("s"))
                .isEqualTo(7);
        assertThat(failureOf(() -> entail.update(sum, id, Draft.of("s", 1))).code())
                .isEqualTo("WRITE_INVALID");
    }

    @Test
    @DisplayName("STO-330 a record is changed if it is still what it was when it was read, with what follows, in one"
            + " statement")
    final void updateIf() {
        Property<Long> version = Property.integer("version");
        Property<Long> total = Property.integer("total");
        Entity box = Entity.entity("Box", Property.text("name"));
        Entity item = Entity.entity("Item", version, Property.integer("price"));
        Relation in = Relation.manyToOne(item, "box", box, "items");
        View dear = View.of("Dear", item, Match.gt("price", 10));
        Entail entail = open(
                Model.model("Versions")
                        .facts(box, item, in, dear)
                        .derive(
                                item,
                                Property.integer("double"),
                                Computed.from(List.of("price"), row -> 2 * row.integer("price")))
                        .derive(total, Summation.of(item, "double"))
                        .derive(Property.integer("dear"), Count.of(dear))
                        .build(),
                dear);
        RecordId small = entail.create(box, Draft.of("name", "small"));
        RecordId id = entail.create(item, Draft.of("version", 1).set("price", 10));
        Row read = entail.query(item).select("*").byId(id).orElseThrow();
        Draft change = Draft.of("version", 2).set("price", 20).set("box", small);

        assertThat(entail.<Boolean>inTransaction(writes -> writes.updateIf(item, read, version, change)))
                .isTrue();
        assertThat(entail.global(total)).isEqualTo(40);
        assertThat(entail.query(dear).count()).isEqualTo(1);
        assertThat(entail.query(item)
                        .select("box.id")
                        .first()
                        .orElseThrow()
                        .row("box")
                        .id())
                .isEqualTo(small);
        // Whoever has read the same loses, and so does whoever knows less of it.
        Draft late = Draft.of("version", 3).set("price", 0);
        for (Row known : List.of(read, new Row(id, Map.of("version", 1L)))) {
            assertThat(entail.<Boolean>inTransaction(writes -> writes.updateIf(item, known, version, late)))
                    .isFalse();
        }
        Row gone = new Row(RecordId.of(99), read.values());
        assertThat(entail.<Boolean>inTransaction(writes -> writes.updateIf(item, gone, version, late)))
                .isFalse();
        Row now = entail.query(item).select("*").byId(id).orElseThrow();
        assertThat(now.integer("double")).isEqualTo(40);
        entail.inTransaction(writes -> {
            RecordId fresh = writes.create(item, Draft.of("version", 1).set("price", 1));
            Row before = new Row(fresh, Map.of("version", 1L, "price", 1L, "double", 2L));
            assertThat(writes.updateIf(item, before, version, Draft.of("price", 5)))
                    .isTrue();
            return fresh;
        });
        assertThat(entail.global(total)).isEqualTo(50);

        assertThat(log(entail)
                        .record(() -> entail.<Boolean>inTransaction(
                                writes -> writes.updateIf(item, now, version, Draft.of("version", 3))))
                        .statements())
                .hasSize(1);
    }
}
