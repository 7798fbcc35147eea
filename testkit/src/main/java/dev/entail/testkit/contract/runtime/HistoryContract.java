package dev.entail.testkit.contract.runtime;

import dev.entail.Entail;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
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
    private static final int STEPS = 120;
    private static final int STEPS_BETWEEN_CHECKS = 4;

    /** What random input may rightly be refused for. */
    private static final Set<String> REFUSALS = Set.of("UNIQUE_CONSTRAINT_VIOLATION", "REFERENCE_NOT_FOUND");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
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
    }

    private static final class History {
        private final Entail entail;
        private final Random random;
        private final List<String> steps = new ArrayList<>();

        History(Entail entail, Random random) {
            this.entail = entail;
            this.random = random;
        }

        void step() {
            try {
                switch (random.nextInt(10)) {
                    case 0, 1 -> create();
                    case 2, 3, 4 -> link();
                    case 5 -> unlink();
                    case 6, 7 -> update();
                    case 8 -> relink();
                    default -> delete();
                }
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
            steps.add("create " + draft);
            entail.create(Club.PERSON, draft);
        }

        private void link() {
            Relation relation = Club.RELATIONS.get(random.nextInt(Club.RELATIONS.size()));
            Link link = Link.between(any(relation.source()), any(relation.target()));
            Link valued = relation == Club.FANS ? link.with("since", random.nextInt(5)) : link;
            steps.add("link " + relation.name() + " " + valued);
            entail.link(relation, valued);
        }

        private void unlink() {
            Relation relation = Club.RELATIONS.get(random.nextInt(Club.RELATIONS.size()));
            List<Row> links =
                    entail.query(relation).select("source.id", "target.id").list();
            if (!links.isEmpty()) {
                Row link = links.get(random.nextInt(links.size()));
                steps.add("unlink " + relation.name() + " " + link);
                entail.unlink(
                        relation, link.row("source").id(), link.row("target").id());
            }
        }

        private void update() {
            RecordId person = any(Club.PERSON);
            Draft changes = values();
            steps.add("update " + person + " " + changes);
            entail.update(Club.PERSON, person, changes);
        }

        private void relink() {
            RecordId person = any(Club.PERSON);
            Draft changes = random.nextBoolean()
                    ? Draft.of("friends", List.of(any(Club.PERSON), any(Club.PERSON)))
                    : Draft.of("team", random.nextBoolean() ? any(Club.TEAM) : null)
                            .set("mentor", any(Club.PERSON));
            steps.add("relink " + person + " " + changes);
            entail.update(Club.PERSON, person, changes);
        }

        private void delete() {
            Entity entity = random.nextInt(4) == 0 ? Club.TEAM : Club.PERSON;
            RecordId id = any(entity);
            steps.add("delete " + entity.name() + " " + id);
            entail.delete(entity, id);
        }

        private Draft values() {
            return Draft.of("name", "p" + random.nextInt(100))
                    .set("age", random.nextInt(4) == 0 ? null : random.nextInt(90))
                    .set("money", random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000), 2));
        }

        /** A record that exists; created if there is none. */
        private RecordId any(Entity entity) {
            List<Row> all = entail.query(entity).list();
            if (all.isEmpty() || all.size() < 4 && random.nextBoolean()) {
                return entail.create(entity, entity == Club.LOCKER ? Draft.of("size", 1) : Draft.of("name", "n"));
            }
            return all.get(random.nextInt(all.size())).id();
        }

        @Override
        public String toString() {
            return String.join("\n", steps);
        }
    }
}
