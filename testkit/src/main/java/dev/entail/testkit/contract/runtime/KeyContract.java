package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.TestDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys of some records only, keys of links and of members of a union, and which key a violation names. */
abstract class KeyContract extends RuntimeGroup {
    private static final Entity PAYMENT =
            entity("Payment", text("ref"), bool("open"), integer("kind"), decimal("rate"), number("share"));

    private static ConstraintViolation violation(@Nullable Throwable failure) {
        return ConstraintViolation.in(failure).orElseThrow();
    }

    @Test
    @DisplayName("T-255 T-260 STO-702 T-087 two live accounts conflict under code, name and attributes of the key")
    final void conditional() {
        Entail entail = open(Accounts.model());
        entail.create(Accounts.ACCT, Accounts.acct("t", "a@b", "live"));
        EntailException failure = failureOf(() -> entail.create(Accounts.ACCT, Accounts.acct("t", "a@b", "live")));
        assertThat(violation(failure))
                .isEqualTo(new ConstraintViolation(
                        ConstraintViolation.Kind.UNIQUE,
                        "DUP_EMAIL",
                        "Acct_email",
                        "Acct",
                        List.of("tenant", "email")));
        assertThat(failure.getMessage()).doesNotContain("a@b");
        assertThat(entail.query(Accounts.ACCT).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("T-256 T-260 T-088 a dead duplicate is accepted, and refused when it is to live")
    final void entersTheKey() {
        Entail entail = open(Accounts.model());
        RecordId first = entail.create(Accounts.ACCT, Accounts.acct("t", "a@b", "live"));
        RecordId second = entail.create(Accounts.ACCT, Accounts.acct("t", "a@b", "dead"));
        entail.create(Accounts.ACCT, Accounts.acct("t", "a@b", "dead"));
        Draft live = Draft.of("st", "live");
        assertThat(violation(failureOf(() -> entail.update(Accounts.ACCT, second, live)))
                        .code())
                .isEqualTo("DUP_EMAIL");
        entail.update(Accounts.ACCT, first, Draft.of("st", "dead"));
        assertThat(entail.update(Accounts.ACCT, second, live)).isTrue();
    }

    @Test
    @DisplayName("T-CON-08 T-258 T-259 STO-708 MOD-93 a value that is missing is a violation with the name of the"
            + " constraint")
    final void missing() {
        Entail entail = open(Accounts.model());
        assertThat(violation(failureOf(() -> entail.create(
                        Accounts.ACCT, Accounts.acct("t", "e", "x").set("req", null)))))
                .isEqualTo(new ConstraintViolation(
                        ConstraintViolation.Kind.NON_NULL,
                        "NON_NULL_CONSTRAINT_VIOLATION",
                        "Acct_req",
                        "Acct",
                        List.of("req")));
    }

    @Test
    @DisplayName("T-CON-02 T-257 STO-702 MOD-81 every operator, with nulls as they are written down")
    final void operators() {
        List<@Nullable Object> nothing = Arrays.asList(null, "");
        assertRefused(Match.notIn("ref", nothing), true, Draft.of("ref", "cs_1"));
        assertRefused(Match.notIn("ref", nothing), false, Draft.of("ref", ""), Draft.empty());
        Draft open = Draft.of("ref", "r").set("open", true);
        assertRefused(Match.eq("open", true), true, open);
        assertRefused(Match.eq("open", true), false, open.set("open", false), open.set("open", null));
        assertRefused(Match.ne("open", true), true, open.set("open", false));
        assertRefused(Match.ne("open", true), false, open, open.set("open", null));
        assertRefused(Match.isNull("open"), true, open.set("open", null));
        assertRefused(Match.isNotNull("open"), false, open.set("open", null));
        Match some = Match.in("kind", Arrays.asList(1, null));
        assertRefused(some, true, open.set("kind", 1));
        assertRefused(some, true, open.set("kind", null));
        assertRefused(some, false, open.set("kind", 2));
        Match numbers = Match.and(
                Match.eq("rate", new BigDecimal("1.50")), Match.ne("share", 0.1), Match.notIn("ref", List.of("it's")));
        assertRefused(numbers, true, open.set("rate", new BigDecimal("1.5")).set("share", 0.2));
        assertRefused(numbers, false, open.set("rate", new BigDecimal("1.5")).set("share", 0.1));
        assertRefused(numbers, false, open.set("rate", new BigDecimal("1.6")).set("share", 0.2));
        assertRefused(
                numbers,
                false,
                Draft.of("ref", "it's").set("rate", BigDecimal.valueOf(1.5)).set("share", 0.2));
    }

    /** Each draft is created twice. */
    private void assertRefused(Match where, boolean refused, Draft... drafts) {
        Entail entail = open(Model.model("Payments")
                .facts(PAYMENT)
                .constrain(PAYMENT, unique("ref", "ref").where(where))
                .build());
        for (Draft draft : drafts) {
            entail.create(PAYMENT, draft);
            if (refused) {
                assertThat(violation(failureOf(() -> entail.create(PAYMENT, draft)))
                                .constraint())
                        .isEqualTo("ref");
            } else {
                entail.create(PAYMENT, draft);
            }
        }
        close(entail);
    }

    @Test
    @DisplayName("T-265 STO-642 the key that was violated is named, whatever its name and columns have in common")
    final void exactName() {
        Entail entail = open(Model.model("Payments")
                .facts(PAYMENT)
                .constrain(
                        PAYMENT,
                        unique("E", "ref"),
                        unique("E_2", "kind"),
                        unique("E_3", "kind", "open").where(Match.eq("open", true)),
                        unique("E_4", "share").where(Match.eq("open", true)),
                        unique("E_5", "share").where(Match.eq("open", false)))
                .build());
        entail.create(PAYMENT, Draft.of("ref", "a").set("kind", 1));
        entail.create(PAYMENT, Draft.of("share", 1.0).set("open", true));
        entail.create(PAYMENT, Draft.of("share", 1.0).set("open", false));
        assertThat(named(entail, Draft.of("ref", "a").set("kind", 2))).isEqualTo("E");
        assertThat(named(entail, Draft.of("ref", "b").set("kind", 1))).isEqualTo("E_2");
        assertThat(named(entail, Draft.of("share", 1.0).set("open", true))).isEqualTo("E_4");
        assertThat(named(entail, Draft.of("share", 1.0).set("open", false))).isEqualTo("E_5");
    }

    private static String named(Entail entail, Draft draft) {
        return violation(failureOf(() -> entail.create(PAYMENT, draft))).constraint();
    }

    @Test
    @DisplayName("T-CON-03 T-261 T-262 STO-703 a key may be both ends of a link, wherever the links are stored")
    final void ends() {
        Entity house = entity("House", text("street"));
        Relation seen = manyToMany(house, "seen", house, "seenBy").named("Seen");
        Relation part = manyToOne(house, "whole", house, "parts").named("Part").with(text("role"));
        Entail entail = open(Model.model("Houses")
                .facts(house, seen, part)
                .constrain(seen, unique("pair", "source", "target"))
                .constrain(part, unique("part", "source", "target"))
                .constrain(part, unique("head", "target", "role").where(Match.eq("role", "head")))
                .build());
        RecordId first = entail.create(house, Draft.of("street", "Elm"));
        RecordId second = entail.create(house, Draft.of("street", "Oak"));
        RecordId third = entail.create(house, Draft.of("street", "Ash"));
        entail.link(seen, Link.between(first, second));
        entail.link(seen, Link.between(second, first));
        assertThat(violation(failureOf(() -> entail.link(seen, Link.between(first, second))))
                        .attributes())
                .containsExactly("source", "target");
        entail.link(part, Link.between(second, first).with("role", "head"));
        assertThat(violation(failureOf(() ->
                                entail.link(part, Link.between(third, first).with("role", "head"))))
                        .constraint())
                .isEqualTo("head");
        entail.link(part, Link.between(third, first).with("role", "tail"));
    }

    @Test
    @DisplayName("MOD-84 STO-703 members of a union share a table, and each key counts for its own member")
    final void unions() {
        Entity cat = entity("Cat", text("name"), integer("lives"));
        Entity dog = entity("Dog", text("name"), integer("lives"));
        Entail entail = open(Model.model("Pets")
                .facts(cat, dog, Union.of("Pet", cat, dog))
                .constrain(cat, unique("catName", "name").withCode("CAT"), required("catLives", "lives"))
                .constrain(dog, unique("dogName", "name").where(Match.isNotNull("lives")))
                .build());
        Draft tom = Draft.of("name", "Tom").set("lives", 9);
        entail.create(cat, tom);
        entail.create(dog, tom);
        entail.create(dog, Draft.of("name", "Tom"));
        ConstraintViolation taken = violation(failureOf(() -> entail.create(cat, tom.set("lives", 1))));
        assertThat(taken.code()).isEqualTo("CAT");
        assertThat(taken.record()).isEqualTo("Cat");
        assertThat(violation(failureOf(() -> entail.create(dog, tom))).constraint())
                .isEqualTo("dogName");
        assertThat(violation(failureOf(() -> entail.create(cat, Draft.of("name", "x"))))
                        .constraint())
                .isEqualTo("catLives");
    }

    @Test
    @DisplayName(
            "T-CON-06 T-264 STO-707 MOD-86 a key that stored records break is refused with everything that helps to"
                    + " find them")
    final void dirty() {
        TestDatabase database = test().fresh();
        Entail loose = open(Model.model("Payments").facts(PAYMENT).build(), database);
        for (int i = 0; i < 2; i++) {
            loose.create(PAYMENT, Draft.of("kind", 1).set("open", true));
        }
        loose.create(PAYMENT, Draft.of("kind", 2).set("open", false));
        loose.create(PAYMENT, Draft.of("kind", 2).set("open", false));
        close(loose);
        EntailException whole = refused(database, unique("kind", "kind"));
        assertThat(whole.code()).isEqualTo("CONSTRAINT_SETUP_FAILED");
        assertThat(whole.details())
                .containsEntry("constraint", "kind")
                .containsEntry("physicalName", "Payment$constraint$kind")
                .containsEntry("record", "Payment")
                .containsEntry("table", "Payment")
                .containsEntry("attributes", List.of("kind"))
                .containsKeys("driver", "vendorCode");
        assertThat(whole.getCause()).isInstanceOf(java.sql.SQLException.class);
        Constraint open = unique("kind", "kind").where(Match.eq("open", true));
        assertThat(refused(database, open).code()).isEqualTo("CONSTRAINT_SETUP_FAILED");
        Constraint neither = unique("kind", "kind").where(Match.isNull("open"));
        Model fits = Model.model("Payments")
                .facts(PAYMENT)
                .constrain(PAYMENT, neither)
                .build();
        Entail entail = open(fits, database);
        entail.create(PAYMENT, Draft.of("kind", 1));
        assertThat(named(entail, Draft.of("kind", 1))).isEqualTo("kind");
        close(entail);
        assertThat(open(fits, database).query(PAYMENT).count()).isEqualTo(5);
        EntailException changed = refused(database, open);
        assertThat(changed.code()).isEqualTo("SCHEMA_MISMATCH");
        assertThat(changed.getMessage()).contains("constraint:kind");
    }

    private EntailException refused(TestDatabase database, Constraint constraint) {
        return failureOf(() -> open(
                Model.model("Payments")
                        .facts(PAYMENT)
                        .constrain(PAYMENT, constraint)
                        .build(),
                database));
    }

    @Test
    @DisplayName("STO-705 a partial index where the database has one, else columns that it computes")
    final void physicalForm() {
        Entail entail = open(Accounts.model());
        boolean partial = test().is(DatabaseProduct.POSTGRES) || test().is(DatabaseProduct.SQLITE);
        List<String> created = new ArrayList<>(log(entail).statements());
        created.removeIf(sql -> !sql.contains("Acct$constraint$Acct_email"));
        assertThat(String.join("\n", created)).contains(partial ? " WHERE " : " GENERATED ALWAYS AS (CASE WHEN ");
    }
}
