package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.event.Mutation;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Cursor;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Records and links of several kinds under one name. */
abstract class UnionContract extends RuntimeGroup {
    private Entail entail;
    private RecordId vip;
    private RecordId vendor;

    @BeforeEach
    final void contacts() {
        entail = open(Contacts.model(), Contacts.VIP, Contacts.CONTACT, Contacts.EVERYBODY, Contacts.TIES);
        vip = entail.create(
                Contacts.CUSTOMER, Draft.of("name", "c").set("vip", true).set("spent", 7));
        vendor = entail.create(Contacts.VENDOR, Draft.of("name", "v").set("trade", "wood"));
    }

    private List<String> names(RecordDefinition record) {
        return entail.query(record).select("name").orderBy(Order.ascending("id")).list().stream()
                .map(row -> row.text("name"))
                .toList();
    }

    @Test
    @DisplayName("STO-435 who is in no union may own a value called __type, which is one like any other")
    final void ownType() {
        Entity part = entity("Part", text("__type"), integer("size"));
        Relation fits = Relation.manyToMany(part, "fits", part, "fittedBy")
                .with(text("__type"))
                .named("Fits");
        Relation whole = Relation.manyToOne(part, "whole", part, "parts").with(text("__type"));
        Entail entail = open(Model.model("Parts")
                .facts(part, fits, whole)
                .constrain(part, unique("size", "size"))
                .derive(part, integer("sizes"), Summation.of("parts", "size"))
                .build());
        RecordId first = entail.create(part, Draft.of("__type", "bolt").set("size", 1));
        RecordId second = entail.create(part, Draft.of("size", 2).set("whole", first));
        entail.link(fits, Link.between(first, second).with("__type", "tight"));
        assertThat(failureOf(() -> entail.link(fits, Link.between(first, second).with("__type", "loose")))
                        .code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        entail.update(part, second, Draft.of("size", 3).set("__type", "nut"));
        Row row = entail.query(part).select("__type", "sizes").byId(first).orElseThrow();
        assertThat(row.text("__type")).isEqualTo("bolt");
        assertThat(row.integer("sizes")).isEqualTo(3);
        assertThat(failureOf(() -> entail.create(part, Draft.of("size", 3))).code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        entail.unlink(fits, first, second);
        entail.delete(part, second);
        assertThat(entail.query(part).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-193 T-196 T-198 T-080 STO-431..434 MOD-70 MOD-72 records are seen under every name they belong to")
    final void names() {
        RecordId plain = entail.create(Contacts.CUSTOMER, Draft.of("name", "d"));
        RecordId partner = entail.create(Contacts.PARTNER, Draft.of("name", "p"));
        assertThat(names(Contacts.CUSTOMER)).containsExactly("c", "d");
        assertThat(names(Contacts.VIP)).containsExactly("c");
        assertThat(names(Contacts.VENDOR)).containsExactly("v");
        assertThat(names(Contacts.CONTACT)).containsExactly("c", "v");
        assertThat(names(Contacts.EVERYBODY)).containsExactly("c", "v", "p");
        assertThat(entail
                        .query(Contacts.CONTACT)
                        .select("__type", "level", "trade")
                        .orderBy(Order.ascending("id"))
                        .list()
                        .stream()
                        .map(row -> row.text("__type") + " " + row.get("level") + " " + row.get("trade")))
                .containsExactly("Customer basic null", "Vendor null wood");
        assertThat(List.of(vip, vendor, plain, partner)).doesNotHaveDuplicates();
        assertThat(entail.query(Contacts.EVERYBODY)
                        .where(Match.eq("__type", "Partner"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-194 T-081 STO-436 STO-437 MOD-71 records change and go under the name of a union, events name what they"
                    + " are")
    final void throughUnion() {
        assertThat(Events.of(entail.effects(writes ->
                        writes.create(Contacts.CUSTOMER, Draft.of("name", "e").set("vip", true)))))
                .startsWith("create Customer", "create VipCustomer", "create Contact", "create Everybody");
        assertThat(Events.of(entail.effects(writes -> writes.update(Contacts.CONTACT, vip, Draft.of("vip", false)))))
                .startsWith("update Customer [vip]", "delete VipCustomer", "delete Contact", "delete Everybody");
        assertThat(names(Contacts.CUSTOMER)).containsExactly("c", "e");
        assertThat(entail.update(Contacts.CONTACT, vip, Draft.of("name", "x"))).isFalse();
        assertThat(entail.update(Contacts.VENDOR, vip, Draft.of("name", "x"))).isFalse();
        assertThat(Events.of(entail.effects(writes -> writes.deleteAll(Contacts.EVERYBODY, Match.all()))))
                .contains("delete Vendor", "delete Customer", "delete VipCustomer", "delete Contact");
        assertThat(names(Contacts.CUSTOMER)).containsExactly("c");
        assertThat(names(Contacts.VENDOR)).isEmpty();
    }

    @Test
    @DisplayName(
            "T-195 T-200 STO-311 STO-435 MOD-71 MOD-72 unions create nothing, and each record has its own attributes"
                    + " only")
    final void refusals() {
        for (RecordDefinition union : List.of(Contacts.CONTACT, Contacts.EVERYBODY)) {
            assertThat(failureOf(() -> entail.create(union, Draft.of("name", "x"))))
                    .hasMessageContaining("Customer")
                    .extracting("code")
                    .isEqualTo("WRITE_INVALID");
        }
        assertThat(failureOf(() -> entail.create(Contacts.VENDOR, Draft.of("vip", true)))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.update(Contacts.CONTACT, vendor, Draft.of("vip", true)))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.create(Contacts.VENDOR, Draft.of("__type", "Customer")))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.update(Contacts.CONTACT, vip, Draft.of("__type", "Vendor")))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.create(Contacts.VENDOR, Draft.empty()))
                        .code())
                .isEqualTo("NON_NULL_CONSTRAINT_VIOLATION");
        assertThat(names(Contacts.EVERYBODY)).containsExactly("c", "v");
    }

    @Test
    @DisplayName("STO-006 STO-432 a union and its members are ends of relations; a link leads to nothing else")
    final void ends() {
        RecordId note = entail.create(
                Contacts.NOTE, Draft.of("text", "n").set("about", vip).set("vendor", vendor));
        assertThat(entail.query(Contacts.NOTE)
                        .select("about.name", "about.__type", "vendor.trade")
                        .byId(note)
                        .orElseThrow()
                        .row("about")
                        .text("__type"))
                .isEqualTo("Customer");
        assertThat(entail.query(Contacts.CUSTOMER)
                        .where(Match.eq("notes.text", "n"))
                        .count())
                .isEqualTo(1);
        assertThat(failureOf(() -> entail.update(Contacts.NOTE, note, Draft.of("vendor", vip)))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
        entail.delete(Contacts.VENDOR, vendor);
        assertThat(entail.query(Contacts.NOTE)
                        .select("vendor")
                        .byId(note)
                        .orElseThrow()
                        .get("vendor"))
                .isNull();
    }

    /** The links to what {@code a} is tied to, read one by one. */
    private Set<RecordId> linksOnPages(RecordId a) {
        Selection.Related page = Selection.related("ties", "&.id").page(1);
        Set<RecordId> links = new HashSet<>();
        Optional<Cursor> next = Optional.empty();
        do {
            Row row = entail.query(Contacts.A)
                    .select(next.isEmpty() ? page : page.after(next.get()))
                    .byId(a)
                    .orElseThrow();
            row.rows("ties").forEach(tied -> links.add(tied.row("&").id()));
            next = row.next("ties");
        } while (next.isPresent());
        return links;
    }

    @Test
    @DisplayName("T-199 STO-158 STO-440 STO-441 links of several relations under one name, seen from both ends")
    final void relations() {
        RecordId a = entail.create(Contacts.A, Draft.of("name", "a"));
        RecordId b = entail.create(Contacts.B, Draft.of("name", "b"));
        assertThat(Events.of(entail.effects(
                        writes -> writes.link(Contacts.LIKES, Link.between(a, b).with("n", 3)))))
                .startsWith("create Likes", "create Ties");
        entail.link(Contacts.OWNS, Link.between(a, b));
        assertThat(failureOf(() -> entail.link(Contacts.TIES, Link.between(a, b)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(entail.query(Contacts.A)
                        .select("ties.name", "liked.name", "owned.name")
                        .byId(a)
                        .orElseThrow())
                .satisfies(row -> {
                    assertThat(row.rows("ties")).hasSize(2);
                    assertThat(row.rows("liked")).hasSize(1);
                    assertThat(row.rows("owned")).hasSize(1);
                });
        assertThat(entail.query(Contacts.TIES).select("__type", "n").list().stream()
                        .map(row -> row.text("__type") + row.get("n")))
                .containsExactlyInAnyOrder("Likes3", "Ownsnull");
        assertThat(linksOnPages(a)).as("one record twice, by two links").hasSize(2);
        assertThat(entail.unlink(Contacts.LIKES, a, b)).isTrue();
        assertThat(entail.query(Contacts.B)
                        .select("tiedBy")
                        .byId(b)
                        .orElseThrow()
                        .rows("tiedBy"))
                .hasSize(1);
        entail.delete(Contacts.B, b);
        assertThat(entail.query(Contacts.OWNS).count()).isZero();
    }

    @Test
    @DisplayName("STO-433 MOD-71 functions of triggers see under the name of a union whatever a query reads there")
    final void seenByTriggers() {
        List<String> seen = new ArrayList<>();
        BiFunction<@Nullable Object, Mutation, Object> see = (before, mutation) -> {
            Row row = mutation.row();
            seen.add(row.text("name") + " " + row.get("vip") + " " + row.get("mentionCount"));
            return seen.size();
        };
        StateMachine watch = StateMachine.of("on")
                .starting(row -> 0L)
                .with(
                        Transfer.from("on")
                                .to("on")
                                .on(Trigger.created(Contacts.CONTACT))
                                .setting(see),
                        Transfer.from("on")
                                .to("on")
                                .on(Trigger.updated(Contacts.CONTACT, "name"))
                                .setting(see),
                        Transfer.from("on")
                                .to("on")
                                .on(Trigger.deleted(Contacts.CONTACT))
                                .setting(see));
        Entail watched =
                open(Contacts.declarations().derive(integer("seen"), watch).build());
        RecordId customer =
                watched.create(Contacts.CUSTOMER, Draft.of("name", "c").set("vip", true));
        RecordId wood = watched.create(Contacts.VENDOR, Draft.of("name", "v"));
        watched.create(Contacts.NOTE, Draft.of("vendor", wood));
        for (RecordId each : List.of(customer, wood)) {
            watched.update(Contacts.CONTACT, each, Draft.of("name", "x"));
            watched.delete(Contacts.CONTACT, each);
        }
        assertThat(seen).containsExactly("c true 0", "v null 0", "x true 0", "x true 0", "x null 1", "x null 1");
    }
}
