package dev.entail.examples.docs;

import static dev.entail.builtins.guard.Attributive.attributive;
import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.integer;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.text;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Attributive;
import dev.entail.builtins.guard.Condition;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.Lock;
import dev.entail.builtins.guard.Roles;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("permissions.md")
class PermissionsTest {
    static final Entity USER = entity("User", Property.text("name"), list(Property.text("roles")));
    static final Entity ACCOUNT = entity("Account", Property.text("label"), Property.bool("frozen"));
    static final Entity MOVEMENT = entity("Movement", Property.integer("amount"), Property.text("by"));
    static final Relation OWNER = Relation.manyToOne(ACCOUNT, "owner", USER, "accounts");
    static final Relation MOVED = Relation.manyToOne(MOVEMENT, "account", ACCOUNT, "movements");

    // snippet: guard-locking
    private static Condition enoughMoney() {
        return condition("enough money", call -> {
                    RecordId account = call.payload().reference("account");
                    long balance = call.locked()
                            .get(ACCOUNT, account)
                            .map(row -> row.integer("balance"))
                            .orElse(0L);
                    return Decision.allowIf(balance >= call.payload().integer("amount"), "TOO_POOR", "There is less");
                })
                .locking(Lock.record(ACCOUNT, call -> call.payload().reference("account"))
                        .select("balance"));
    }
    // end

    // snippet: guard-roles
    static final Roles ROLES = Roles.in(USER, "roles");
    static final Attributive ADMIN = ROLES.role("admin");
    static final Attributive CLERK = ROLES.role("clerk");
    static final Attributive FROZEN = attributive(
            "frozen",
            target -> Decision.allowIf(target.record(ACCOUNT, "frozen")
                    .map(row -> Boolean.TRUE.equals(row.get("frozen")))
                    .orElse(true)));
    // end

    // snippet: guard-combined
    private static Condition owner() {
        return condition("owner", call -> {
            Query own = Query.of("Account")
                    .where(Match.and(
                            Match.eq("id", call.payload().reference("account")), Match.eq("owner", call.actor())));
            return call.records().exists(own) ? Decision.allow(Map.of("as", "owner")) : Decision.deny();
        });
    }

    private static Condition small() {
        return condition("small", call -> Decision.allowIf(call.payload().integer("amount") <= 100));
    }

    static final Interaction WITHDRAW = interaction("Withdraw")
            .payload(reference("account", ACCOUNT).required(), integer("amount").required())
            .require(owner().or(CLERK.ofUser().and(small())))
            .require(enoughMoney())
            .payloadAttributive("account", FROZEN.not());
    // end

    // snippet: guard-user
    static final Interaction FREEZE = interaction("Freeze")
            .payload(reference("accounts", ACCOUNT).asList(), text("why"))
            .userAttributive(ADMIN.or(CLERK));
    // end

    static final Model BANK = model("Bank")
            .facts(USER, ACCOUNT, MOVEMENT, OWNER, MOVED)
            .events(WITHDRAW, FREEZE)
            .derive(ACCOUNT, Property.integer("balance"), Summation.of("movements", "amount"))
            // snippet: guard-admission
            .derive(
                    MOVEMENT,
                    Transform.toRecord(
                            WITHDRAW,
                            event -> Draft.of("amount", -event.integer("amount"))
                                    .set("account", event.reference("account"))
                                    .set("by", event.admission().getOrDefault("as", "clerk"))))
            // end
            .build();

    @Test
    @DisplayName("owners and clerks withdraw what is there; refusals say which condition and why")
    void withdraw() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            RecordId bob = entail.create(USER, Draft.of("name", "Bob").set("roles", List.of("clerk")));
            RecordId account = entail.create(ACCOUNT, Draft.of("label", "A").set("owner", ann));
            entail.create(MOVEMENT, Draft.of("amount", 500).set("account", account));
            RecordId frozen = entail.create(ACCOUNT, Draft.of("owner", ann).set("frozen", true));

            // snippet: guard-refusal
            EntailException refusal = entail.dispatch(
                            WITHDRAW,
                            call -> call.by(bob).payload("account", account).payload("amount", 200))
                    .refusal();
            assertThat(refusal.code()).isEqualTo("CONDITION_REJECTED");
            assertThat(refusal.details())
                    .containsEntry("condition", "small")
                    .containsEntry("checkType", "condition")
                    .containsEntry("type", "condition check failed");
            // end
            entail.dispatch(
                            WITHDRAW,
                            call -> call.by(ann).payload("account", account).payload("amount", 200))
                    .orThrow();
            entail.dispatch(
                            WITHDRAW,
                            call -> call.by(bob).payload("account", account).payload("amount", 100))
                    .orThrow();
            assertThat(entail.query(MOVEMENT).where(Match.lt("amount", 0)).select("by").list().stream()
                            .map(row -> row.text("by")))
                    .containsExactly("owner", "clerk");
            assertThat(refusal(entail, ann, account, 201)).isEqualTo("TOO_POOR");
            assertThat(refusal(entail, ann, frozen, 0)).isEqualTo("CONDITION_REJECTED");
            Row left = entail.query(ACCOUNT).select("balance").byId(account).orElseThrow();
            assertThat(left.integer("balance")).isEqualTo(200);
        }
    }

    private static String refusal(Entail entail, RecordId actor, RecordId account, long amount) {
        return entail.dispatch(
                        WITHDRAW,
                        call -> call.by(actor).payload("account", account).payload("amount", amount))
                .refusal()
                .code();
    }

    @Test
    @DisplayName("a user without roles is refused")
    void roles() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", BANK)) {
            RecordId ann = entail.create(USER, Draft.of("name", "Ann"));
            RecordId bob = entail.create(USER, Draft.of("name", "Bob").set("roles", List.of("clerk")));
            EntailException refusal =
                    entail.dispatch(FREEZE, call -> call.by(ann)).refusal();
            assertThat(refusal.details()).containsEntry("checkType", "user").containsEntry("condition", "clerk");
            assertThat(entail.dispatch(FREEZE, call -> call.by(bob)).isAccepted())
                    .isTrue();
        }
    }
}
