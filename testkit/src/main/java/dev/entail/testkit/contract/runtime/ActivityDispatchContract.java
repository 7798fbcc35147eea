package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.activity.Activity.activity;
import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.BusinessOptions;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Steps of activities as dispatches: conflicts, costs, transactions, and what is derived from them. */
abstract class ActivityDispatchContract extends RuntimeGroup {
    private static final Interaction A = interaction("a").anonymous();
    private static final Interaction B = interaction("b").anonymous();
    private static final Interaction C = interaction("c").anonymous();
    private static final Activity LINE = activity("Line").then(A).then(B).then(C);

    private Walk walk() {
        return new Walk(open(model("Line").include(LINE).build()), LINE);
    }

    private static Map<String, Object> at(String node) {
        return Map.of("current", Map.of("uuid", node));
    }

    @Test
    @DisplayName("T-193 ACT-36 who has read a state that somebody changes meanwhile loses, with all that he did")
    final void conflict() {
        AtomicBoolean meanwhile = new AtomicBoolean();
        Entity done = Entity.entity("Done", Property.text("name"));
        Model model = model("Conflict")
                .facts(done)
                .include(LINE)
                .derive(done, Transform.toRecord(B, event -> Draft.of("name", "b")))
                .build();
        try (Entail entail = Entail.with(model)
                .open(new InterceptedDatabase(test().fresh().open(), (call, action) -> {
                    String sql = call.sql().isEmpty() ? "" : call.sql().get(0);
                    if (sql.startsWith("UPDATE") && sql.contains("_Activity_") && meanwhile.getAndSet(false)) {
                        bump(sql, Objects.requireNonNull(call.connection()));
                    }
                    return action.proceed();
                }))) {
            Walk walk = new Walk(entail, LINE);
            RecordId id = walk.begin(A);
            meanwhile.set(true);
            EntailException refusal = walk.refusal(B, id);
            assertThat(refusal.code()).isEqualTo("ACTIVITY_CONFLICT");
            assertThat(refusal.details()).containsEntry("activityId", id);
            assertThat(entail.query(done).count()).isZero();
            assertThat(walk.events()).hasSize(1);
            assertThat(walk.state(id)).isEqualTo(at("b"));
            walk.take(B, id);
            assertThat(entail.query(done).count()).isEqualTo(1);
        }
    }

    /** Does what a rival would have done between the read and this update. */
    private static void bump(String update, Connection connection) throws SQLException {
        String table = update.split(" ")[1];
        String version = table.replace("_Activity_", "stateVersion");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE " + table + " SET " + version + " = " + version + " + 1");
        }
    }

    @Test
    @DisplayName(
            "ACT-36 a step costs two statements more than its interaction, a first step one, a refused one sends one")
    final void statements() {
        Walk walk = walk();
        walk.begin(A);
        AtomicReference<RecordId> id = new AtomicReference<>();
        assertThat(kinds(walk, () -> id.set(walk.begin(A))))
                .containsExactly("INSERT _Activity_", "INSERT _Interaction_");
        assertThat(kinds(walk, () -> walk.take(B, id.get())))
                .containsExactly("SELECT _Activity_", "UPDATE _Activity_", "INSERT _Interaction_");
        assertThat(kinds(walk, () -> walk.refusal(B, id.get()))).containsExactly("SELECT _Activity_");
        assertThat(kinds(walk, () -> walk.refusal(B, null))).isEmpty();
    }

    @Test
    @DisplayName("ACT-43 the activity is among the effects of each step, before the event and its link")
    final void effects() {
        Walk walk = walk();
        DispatchResult begun = walk.step(A, null);
        assertThat(Events.of(begun.orThrow().effects()))
                .containsExactly("create _Activity_", "create _Interaction_", "create activityInteraction");
        assertThat(Events.of(walk.step(B, Walk.id(begun)).orThrow().effects()))
                .containsExactly(
                        "update _Activity_ [state, stateVersion]",
                        "create _Interaction_",
                        "create activityInteraction");
    }

    private List<String> kinds(Walk walk, Runnable work) {
        return log(walk.entail()).record(work::run).statements().stream()
                .map(sql -> sql.split(" ")[0]
                        + (sql.contains("_Activity_") && !sql.startsWith("INSERT INTO")
                                ? " _Activity_"
                                : sql.contains("_Interaction_") ? " _Interaction_" : " _Activity_"))
                .toList();
    }

    @Test
    @DisplayName("a model that had interactions can gain activities; what is stored stays")
    final void gained() {
        TestDatabase database = test().fresh();
        Entail before = open(model("M").events(A).build(), database);
        before.dispatch(A, call -> call).orThrow();
        close(before);
        Walk walk = new Walk(open(model("M").events(A).include(LINE).build(), database), LINE);
        RecordId id = walk.begin(A);
        walk.take(B, id);
        assertThat(walk.events()).containsExactly("a", "a" + id, "b" + id);
    }

    @Test
    @DisplayName("BTX-01 IDM-02 steps share a commit, and are answered again under their key, in their activity alone")
    final void inOneTransaction() {
        Walk walk = walk();
        RecordId id = walk.entail()
                .inBusinessTransaction(BusinessOptions.DEFAULT.continuing(), tx -> {
                    RecordId begun = Walk.id(tx.dispatch(LINE.step(A), call -> call));
                    assertThat(tx.dispatch(LINE.step(C), call -> call.in(begun))
                                    .refusal()
                                    .code())
                            .isEqualTo("ACTIVITY_STEP_UNAVAILABLE");
                    tx.dispatch(LINE.step(B), call -> call.in(begun)).orThrow();
                    return begun;
                })
                .value();
        assertThat(walk.version(id)).isEqualTo(2);
        assertThat(walk.entail().simulate(LINE.step(C), call -> call.in(id)).context())
                .containsEntry("nextState", Map.of());
        assertThat(walk.state(id)).isEqualTo(at("c"));

        for (boolean replayed : new boolean[] {false, true}) {
            DispatchResult last = walk.entail()
                    .dispatch(LINE.step(C), call -> call.in(id).idempotencyKey("k"))
                    .orThrow();
            assertThat(last.isReplayed()).isEqualTo(replayed);
            assertThat(last.context()).containsEntry("activityId", id);
        }
        RecordId other = walk.begin(A);
        assertThat(walk.entail()
                        .dispatch(LINE.step(C), call -> call.in(other).idempotencyKey("k"))
                        .refusal()
                        .code())
                .isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    @DisplayName(
            "ACT-11 what is derived from an interaction follows from its steps as well, once, and can tell them apart")
    final void derived() {
        Entity seen = Entity.entity("Seen", Property.text("by"), Property.integer("activity"));
        Activity other = activity("Other").then(B).then(A);
        Entail entail = open(model("Derived")
                .facts(seen)
                .events(B)
                .include(LINE, other)
                .derive(
                        seen,
                        Transform.toRecord(B, event -> seen("interaction", event.activity())),
                        Transform.toRecord(LINE.step(B), event -> seen("step", event.activity())))
                .build());
        entail.dispatch(B, call -> call).orThrow();
        Walk line = new Walk(entail, LINE);
        RecordId id = line.begin(A);
        line.take(B, id);
        RecordId second = new Walk(entail, other).begin(B);
        List<String> rows = new ArrayList<>();
        entail.query(seen).select("*").list().forEach(row -> rows.add(row.text("by") + " " + row.get("activity")));
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "interaction null", "step " + id, "interaction " + id, "interaction " + second);
    }

    private static Draft seen(String by, @Nullable RecordId activity) {
        return Draft.of("by", by).set("activity", activity == null ? null : activity.value());
    }
}
