package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.activity.Activity;
import dev.entail.builtins.activity.ActivityRecord;
import dev.entail.builtins.activity.Group;
import dev.entail.builtins.activity.Sequence;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.testkit.contract.runtime.ActivityModel.Fork;
import dev.entail.testkit.contract.runtime.ActivityModel.Leaf;
import dev.entail.testkit.contract.runtime.ActivityModel.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random activities, walked at random, against a model of the specification. */
abstract class ActivityFuzzContract extends RuntimeGroup {
    private static final int ACTIVITIES = 25;
    private static final int DISPATCHES = 60;

    @Test
    @DisplayName(
            "PBT-01 random graphs, random steps in two instances: what is available, state and version are those of"
                    + " 5.3")
    final void randomWalks() {
        Random random = new Random(20261);
        List<Subject> subjects = new ArrayList<>();
        ModelBuilder builder = Model.model("Random");
        for (int i = 0; i < ACTIVITIES; i++) {
            Subject subject = new Subject("n" + i, random);
            subjects.add(subject);
            builder.include(subject.activity);
        }
        Entail entail = open(builder.build());
        int events = 0;
        int finished = 0;
        for (Subject subject : subjects) {
            subject.walk(new Walk(entail, subject.activity), random);
            events += subject.accepted;
            finished += subject.finished;
        }
        assertThat(entail.query("_Interaction_").count()).isEqualTo(events);
        // Otherwise the walks would show little.
        assertThat(finished).isGreaterThan(ACTIVITIES);
    }

    /** A random activity with its model. */
    private static final class Subject {
        private final String prefix;
        private final List<Part> parts;
        private final Map<String, Interaction> interactions = new HashMap<>();
        private final Activity activity;
        private int accepted;
        private int finished;

        Subject(String prefix, Random random) {
            this.prefix = prefix;
            this.parts = line(random, 2);
            Activity built = Activity.activity(prefix);
            for (Part part : parts) {
                built = part instanceof Fork fork ? built.then(group(fork)) : built.then(interaction(part));
            }
            this.activity = built;
        }

        private List<Part> line(Random random, int levels) {
            List<Part> all = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                if (levels > 0 && random.nextInt(5) < 2) {
                    List<List<Part>> branches = new ArrayList<>();
                    for (int j = 2 + random.nextInt(2); j > 0; j--) {
                        branches.add(line(random, levels - 1));
                    }
                    all.add(new Fork(List.of("any", "every", "race").get(random.nextInt(3)), branches));
                } else {
                    String name = prefix + "s" + interactions.size();
                    interactions.put(name, Interaction.interaction(name).anonymous());
                    all.add(new Leaf(name));
                }
            }
            return all;
        }

        private Interaction interaction(Part part) {
            return Objects.requireNonNull(interactions.get(part.name()));
        }

        private Group group(Fork fork) {
            Sequence[] branches = fork.branches().stream()
                    .map(branch -> {
                        Sequence sequence = Activity.sequence();
                        for (Part part : branch) {
                            sequence = part instanceof Fork inner
                                    ? sequence.then(group(inner))
                                    : sequence.then(interaction(part));
                        }
                        return sequence;
                    })
                    .toArray(Sequence[]::new);
            return switch (fork.kind()) {
                case "any" -> Activity.any(branches);
                case "every" -> Activity.every(branches);
                default -> Activity.race(branches);
            };
        }

        void walk(Walk walk, Random random) {
            Map<RecordId, ActivityModel> running = new HashMap<>();
            List<RecordId> ids = new ArrayList<>();
            List<String> names = interactions.keySet().stream().sorted().toList();
            for (int i = 0; i < DISPATCHES; i++) {
                @Nullable
                RecordId id =
                        ids.size() < 2 || random.nextInt(20) == 0 ? null : ids.get(ids.size() - 1 - random.nextInt(2));
                ActivityModel model = id == null ? new ActivityModel(parts) : running.get(id);
                List<String> legal = Objects.requireNonNull(model).available();
                String name = legal.isEmpty() || random.nextInt(3) == 0
                        ? names.get(random.nextInt(names.size()))
                        : legal.get(random.nextInt(legal.size()));
                DispatchResult result = walk.step(Objects.requireNonNull(interactions.get(name)), id);
                String told = activity + ": " + name + " in " + id;
                if (!model.complete(name)) {
                    assertThat(result.isAccepted()).as(told).isFalse();
                    assertThat(result.refusal().code())
                            .as(told)
                            .isEqualTo(id == null ? "ACTIVITY_ID_MISSING" : "ACTIVITY_STEP_UNAVAILABLE");
                } else {
                    accepted++;
                    RecordId in = Walk.id(result);
                    if (id == null) {
                        ids.add(in);
                        running.put(in, model);
                    }
                    assertThat(running).as(told).containsKey(in);
                    assertThat(result.context().get("nextState")).as(told).isEqualTo(model.state());
                    finished += model.isOver() ? 1 : 0;
                }
            }
            running.forEach((id, model) -> {
                Row row = walk.row(id);
                assertThat(row.get(ActivityRecord.STATE)).isEqualTo(model.state());
                assertThat(walk.entail().activities().inspect(id).available())
                        .extracting(step -> step.interaction().name())
                        .isEqualTo(model.available());
                assertThat(row.get(ActivityRecord.STATE_VERSION)).isEqualTo(model.version());
                assertThat(row.get(ActivityRecord.STATUS)).isEqualTo(model.isOver() ? "finished" : "open");
            });
        }
    }
}
