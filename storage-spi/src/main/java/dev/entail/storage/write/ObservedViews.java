package dev.entail.storage.write;

import dev.entail.core.match.Match;
import dev.entail.core.model.Dependency;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.RecordModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which views and unions somebody wants to hear of, and what decides who belongs to them. Immutable. */
final class ObservedViews {
    private final Map<String, List<View>> byRoot = new HashMap<>();
    private final Map<ValueKey, List<Trigger>> byValue = new HashMap<>();
    private final Map<String, List<LinkTrigger>> byLink = new HashMap<>();

    ObservedViews(Model model, Set<String> observed) {
        for (RecordModel record : model.records().values()) {
            if (observed.contains(record.name()) && !record.isConcrete()) {
                Set<Dependency> dependencies = record.dependencies(model);
                View view = new View(record, dependencies.stream().anyMatch(ObservedViews::isFar));
                byRoot.computeIfAbsent(record.root(), root -> new ArrayList<>()).add(view);
                dependencies.forEach(dependency -> trigger(model, view, dependency));
            }
        }
    }

    /** Whether something is looked at that does not stand in the row of the record. */
    private static boolean isFar(Dependency dependency) {
        return !dependency.prefix().isEmpty() || dependency instanceof Dependency.OnLinks;
    }

    private void trigger(Model model, View view, Dependency dependency) {
        switch (dependency) {
            case Dependency.OnValue value ->
                byValue.computeIfAbsent(
                                new ValueKey(model.record(value.record()).root(), value.value()),
                                key -> new ArrayList<>())
                        .add(new Trigger(view, value.prefix()));
            case Dependency.OnLinks links ->
                byLink.computeIfAbsent(
                                model.record(links.navigation().relation().name())
                                        .root(),
                                root -> new ArrayList<>())
                        .add(new LinkTrigger(view, links.prefix(), links.navigation()));
        }
    }

    boolean isEmpty() {
        return byRoot.isEmpty();
    }

    /** Views of records of a family, in the order of declaration. */
    List<View> of(String root) {
        return byRoot.getOrDefault(root, List.of());
    }

    /** Views that may gain or lose members when one of these values of a record changes. */
    List<Trigger> triggeredBy(String root, Collection<String> values) {
        List<Trigger> all = new ArrayList<>();
        values.forEach(value -> all.addAll(byValue.getOrDefault(new ValueKey(root, value), List.of())));
        return all.stream().distinct().toList();
    }

    /** Views that may gain or lose members when a link of a family comes or goes. */
    List<LinkTrigger> triggeredByLink(String root) {
        return byLink.getOrDefault(root, List.of());
    }

    /**
     * An observed view or union.
     *
     * @param record what the model says of it
     * @param far whether its condition looks at more than the row of a record
     */
    record View(RecordModel record, boolean far) {
        String name() {
            return record.name();
        }

        Match condition() {
            return record.membership();
        }
    }

    /**
     * Something that decides about membership.
     *
     * @param prefix the path from a member to the record that changes
     */
    record Trigger(View view, String prefix) {}

    /** The same for links that a path goes over. */
    record LinkTrigger(View view, String prefix, Navigation navigation) {}

    private record ValueKey(String root, String value) {}
}
