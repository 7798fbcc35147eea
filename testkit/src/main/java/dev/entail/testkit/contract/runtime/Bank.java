package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;

/** A bank: what an account holds is the sum of what was moved. */
final class Bank {
    static final Entity USER = entity("User", text("name"), list(text("roles")), text("rank"));
    static final Entity TEAM = entity("Team", text("title"));
    static final Entity ACC = entity("Acc", text("label"));
    static final Entity MOVE = entity("Move", Property.integer("amount"));
    static final Relation IN_TEAM = manyToMany(USER, "teams", TEAM, "members");
    static final Relation OF_ACC = manyToOne(MOVE, "acc", ACC, "moves");
    static final Relation OWNER = manyToOne(ACC, "owner", USER, "accounts");

    private Bank() {}

    /** An interaction that takes some of what an account holds. */
    static Interaction debit(String name, Condition condition) {
        return Interaction.interaction(name)
                .payload(
                        reference("acc", ACC),
                        integer("amount"),
                        reference("accs", ACC).asList())
                .require(condition)
                .anonymous();
    }

    static ModelBuilder builder(Interaction... interactions) {
        ModelBuilder model = Model.model("Bank")
                .facts(USER, TEAM, ACC, MOVE, IN_TEAM, OF_ACC, OWNER)
                .events(interactions)
                .derive(ACC, Property.integer("balance"), Summation.of("moves", "amount"));
        for (Interaction interaction : interactions) {
            if (interaction.schema().fields().stream()
                    .anyMatch(field -> field.name().equals("amount"))) {
                model = model.derive(
                        MOVE,
                        Transform.toRecord(
                                interaction,
                                event -> event.payload().has("amount")
                                        ? Draft.of("amount", -event.integer("amount"))
                                                .set("acc", event.reference("acc"))
                                        : null));
            }
        }
        return model;
    }

    static RecordId acc(Entail entail, String label, long balance) {
        RecordId acc = entail.create(ACC, Draft.of("label", label));
        entail.create(MOVE, Draft.of("amount", balance).set("acc", acc));
        return acc;
    }

    static long balance(Entail entail, RecordId acc) {
        return entail.query(ACC).select("balance").byId(acc).orElseThrow().integer("balance");
    }

    static RecordId user(Entail entail, String name, String... roles) {
        return entail.create(USER, Draft.of("name", name).set("roles", List.of(roles)));
    }

    static long events(Entail entail) {
        return entail.query(InteractionRecord.ENTITY).count();
    }
}
