package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.guard.Attributive.attributive;
import static dev.entail.builtins.guard.Condition.condition;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.builtins.payload.PayloadField.structure;
import static dev.entail.builtins.payload.PayloadField.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.guard.Attributive;
import dev.entail.builtins.guard.Decision;
import dev.entail.builtins.guard.Lock;
import dev.entail.builtins.guard.Roles;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.builtins.interaction.InteractionCall;
import dev.entail.builtins.payload.Payload;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.InvalidModelException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who and what may be like what: attributives of users and payload fields, roles, and mistakes in declarations. */
abstract class AttributiveContract extends RuntimeGroup {
    private static final Roles ROLES = Roles.in(Bank.USER, "roles");
    private static final Attributive ADMIN = ROLES.role("admin");
    private static final Attributive EDITOR = ROLES.role("editor");

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static String told(Entail entail, Interaction interaction, UnaryOperator<InteractionCall> call) {
        EntailException error = entail.dispatch(interaction, call).error();
        return error == null ? "pass" : error.code() + " " + error.details().get("condition");
    }

    @Test
    @DisplayName("ATR-01 ATR-02 ATR-04 ATR-06 roles stand in a list, a text or with related records; who has none is"
            + " refused")
    final void roles() throws Exception {
        Interaction admins = interaction("Admins").userAttributive(ADMIN);
        Interaction ranked = interaction("Ranked")
                .userAttributive(Roles.in(Bank.USER, "rank").role("admin"));
        Interaction teams = interaction("Teams")
                .userAttributive(Roles.in(Bank.USER, "teams.title").role("admin"));
        Interaction everyone = interaction("Everyone").userAttributive(ROLES.anyone());
        Interaction free = interaction("Free");
        Entail entail = open(Bank.builder(admins, ranked, teams, everyone, free).build());
        RecordId ann = Bank.user(entail, "Ann", "editor", "admin");
        RecordId bob = Bank.user(entail, "Bob", "admins");
        RecordId cid = entail.create(Bank.USER, Draft.of("rank", "admin"));
        RecordId team = entail.create(Bank.TEAM, Draft.of("title", "admin"));
        entail.link(Bank.IN_TEAM, Link.between(bob, team));
        RecordId nobody = RecordId.of(987_654);

        for (Interaction each : List.of(admins, ranked, teams)) {
            assertThat(told(entail, each, call -> call.by(nobody))).isEqualTo("CONDITION_REJECTED admin");
        }
        assertThat(told(entail, admins, call -> call.by(ann))).isEqualTo("pass");
        assertThat(told(entail, admins, call -> call.by(bob))).isEqualTo("CONDITION_REJECTED admin");
        assertThat(told(entail, admins, call -> call.by(cid))).isEqualTo("CONDITION_REJECTED admin");
        assertThat(told(entail, ranked, call -> call.by(cid))).isEqualTo("pass");
        assertThat(told(entail, ranked, call -> call.by(ann))).isEqualTo("CONDITION_REJECTED admin");
        assertThat(told(entail, teams, call -> call.by(bob))).isEqualTo("pass");
        assertThat(told(entail, teams, call -> call.by(ann))).isEqualTo("CONDITION_REJECTED admin");
        assertThat(told(entail, everyone, call -> call.by(cid))).isEqualTo("pass");

        EntailException refusal = entail.dispatch(admins, call -> call.by(cid)).refusal();
        assertThat(refusal).hasMessage("Condition 'admin' does not hold for who acts");
        assertThat(refusal.details()).containsEntry("type", "check user failed").containsEntry("checkType", "user");
        int without = log(entail)
                .record(() -> entail.dispatch(free, call -> call.by(ann)))
                .statements()
                .size();
        assertThat(log(entail)
                        .record(() -> entail.dispatch(admins, call -> call.by(ann)))
                        .statements())
                .as("a role costs a read")
                .hasSize(without + 1);
    }

    @Test
    @DisplayName(
            "ATR-02 ATR-03 attributives combine with and, or, not, and with conditions; null and exceptions refuse")
    final void combined() {
        Attributive silent = attributive("silent", target -> nothing());
        Attributive broken = attributive("broken", target -> {
            throw new IllegalStateException("boom");
        });
        Interaction either = interaction("Either").userAttributive(ADMIN.or(EDITOR.and(silent)));
        Interaction not = interaction("Not").userAttributive(ADMIN.not()).anonymous();
        Interaction both = interaction("Both").userAttributive(ADMIN).userAttributive(EDITOR);
        Interaction failing = interaction("Failing").userAttributive(broken.not());
        Interaction mixed = interaction("Mixed")
                .require(ADMIN.ofUser()
                        .or(condition(
                                "even", call -> Decision.allowIf(call.actor().value() % 2 < 2))));
        Entail entail = open(Bank.builder(either, not, both, failing, mixed).build());
        RecordId ann = Bank.user(entail, "Ann", "admin");
        RecordId bob = Bank.user(entail, "Bob", "editor");

        assertThat(told(entail, either, call -> call.by(ann))).isEqualTo("pass");
        assertThat(told(entail, either, call -> call.by(bob))).isEqualTo("CONDITION_INVALID_RESULT silent");
        assertThat(told(entail, not, call -> call.by(bob))).isEqualTo("pass");
        assertThat(told(entail, not, call -> call.by(ann))).isEqualTo("CONDITION_REJECTED admin");
        assertThat(told(entail, not, call -> call)).as("nobody").isEqualTo("ACTOR_MISSING admin");
        assertThat(told(entail, both, call -> call.by(ann))).isEqualTo("CONDITION_REJECTED editor");
        assertThat(told(entail, failing, call -> call.by(ann))).isEqualTo("CONDITION_THROWN broken");
        assertThat(told(entail, mixed, call -> call.by(bob))).isEqualTo("pass");
    }

    @Test
    @DisplayName(
            "ATR-06 attributives of payload fields: values, records, objects; each item of a list, none of an absent"
                    + " one")
    final void payload() {
        Attributive shouted = attributive(
                "shouted", target -> Decision.allowIf(target.as(String.class).endsWith("!")));
        Attributive own = attributive(
                "own",
                target -> Decision.allowIf(target.record(Bank.ACC, "owner")
                        .map(acc -> acc.rowOrNull("owner"))
                        .filter(owner -> owner.id().equals(target.call().actor()))
                        .isPresent()));
        Attributive shared = attributive(
                "shared",
                target -> Decision.allowIf(target.record(Bank.ACC, "label")
                        .filter(acc -> acc.text("label").equals("shared"))
                        .isPresent()));
        Attributive full = attributive(
                "full", target -> Decision.allowIf(target.as(Payload.class).has("x"), "EMPTY", "It is empty"));
        Interaction pay = interaction("Pay")
                .payload(
                        text("note"),
                        text("tags").asList(),
                        reference("accs", Bank.ACC).asList(),
                        structure("part", text("x")))
                .payloadAttributive("note", shouted)
                .payloadAttributive("tags", shouted.not())
                .payloadAttributive("accs", own.or(shared))
                .payloadAttributive("part", full);
        Entail entail = open(Bank.builder(pay).build());
        RecordId ann = Bank.user(entail, "Ann");
        RecordId mine = entail.create(Bank.ACC, Draft.of("label", "a").set("owner", ann));
        RecordId ours = entail.create(Bank.ACC, Draft.of("label", "shared"));
        RecordId theirs = entail.create(Bank.ACC, Draft.of("label", "b"));

        assertThat(told(entail, pay, call -> call.by(ann))).isEqualTo("pass");
        assertThat(told(
                        entail,
                        pay,
                        call -> call.by(ann)
                                .payload("note", "hey!")
                                .payload("tags", List.of("a", "b"))
                                .payload("accs", List.of(mine, ours))
                                .payload("part", Map.of("x", "y"))))
                .isEqualTo("pass");
        assertThat(told(entail, pay, call -> call.by(ann).payload("note", "hey")))
                .isEqualTo("CONDITION_REJECTED shouted");
        assertThat(told(entail, pay, call -> call.by(ann).payload("tags", List.of("a", "b!"))))
                .isEqualTo("CONDITION_REJECTED not shouted");
        assertThat(told(entail, pay, call -> call.by(ann).payload("accs", List.of(mine, theirs, ours))))
                .isEqualTo("CONDITION_REJECTED own or shared");
        assertThat(told(entail, pay, call -> call.by(ann).payload("part", Map.of())))
                .isEqualTo("EMPTY full");
        EntailException refusal = entail.dispatch(
                        pay, call -> call.by(ann).payload("accs", List.of(RecordId.of(987_654))))
                .refusal();
        assertThat(refusal).hasMessageContaining("'own or shared' does not hold for the payload field 'accs'");
        assertThat(refusal.details())
                .containsEntry("type", "accs check failed")
                .containsEntry("checkType", "payload")
                .containsEntry("field", "accs");
        assertThat(Bank.events(entail)).isEqualTo(2);
    }

    @Test
    @DisplayName("T-052 CND-01 CND-10 mistakes in conditions, locks and attributives are told when the model is built")
    final void declarations() {
        assertThat(problems(interaction("I").require(condition("none", nothing()))))
                .containsExactly("DECL_CONDITION");
        assertThat(problems(interaction("I").require(condition(" ", call -> Decision.allow()))))
                .containsExactly("DECL_CONDITION");
        assertThat(problems(interaction("I").require(condition(nothing(), call -> Decision.allow()))))
                .containsExactly("DECL_CONDITION");
        assertThat(problems(locking(Lock.record(Bank.ACC, nothing())))).containsExactly("DECL_CONDITION");
        assertThat(problems(locking(Lock.records(Bank.ACC, nothing())))).containsExactly("DECL_CONDITION");
        assertThat(problems(locking(Lock.match(Bank.ACC, nothing())))).containsExactly("DECL_CONDITION");
        assertThat(problems(locking(Lock.record(nothing(), call -> call.actor()))))
                .containsExactly("DECL_CONDITION");
        Entity stranger = Entity.entity("Stranger", Property.text("name"));
        assertThat(problems(locking(Lock.record(stranger, call -> call.actor()))))
                .containsExactly("DECL_UNKNOWN_RECORD");
        assertThat(problems(
                        locking(Lock.record(Bank.ACC, call -> call.actor()).select("balance", "label", "nonsense"))))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(interaction("I").userAttributive(attributive("a", nothing()))))
                .containsExactly("DECL_CONDITION");
        assertThat(problems(interaction("I")
                        .userAttributive(
                                Roles.in(Bank.USER, "role").role("admin").not())))
                .containsExactly("DECL_UNKNOWN_ATTRIBUTE");
        assertThat(problems(interaction("I").payload(text("a")).payloadAttributive("b", ADMIN)))
                .containsExactly("DECL_CONDITION");
        assertThat(problems(interaction("I").payload(text("a")).payloadAttributive("a", attributive("x", nothing()))))
                .containsExactly("DECL_CONDITION");
    }

    private static Interaction locking(Lock lock) {
        return interaction("I").require(condition("c", call -> Decision.allow()).locking(lock));
    }

    private static List<String> problems(Interaction interaction) {
        return Assertions.catchThrowableOfType(
                        InvalidModelException.class,
                        () -> Bank.builder(interaction).build())
                .problems()
                .stream()
                .map(problem -> problem.code())
                .toList();
    }
}
