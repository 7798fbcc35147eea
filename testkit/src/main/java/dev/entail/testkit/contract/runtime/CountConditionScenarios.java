package dev.entail.testkit.contract.runtime;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Transfer;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scenarios of counts of what follows from something else (section 11.4 of the runtime specification). */
abstract class CountConditionScenarios extends ScenarioGroup {
    private static final Entity PARENT = entity("Parent", text("name"));
    private static final Entity CHILD = entity("Child", text("name"), text("kind"));
    private static final Relation CHILDREN = manyToOne(CHILD, "parent", PARENT, "children");
    private static final Interaction DEACTIVATE = interaction("Deactivate")
            .anonymous()
            .payload(reference("child", CHILD).required());

    private static StateMachine activity() {
        return StateMachine.of("active", "idle")
                .with(Transfer.from("active").to("idle").on(DEACTIVATE, event -> event.reference("child")));
    }

    private void deactivate(RecordId child) {
        entail().dispatch(DEACTIVATE, call -> call.payload("child", child)).orThrow();
    }

    @Test
    @DisplayName("T-CNT-13 T-CNT-14 what counts is a state, or computed from one: new items count once")
    final void states() {
        play(facts(PARENT, CHILD, CHILDREN)
                .events(DEACTIVATE)
                .derive(CHILD, text("status"), activity())
                .derive(CHILD, bool("live"), Computed.from("status", child -> "active".equals(child.get("status"))))
                .derive(PARENT, integer("live"), Count.of("children").where("live"))
                .derive(
                        PARENT,
                        integer("active"),
                        Count.of("children").where(List.of("status"), child -> "active".equals(child.get("status"))))
                .derive(integer("allLive"), Count.of(CHILD).where("live")));
        RecordId parent = add(PARENT);
        RecordId first = add(CHILD, "parent", parent);
        expect(PARENT, parent, "live active", "1 1");
        deactivate(first);
        expect(PARENT, parent, "live active", "0 0");
        add(CHILD, "parent", parent);
        RecordId third = add(CHILD, "parent", parent);
        add(CHILD, "parent", parent);
        expect(PARENT, parent, "live active", "3 3");
        expect("allLive", "3");
        deactivate(third);
        deactivate(third);
        expect(PARENT, parent, "live active", "2 2");
        RecordId other = add(PARENT, "children", List.of(draft("name", "a"), third));
        expect(PARENT, other, "live active", "1 1");
        expect(PARENT, parent, "live active", "2 2");
        expect("allLive", "3");
    }

    @Test
    @DisplayName("T-CNT-15 a link that a state machine deletes counts no more, and is gone")
    final void deletedByMachine() {
        Relation likes = manyToMany(PARENT, "liked", CHILD, "likedBy").named("Like");
        Interaction unlike = interaction("Unlike")
                .anonymous()
                .payload(
                        reference("parent", PARENT).required(),
                        reference("child", CHILD).required());
        play(facts(PARENT, CHILD, likes)
                .events(unlike)
                .derive(
                        likes,
                        text("state"),
                        StateMachine.of("there", "gone")
                                .with(Transfer.from("there")
                                        .to("gone")
                                        .on(
                                                unlike,
                                                event -> Link.between(
                                                        event.reference("parent"), event.reference("child"))))
                                .deletingIn("gone"))
                .derive(CHILD, integer("likes"), Count.of("likedBy")));
        RecordId child = add(CHILD);
        RecordId parent = add(PARENT);
        link(likes, parent, child);
        expect(CHILD, child, "likes", "1");
        entail().dispatch(unlike, call -> call.payload("parent", parent).payload("child", child))
                .orThrow();
        expect(CHILD, child, "likes", "0");
        assertThat(entail().query(likes).count()).isZero();
    }

    @Test
    @DisplayName("T-CNT-20 a view over what its records belong to, when that changes and when it is deleted")
    final void viewAcross() {
        View tech = View.of("Tech", CHILD, Match.eq("parent.name", "tech"));
        play(facts(PARENT, CHILD, CHILDREN, tech).derive(integer("techies"), Count.of(tech)));
        RecordId team = add(PARENT, "name", "tech");
        add(CHILD, "parent", team);
        add(CHILD, "parent", team);
        add(CHILD, "parent", add(PARENT, "name", "sales"));
        expect("techies", "2");
        set(PARENT, team, "name", "sales");
        expect("techies", "0");
        set(PARENT, team, "name", "tech");
        expect("techies", "2");
        delete(PARENT, team);
        expect("techies", "0");
    }

    @Test
    @DisplayName("T-CNT-21 a condition sees its inputs alone: to look at more refuses the write, to name none is legal")
    final void inputs() {
        play(facts(PARENT, CHILD, CHILDREN)
                .derive(integer("all"), Count.of(CHILD).where(List.of(), child -> true))
                .derive(integer("peeking"), Count.of(PARENT).where(List.of(), parent -> parent.get("name") != null)));
        add(CHILD, "kind", "a");
        add(CHILD);
        expect("all", "2");
        assertThat(failureOf(() -> add(PARENT, "name", "p")).code()).isEqualTo("CALLBACK_FAILED");
        assertThat(entail().query(PARENT).count()).isZero();
        expect("all peeking", "2 0");
    }

    @Test
    @DisplayName(
            "T-CNT-22 conditions give a truth value by their type; a future where a value must be refuses the write")
    final void futures() {
        play(facts(PARENT, CHILD, CHILDREN)
                .derive(CHILD, bool("live"), Computed.from("kind", CountConditionScenarios::later))
                .derive(PARENT, integer("live"), Count.of("children").where("live")));
        RecordId parent = add(PARENT);
        add(CHILD, "parent", parent);
        assertThat(failureOf(() -> add(CHILD, "parent", parent, "kind", "late")).code())
                .isEqualTo("VALUE_MISMATCH");
        expect(PARENT, parent, "live", "1");
        assertThat(entail().query(CHILD).count()).isEqualTo(1);
    }

    private static Object later(Row child) {
        return child.get("kind") == null ? Boolean.TRUE : CompletableFuture.completedFuture(true);
    }

    @Test
    @DisplayName(
            "T-CNT-23 20 links to one record, made at the same time, are 20, with a condition or without, in tables"
                    + " and in rows")
    final void parallel() throws Exception {
        Relation likes = manyToMany(CHILD, "liked", PARENT, "likedBy").named("Like");
        play(facts(PARENT, CHILD, CHILDREN, likes)
                .derive(PARENT, integer("childCount"), Count.of("children"))
                .derive(PARENT, integer("likes"), Count.of("likedBy"))
                .derive(
                        PARENT,
                        integer("friendly"),
                        Count.of("likedBy").where(List.of("kind"), child -> child.get("kind") != null))
                .derive(integer("all"), Count.of(likes)));
        RecordId post = add(PARENT);
        List<Callable<RecordId>> work = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RecordId child = add(CHILD, "kind", i % 2 == 0 ? "friend" : null);
            work.add(() -> entail().link(likes, Link.between(child, post)));
            work.add(() -> entail().link(CHILDREN, Link.between(child, post)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(40)) {
            for (Future<RecordId> link : threads.invokeAll(work)) {
                assertThat(link.get()).isNotNull();
            }
        }
        expect(PARENT, post, "likes friendly childCount", "20 10 20");
        expect("all", "20");
    }
}
