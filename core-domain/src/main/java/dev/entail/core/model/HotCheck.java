package dev.entail.core.model;

import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Property;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks which values may be {@linkplain Property#hot() hot}: counts and sums of records that are added to blindly. Nobody
 * knows what such a value is after a change without adding it up, so nothing may follow from it, and no index can hold it.
 */
final class HotCheck {
    private final Model model;
    private final Problems problems;

    HotCheck(Model model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    void check() {
        Map<String, String> watchers = Watchers.of(model);
        for (RecordModel record : model.records().values()) {
            record.values().values().stream()
                    .filter(value -> record.isConcrete() && value.property().isHot())
                    .forEach(value -> check(record, value, watchers.get(record.name() + "." + value.name())));
        }
        model.globals().values().stream()
                .filter(global -> global.property().isHot())
                .forEach(global -> problems.add(
                        "DECL_HOT_VALUE",
                        Model.GLOBALS + "." + global.name(),
                        "A global value cannot be hot, only counts and sums of records can",
                        "Count or sum per record, for example per day or per shop, or leave hot() out"));
    }

    private void check(RecordModel record, ValueModel value, @Nullable String watcher) {
        String path = record.name() + "." + value.name();
        if (!value.isCounter()) {
            problems.add(
                    "DECL_HOT_VALUE",
                    path,
                    "It is hot, but it is not changed by what is added to it",
                    "Use hot() on a property that is derived by Count or Summation and nothing else");
            return;
        }
        if (watcher != null) {
            observed(path, watcher);
        }
        for (Trigger<?> trigger : model.triggers()) {
            if (trigger instanceof Trigger.Mutated mutated && isPattern(mutated, record, value)) {
                observed(path, "the pattern of a trigger looks at it");
            }
        }
        for (Constraint constraint : record.constraints()) {
            if (constraint.attributes().contains(value.name()) || looksAt(constraint, value)) {
                problems.add(
                        "DECL_HOT_KEY",
                        path,
                        "It is hot, and constraint " + constraint.name() + " looks at it, which no index can",
                        "Leave it out of the constraint, or leave hot() out");
            }
        }
        checkFamily(record, value, path);
    }

    private void observed(String path, String watcher) {
        problems.add(
                "DECL_HOT_OBSERVED",
                path,
                "It is hot, so nobody is told what it becomes, but " + watcher,
                "Derive what needs it from another value that is not hot, or leave hot() out");
    }

    private boolean isPattern(Trigger.Mutated trigger, RecordModel record, ValueModel value) {
        return trigger.record() != null
                && trigger.names().contains(value.name())
                && model.record(trigger.record()).concrete().contains(record.name());
    }

    private static boolean looksAt(Constraint constraint, ValueModel value) {
        return constraint instanceof Constraint.Unique unique
                && paths(unique.where()).contains(value.name());
    }

    private static List<String> paths(Match match) {
        List<String> paths = new ArrayList<>();
        switch (match) {
            case Match.And and -> and.parts().forEach(part -> paths.addAll(paths(part)));
            case Match.Or or -> or.parts().forEach(part -> paths.addAll(paths(part)));
            case Match.Not not -> paths.addAll(paths(not.part()));
            case Match.Comparison comparison -> paths.add(comparison.path());
            case Match.Exists exists -> paths.add(exists.path());
            case Match.All all -> {}
        }
        return paths;
    }

    /** Members of a union share a column. */
    private void checkFamily(RecordModel record, ValueModel value, String path) {
        for (RecordModel other : model.records().values()) {
            ValueModel same = other.values().get(value.name());
            if (other.isConcrete()
                    && other.root().equals(record.root())
                    && same != null
                    && !same.property().isHot()) {
                problems.add(
                        "DECL_HOT_VALUE",
                        path,
                        "It is hot, but " + other.name() + "." + value.name() + ", which is stored with it, is not",
                        "Use hot() on both or on none");
            }
        }
    }
}
