package dev.entail.core.model;

import dev.entail.core.computation.Computation;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a computation reads, looked at path by path: what the result depends on (MAP-02, MAP-03), and what is wrong with
 * it.
 */
public final class Reading {
    private final Model model;
    private final String path;
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Selection.Related> restrictions = new HashMap<>();

    private Reading(Model model, String path) {
        this.model = model;
        this.path = path;
    }

    /**
     * What is read of each record.
     *
     * @param holder name of the entity or relation
     */
    public static Reading of(Model model, String holder, Computation.Reader reader) {
        Reading reading = new Reading(model, holder);
        reader.parts().forEach(part -> reading.walk(new Place(holder, "", null), part));
        return reading;
    }

    /** What is read by a query; what decides which records there are is part of it. */
    public static Reading of(Model model, Query query) {
        return of(model, query.record(), query);
    }

    static Reading of(Model model, String path, Query query) {
        Reading reading = new Reading(model, path);
        Place root = new Place(query.record(), "", null);
        query.selection().forEach(part -> reading.walk(root, part));
        reading.condition(root, query.match());
        query.order().forEach(key -> reading.condition(root, Match.isNotNull(key.path())));
        return reading;
    }

    static Reading of(Model model, String path, String holder, Computation.Reader reader) {
        Reading reading = new Reading(model, path);
        reader.parts().forEach(part -> reading.walk(new Place(holder, "", null), part));
        return reading;
    }

    /** What it depends on. */
    public Set<Dependency> dependencies() {
        return dependencies;
    }

    List<Problem> problems() {
        return problems;
    }

    private void walk(Place place, Selection part) {
        switch (part) {
            case Selection.Value value -> value(place, value.name());
            case Selection.Related related -> related(place, related);
            case Selection.Link link -> {
                Navigation over = place.over();
                if (over == null) {
                    problem(
                            "DECL_CUSTOM",
                            "'&' is the link over which a related record is reached, and there is none here",
                            "Use it within related records");
                } else {
                    Place there = new Place(over.relation().name(), place.prefix() + ".&", null);
                    link.parts().forEach(each -> walk(there, each));
                }
            }
        }
    }

    private void value(Place place, String name) {
        RecordModel record = model.record(place.record());
        if (name.equals("*")) {
            record.values().values().stream()
                    .filter(value -> !value.isHidden())
                    .forEach(value -> value(place, value.name()));
        } else if (record.navigations().containsKey(name)) {
            related(place, Selection.related(name));
        } else if (record.values().containsKey(name)) {
            if (!record.values().get(name).discriminator()) {
                dependencies.add(new Dependency.OnValue(place.prefix(), place.record(), name));
            }
        } else if (!name.equals("id")
                && !(GlobalValue.isNamedBy(name) && place.prefix().isEmpty())) {
            unknown(record, name);
        }
    }

    private void related(Place place, Selection.Related related) {
        RecordModel record = model.record(place.record());
        Navigation navigation = record.navigations().get(related.name());
        if (navigation == null) {
            unknown(record, related.name());
            return;
        }
        if (!model.records().containsKey(navigation.targetRecord())) {
            return;
        }
        if (related.recursion() != null) {
            problem(
                    "DECL_CUSTOM",
                    "'" + related.name() + "' is read recursively, so that nobody could tell whom a change concerns",
                    "Derive a value for each level from the one below it");
            return;
        }
        String prefix = place.prefix().isEmpty() ? related.name() : place.prefix() + "." + related.name();
        requireSound(navigation, related, prefix);
        if (!navigation.isEnd()) {
            dependencies.add(new Dependency.OnLinks(place.prefix(), place.record(), navigation));
        }
        Place there = new Place(navigation.targetRecord(), prefix, navigation.isEnd() ? null : navigation);
        related.parts().forEach(part -> walk(there, part));
        condition(there, related.match());
        related.order().forEach(key -> condition(there, Match.isNotNull(key.path())));
    }

    private void requireSound(Navigation navigation, Selection.Related related, String prefix) {
        if (!navigation.many() && !(related.order().isEmpty() && related.page().isAll())) {
            problem(
                    "DECL_CUSTOM",
                    "'" + prefix + "' leads to a single record; only a list can be sorted or cut",
                    "Leave order and page out");
        }
        Selection.Related restriction = new Selection.Related(
                related.name(), List.of(), related.match(), related.order(), related.page(), null);
        Selection.Related other = restrictions.putIfAbsent(prefix, restriction);
        if (other != null && !other.equals(restriction)) {
            problem(
                    "DECL_CUSTOM",
                    "'" + prefix + "' is read twice with different conditions, orders or pages",
                    "Read it once");
        }
    }

    private void condition(Place place, Match match) {
        Condition condition = Condition.of(model, path, place.record(), match);
        problems.addAll(condition.problems());
        for (Dependency dependency : condition.dependencies()) {
            String prefix = place.prefix().isEmpty() || dependency.prefix().isEmpty()
                    ? place.prefix() + dependency.prefix()
                    : place.prefix() + "." + dependency.prefix();
            dependencies.add(
                    switch (dependency) {
                        case Dependency.OnValue value -> new Dependency.OnValue(prefix, value.record(), value.value());
                        case Dependency.OnLinks links ->
                            new Dependency.OnLinks(prefix, links.record(), links.navigation());
                    });
        }
    }

    private void unknown(RecordModel record, String name) {
        List<String> known = new ArrayList<>(record.values().keySet());
        known.addAll(record.navigations().keySet());
        problem(
                "DECL_UNKNOWN_ATTRIBUTE",
                record.name() + " has no attribute '" + name + "'" + Suggestion.forName(name, known),
                "Use one of " + known);
    }

    private void problem(String code, String message, String hint) {
        problems.add(new Problem(code, path, message, hint));
    }

    private record Place(
            String record, String prefix, @Nullable Navigation over) {}
}
