package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.EntailException;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.testkit.invariant.DerivedValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The oracle: after each step of a random history every derived value equals its recomputation. The seed is the parameter
 * of the test; a failing step is named with all steps before it.
 */
abstract class HistoryContract extends RuntimeGroup {
    private static final int STEPS = 100;
    private static final int STEPS_BETWEEN_CHECKS = 4;

    /** What random input may rightly be refused for. */
    private static final Set<String> REFUSALS = Set.of("UNIQUE_CONSTRAINT_VIOLATION", "REFERENCE_NOT_FOUND");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("AGG-11 derived values equal their recomputation after random histories")
    final void history(long seed) {
        Entail entail = open(Club.model());
        History history = new History(entail, new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            history.step();
            if (step % STEPS_BETWEEN_CHECKS == 0) {
                history.check();
            }
        }
        assertThat(history.accepted).as("transactions that were not refused").isGreaterThan(STEPS / 2);
    }

    private static final class History {
        private final Entail entail;
        private final Random random;
        private final List<String> steps = new ArrayList<>();
        private int accepted;

        History(Entail entail, Random random) {
            this.entail = entail;
            this.random = random;
        }

        /** One transaction with one or several operations. */
        void step() {
            int operations = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
            steps.add("transaction");
            try {
                entail.inTransaction(writes -> {
                    for (int i = 0; i < operations; i++) {
                        new Operation(writes, random, steps).run();
                    }
                    return operations;
                });
                accepted++;
            } catch (EntailException e) {
                steps.add("  refused: " + e.code());
                if (!REFUSALS.contains(e.code())) {
                    throw new AssertionError("unexpected refusal after\n" + this, e);
                }
            }
        }

        void check() {
            List<String> drift = DerivedValues.drift(entail);
            if (!drift.isEmpty()) {
                throw new AssertionError(String.join("\n", drift) + "\nafter\n" + this);
            }
        }

        @Override
        public String toString() {
            return String.join("\n", steps);
        }
    }

    /** One random change. */
    private static final class Operation {
        private final Writes writes;
        private final Random random;
        private final List<String> steps;

        Operation(Writes writes, Random random, List<String> steps) {
            this.writes = writes;
            this.random = random;
            this.steps = steps;
        }

        void run() {
            switch (random.nextInt(10)) {
                case 0, 1 -> create();
                case 2, 3, 4 -> link();
                case 5 -> unlink();
                case 6, 7 -> update();
                case 8 -> relink();
                default -> delete();
            }
        }

        private void create() {
            Draft draft = values();
            if (random.nextBoolean()) {
                draft = draft.set("team", any(Club.TEAM));
            }
            if (random.nextBoolean()) {
                draft = draft.set("friends", List.of(any(Club.PERSON), values()));
            }
            if (random.nextBoolean()) {
                draft = draft.set("locker", Draft.of("size", random.nextInt(5)));
            }
            steps.add("  create " + draft);
            writes.create(Club.PERSON, draft);
        }

        private void link() {
            Relation relation = Club.RELATIONS.get(random.nextInt(Club.RELATIONS.size()));
            Link link = Link.between(any(relation.source()), any(relation.target()));
            Link valued = relation == Club.FANS ? link.with("since", random.nextInt(5)) : link;
            steps.add("  link " + relation.name() + " " + valued);
            writes.link(relation, valued);
        }

        private void unlink() {
            Relation relation = Club.RELATIONS.get(random.nextInt(Club.RELATIONS.size()));
            List<Row> links =
                    writes.query(relation).select("source.id", "target.id").list();
            if (!links.isEmpty()) {
                Row link = links.get(random.nextInt(links.size()));
                steps.add("  unlink " + relation.name() + " " + link);
                writes.unlink(
                        relation, link.row("source").id(), link.row("target").id());
            }
        }

        private void update() {
            RecordId person = any(Club.PERSON);
            Draft changes = values();
            steps.add("  update " + person + " " + changes);
            writes.update(Club.PERSON, person, changes);
        }

        private void relink() {
            RecordId person = any(Club.PERSON);
            Draft changes = random.nextBoolean()
                    ? Draft.of("friends", List.of(any(Club.PERSON), any(Club.PERSON)))
                    : Draft.of("team", random.nextBoolean() ? any(Club.TEAM) : null)
                            .set("mentor", any(Club.PERSON));
            steps.add("  relink " + person + " " + changes);
            writes.update(Club.PERSON, person, changes);
        }

        private void delete() {
            Entity entity = random.nextInt(4) == 0 ? Club.TEAM : Club.PERSON;
            RecordId id = any(entity);
            steps.add("  delete " + entity.name() + " " + id);
            writes.delete(entity, id);
        }

        private Draft values() {
            return Draft.of("name", "p" + random.nextInt(100))
                    .set("age", random.nextInt(4) == 0 ? null : random.nextInt(90))
                    .set("money", random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000), 2));
        }

        /**
         * A record that exists; created if there is none. Some come from what this transaction has not sent yet: asking
         * for them would send it.
         */
        private RecordId any(RecordDefinition entity) {
            if (random.nextInt(4) == 0) {
                return writes.create(
                        (Entity) entity, entity == Club.LOCKER ? Draft.of("size", 1) : Draft.of("name", "n"));
            }
            List<Row> all = writes.query(entity).list();
            if (all.isEmpty()) {
                return writes.create(
                        (Entity) entity, entity == Club.LOCKER ? Draft.of("size", 1) : Draft.of("name", "n"));
            }
            return all.get(random.nextInt(all.size())).id();
        }
    }
}
