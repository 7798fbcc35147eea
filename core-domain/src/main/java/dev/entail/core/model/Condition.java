package dev.entail.core.model;

import dev.entail.core.error.Problem;
import dev.entail.core.match.Match;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a view, looked at path by path: what its truth depends on (STO-404, STO-411), and what is wrong with it
 * (MOD-63).
 */
final class Condition {
    private final Model model;
    private final String path;
    private final String holder;
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private Condition(Model model, String path, String holder) {
        this.model = model;
        this.path = path;
        this.holder = holder;
    }

    /**
     * Looks at a condition.
     *
     * @param path where it is declared
     * @param holder name of the record that it is about
     */
    static Condition of(Model model, String path, String holder, Match match) {
        Condition condition = new Condition(model, path, holder);
        condition.walk(holder, "", match);
        return condition;
    }

    Set<Dependency> dependencies() {
        return dependencies;
    }

    List<Problem> problems() {
        return problems;
    }

    private void walk(String record, String prefix, Match match) {
        switch (match) {
            case Match.All all -> {}
            case Match.And and -> and.parts().forEach(part -> walk(record, prefix, part));
            case Match.Or or -> or.parts().forEach(part -> walk(record, prefix, part));
            case Match.Not not -> walk(record, prefix, not.part());
            case Match.Comparison comparison -> {
                value(record, prefix, comparison.path());
                fields(comparison.operand());
            }
            case Match.Exists exists -> {
                Place place = follow(new Place(record, prefix), exists.path(), exists.path(), true);
                if (place != null) {
                    walk(place.record(), place.prefix(), exists.inner());
                }
            }
        }
    }

    private void fields(@Nullable Object operand) {
        if (operand instanceof Match.Field field) {
            value(holder, "", field.path());
        } else if (operand instanceof List<?> items) {
            items.forEach(this::fields);
        }
    }

    /** A path to a value, or to a record whose presence is asked for. */
    private void value(String record, String prefix, String valuePath) {
        int dot = valuePath.lastIndexOf('.');
        Place start = new Place(record, prefix);
        Place place = dot < 0 ? start : follow(start, valuePath.substring(0, dot), valuePath, false);
        if (place == null) {
            return;
        }
        String last = valuePath.substring(dot + 1);
        RecordModel at = model.record(place.record());
        ValueModel known = at.values().get(last);
        if (known != null) {
            if (!known.discriminator()) {
                dependencies.add(new Dependency.OnValue(place.prefix(), place.record(), last));
            }
        } else if (!last.equals("id")) {
            follow(place, last, valuePath, false);
        }
    }

    /** The record at the end of a path of relations, or null after reporting what is wrong with it. */
    private @Nullable Place follow(Place start, String relations, String whole, boolean lists) {
        Place place = start;
        Navigation last = null;
        for (String segment : relations.split("\\.", -1)) {
            if (segment.equals("&") && last != null) {
                place = new Place(last.relation().name(), place.prefix() + ".&");
                last = null;
                continue;
            }
            Navigation navigation = model.record(place.record()).navigations().get(segment);
            if (navigation == null) {
                unknown(place, segment, whole);
                return null;
            }
            if (navigation.many() && !lists) {
                problem(
                        "SETUP_VIEW_PATH",
                        "'" + whole + "' goes through the list '" + segment + "'",
                        "Ask with exists whether some record of the list satisfies a condition");
                return null;
            }
            if (!(model.record(navigation.relation().name()).membership() instanceof Match.All)
                    && !navigation.isEnd()) {
                problem(
                        "SETUP_VIEW_PATH",
                        "'" + whole + "' goes through '" + segment
                                + "', which is a view of a relation or part of a union",
                        "Go through the relation below it and repeat the condition");
                return null;
            }
            if (!navigation.isEnd()) {
                dependencies.add(new Dependency.OnLinks(place.prefix(), place.record(), navigation));
            }
            place = new Place(
                    navigation.targetRecord(), place.prefix().isEmpty() ? segment : place.prefix() + "." + segment);
            last = navigation;
        }
        return place;
    }

    private void unknown(Place place, String segment, String whole) {
        RecordModel record = model.record(place.record());
        List<String> known = new ArrayList<>(record.values().keySet());
        known.addAll(record.navigations().keySet());
        problem(
                "DECL_UNKNOWN_ATTRIBUTE",
                record.name() + " has no attribute '" + segment + "' (in '" + whole + "')"
                        + Suggestion.forName(segment, known),
                "Use one of " + known);
    }

    private void problem(String code, String message, String hint) {
        problems.add(new Problem(code, path, message, hint));
    }

    private record Place(String record, String prefix) {}
}
