package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.required;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.text;

import dev.entail.core.definition.Entity;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;

/** The fixture F-CONS: accounts with a key among the live ones, and keys with an identity. */
final class Accounts {
    static final Entity ACCT = entity(
            "Acct", text("email"), text("tenant"), text("st"), integer("number"), list(text("tags")), text("req"));
    static final Entity KEY =
            entity("Key", text("ns"), text("k"), text("val"), text("d").defaultTo("dd"));

    private Accounts() {}

    static ModelBuilder builder() {
        return Model.model("Accounts")
                .facts(ACCT, KEY)
                .constrain(
                        ACCT,
                        unique("Acct_email", "tenant", "email")
                                .where(Match.eq("st", "live"))
                                .withCode("DUP_EMAIL"),
                        required("Acct_req", "req"))
                .constrain(KEY, identity("Key_id", "ns", "k"));
    }

    static Model model() {
        return builder().build();
    }

    static Draft acct(String tenant, String email, String state) {
        return Draft.of("tenant", tenant).set("email", email).set("st", state).set("req", "r");
    }

    static Draft key(String k, String value) {
        return Draft.of("ns", "a").set("k", k).set("val", value);
    }
}
