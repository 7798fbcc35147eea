package dev.entail.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Summation;
import dev.entail.core.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("random models")
class ModelGeneratorTest {
    @Test
    @DisplayName("STO-956 those of a build have all kinds of derived values, and chains of three of them")
    void kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        Choices choices = new Choices(1);
        ModelGenerator generator = new ModelGenerator(FuzzOptions.standard().features());
        for (int i = 0; i < EntailFuzz.MODELS; i++) {
            long seed = choices.seed();
            choices.seed();
            count(generator.model(seed), kinds);
        }
        assertThat(kinds)
                .containsKeys(
                        "count",
                        "conditional count",
                        "sum",
                        "weighted sum",
                        "average",
                        "every",
                        "any",
                        "lookup",
                        "computed",
                        "custom",
                        "custom of all",
                        "real time",
                        "copy of a global value",
                        "of the whole model",
                        "of a link",
                        "path as input",
                        "value of a link as input",
                        "chain of 2",
                        "chain of 3");
    }

    private static void count(Model model, Map<String, Integer> kinds) {
        Map<String, Integer> depths = new HashMap<>();
        for (Model.DerivedValue derived : model.evaluationOrder()) {
            List<String> inputs = inputs(derived, kinds);
            int depth = 1;
            for (String input : inputs) {
                kinds.merge(input.startsWith("&.") ? "value of a link as input" : "value as input", 1, Integer::sum);
                // Derived values of random models have names that are unique in their model.
                String name = input.substring(Math.max(input.lastIndexOf('.'), input.lastIndexOf('@')) + 1);
                depth = Math.max(depth, 1 + depths.getOrDefault(name, 0));
                if (derived.value().isHidden() && depths.containsKey(name)) {
                    depth--;
                }
            }
            depths.merge(derived.value().name(), depth, Math::max);
            kinds.merge("chain of " + depth, 1, Integer::sum);
            if (derived.record().equals(Model.GLOBALS)) {
                kinds.merge("of the whole model", 1, Integer::sum);
            } else if (model.record(derived.record()).relation().isPresent()) {
                kinds.merge("of a link", 1, Integer::sum);
            }
            composite(derived, kinds);
        }
    }

    /** What is made of several values shows in the name that the generator gives it. */
    private static void composite(Model.DerivedValue derived, Map<String, Integer> kinds) {
        boolean whole = derived.record().equals(Model.GLOBALS);
        Map<String, String> names = Map.of("w", "weighted sum", "m", "average", "e", "every", "y", "any");
        String kind = names.get(derived.value().name().replaceAll("[0-9]+$", ""));
        if (kind != null && !(whole && kind.equals("any"))) {
            kinds.merge(kind, 1, Integer::sum);
        }
    }

    private static List<String> inputs(Model.DerivedValue derived, Map<String, Integer> kinds) {
        List<String> inputs = new ArrayList<>();
        String kind = switch (derived.value().computation()) {
            case Count count -> {
                if (count.condition() != null) {
                    inputs.addAll(count.condition().inputs());
                }
                yield count.condition() == null ? "count" : "conditional count";
            }
            case Summation sum -> {
                inputs.addAll(sum.summand().inputs());
                yield "sum";
            }
            case Computed computed -> {
                inputs.addAll(computed.inputs());
                yield "computed";
            }
            case Lookup lookup -> {
                inputs.add(lookup.value());
                if (derived.value().isHidden()) {
                    kinds.merge("path as input", 1, Integer::sum);
                }
                yield "lookup";
            }
            case Custom custom -> custom.sets().isEmpty() ? "custom" : "custom of all";
            case RealTime time -> "real time";
            case GlobalValue copy -> {
                inputs.add(copy.global());
                yield "copy of a global value";
            }
            case null, default -> "other";
        };
        kinds.merge(kind, 1, Integer::sum);
        return inputs;
    }
}
