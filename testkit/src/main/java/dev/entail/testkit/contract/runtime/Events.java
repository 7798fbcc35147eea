package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.model.Model;
import dev.entail.core.value.RecordId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Effects in few words. */
final class Events {
    private Events() {}

    /** {@code create Post}, {@code update Post [title]}, {@code delete Post}. */
    static List<String> of(List<Effect> effects) {
        return effects.stream().map(Effect::mutation).map(Events::text).toList();
    }

    private static String text(MutationEvent event) {
        return switch (event) {
            case MutationEvent.Created created -> "create " + created.record();
            case MutationEvent.Updated updated ->
                "update " + updated.record() + " "
                        + updated.changes().keySet().stream().sorted().toList();
            case MutationEvent.Deleted deleted -> "delete " + deleted.record();
        };
    }

    /** A link comes after both its ends and goes before them, and always says what they are (STO-321, STO-347, STO-373). */
    static void assertEndsKnown(Model model, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect.mutation()) {
                case MutationEvent.Created link ->
                    assertThat(ends(model, link, link.values()))
                            .noneMatch(end -> effects.stream()
                                    .skip(effect.index())
                                    .anyMatch(other -> other.mutation() instanceof MutationEvent.Created created
                                            && end.equals(new End(created.record(), created.id()))));
                case MutationEvent.Deleted link ->
                    assertThat(ends(model, link, link.values()))
                            .noneMatch(end -> effects.stream()
                                    .limit(effect.index())
                                    .anyMatch(other -> other.mutation() instanceof MutationEvent.Deleted deleted
                                            && end.equals(new End(deleted.record(), deleted.id()))));
                case MutationEvent.Updated updated -> {}
            }
        }
    }

    private static List<End> ends(Model model, MutationEvent event, Map<String, Object> values) {
        return model.record(event.record())
                .relation()
                .map(relation -> List.of(
                        new End(relation.source().name(), (RecordId) Objects.requireNonNull(values.get("source"))),
                        new End(relation.target().name(), (RecordId) Objects.requireNonNull(values.get("target")))))
                .orElse(List.of());
    }

    private record End(String record, RecordId id) {}
}
