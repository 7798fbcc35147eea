package dev.entail.testkit.reference;

import dev.entail.core.match.Match;
import dev.entail.core.match.Operator;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.testkit.reference.ReferenceView.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record satisfies a condition. Every list that a path goes through stands for one of its records at a
 * time, the same one for all comparisons over that path; the condition holds if it is true for some choice (STO-123). A
 * list without records makes its comparisons unknown.
 */
final class Matching {
    private final ReferenceView view;

    /** What the whole question is about, at which paths to other fields start (STO-130). */
    private final Place outermost;

    private final Place root;

    Matching(ReferenceView view, String name, ReferenceRecord record) {
        this.view = view;
        this.root = new Place(name, record, null);
        this.outermost = root;
    }

    /** Of a record that was reached over a link; paths may start with that link. */
    Matching(ReferenceView view, String name, String linkName, Edge edge) {
        this.view = view;
        this.root = new Place(name, edge.other(), edge, linkName, null);
        this.outermost = root;
    }

    private Matching(ReferenceView view, Place root, Place outermost) {
        this.view = view;
        this.root = root;
        this.outermost = outermost;
    }

    boolean holds(Match match) {
        Set<String> lists = new LinkedHashSet<>();
        collectLists(match, lists);
        return someChoice(match, lists.toArray(String[]::new), 0, new HashMap<>());
    }

    private boolean someChoice(Match match, String[] lists, int next, Map<String, @Nullable Edge> chosen) {
        if (next == lists.length) {
            return evaluate(match, chosen) == Truth.TRUE;
        }
        List<Edge> edges = edges(lists[next], chosen);
        if (edges.isEmpty()) {
            chosen.put(lists[next], null);
            return someChoice(match, lists, next + 1, chosen);
        }
        for (Edge edge : edges) {
            chosen.put(lists[next], edge);
            if (someChoice(match, lists, next + 1, chosen)) {
                return true;
            }
        }
        return false;
    }

    /** All lists on the paths of comparisons, outer ones first; the inside of an exists is a question of its own. */
    private void collectLists(Match match, Set<String> lists) {
        switch (match) {
            case Match.And and -> and.parts().forEach(part -> collectLists(part, lists));
            case Match.Or or -> or.parts().forEach(part -> collectLists(part, lists));
            case Match.Not not -> collectLists(not.part(), lists);
            case Match.Comparison comparison -> {
                String[] segments = comparison.path().split("\\.");
                String type = segments[0].equals("&") ? root.linkType() : root.type();
                for (int i = 0; i < segments.length; i++) {
                    Navigation navigation =
                            view.model().record(type).navigations().get(segments[i]);
                    if (navigation != null && navigation.many()) {
                        lists.add(String.join(".", Arrays.copyOf(segments, i + 1)));
                    }
                    boolean toLink = i + 1 < segments.length && segments[i + 1].equals("&");
                    if (navigation != null) {
                        type = toLink ? navigation.relation().name() : navigation.targetRecord();
                    }
                }
            }
            default -> {}
        }
    }

    private List<Edge> edges(String list, Map<String, @Nullable Edge> chosen) {
        int dot = list.lastIndexOf('.');
        Place place = dot < 0 ? root : walk(root, list.substring(0, dot), chosen, true);
        return place == null ? List.of() : view.edges(place.record(), navigation(place, list.substring(dot + 1)));
    }

    private Truth evaluate(Match match, Map<String, @Nullable Edge> chosen) {
        return switch (match) {
            case Match.All all -> Truth.TRUE;
            case Match.And and ->
                and.parts().stream().map(part -> evaluate(part, chosen)).reduce(Truth.TRUE, Truth::and);
            case Match.Or or ->
                or.parts().stream().map(part -> evaluate(part, chosen)).reduce(Truth.FALSE, Truth::or);
            case Match.Not not -> evaluate(not.part(), chosen).not();
            case Match.Comparison comparison -> compare(comparison, chosen);
            case Match.Exists exists -> Truth.of(exists(root, exists.path(), exists.inner()));
        };
    }

    private Truth compare(Match.Comparison comparison, Map<String, @Nullable Edge> chosen) {
        Place place = walk(root, comparison.path(), chosen, false);
        if (place == null) {
            return Truth.UNKNOWN;
        }
        Object operand = operand(place, comparison.operator(), comparison.operand());
        return Comparing.compare(comparison.operator(), value(place), operand);
    }

    /**
     * Goes along a path. The last segment of a path to a value stays as the attribute of the place.
     *
     * @return null if the path goes through a list without records
     */
    private @Nullable Place walk(Place start, String path, Map<String, @Nullable Edge> chosen, boolean toRecord) {
        String[] segments = path.split("\\.");
        Place place = start;
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            Navigation navigation = segment.equals("&")
                    ? null
                    : view.model().record(place.type()).navigations().get(segment);
            if (segment.equals("&")) {
                place = place.link();
            } else if (navigation == null) {
                return place.at(segment);
            } else {
                Edge edge;
                if (navigation.many()) {
                    String list = String.join(".", Arrays.copyOf(segments, i + 1));
                    edge = chosen.get(list);
                    if (edge == null) {
                        return null;
                    }
                } else {
                    edge = view.edges(place.record(), navigation).stream()
                            .findFirst()
                            .orElse(null);
                }
                place = place.step(navigation, edge);
            }
        }
        return toRecord ? place : place.at("id");
    }

    private @Nullable Object value(@Nullable Place place) {
        if (place == null || place.record() == null) {
            return null;
        }
        String attribute = String.valueOf(place.attribute());
        return attribute.equals("id") ? place.record().id() : view.value(place.record(), attribute);
    }

    private @Nullable Object operand(Place place, Operator operator, @Nullable Object given) {
        ValueModel value = view.model().record(place.type()).values().get(String.valueOf(place.attribute()));
        return switch (given) {
            case null -> null;
            case Match.Field field -> value(walk(outermost, field.path(), Map.of(), false));
            case List<?> items
            when operator == Operator.IN || operator == Operator.NOT_IN || operator == Operator.BETWEEN -> {
                List<@Nullable Object> all = new ArrayList<>();
                items.forEach(item -> all.add(operand(place, Operator.EQ, item)));
                yield all;
            }
            default ->
                value == null
                        ? given
                        : operator == Operator.CONTAINS
                                ? value.property().type().normalize(given, "operand")
                                : value.property().normalize(given, "operand");
        };
    }

    /** Whether some record at the end of the path satisfies the inner condition (STO-125..127). */
    private boolean exists(Place start, String path, Match inner) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        if (head.equals("&")) {
            return continued(start.link(), path, dot, inner);
        }
        Navigation navigation = navigation(start, head);
        return view.edges(start.record(), navigation).stream()
                .anyMatch(edge -> continued(start.step(navigation, edge), path, dot, inner));
    }

    private boolean continued(Place place, String path, int dot, Match inner) {
        return dot < 0
                ? new Matching(view, place, outermost).holds(inner)
                : exists(place, path.substring(dot + 1), inner);
    }

    private Navigation navigation(Place place, String segment) {
        Navigation navigation = view.model().record(place.type()).navigations().get(segment);
        if (navigation == null) {
            throw new IllegalArgumentException(place.type() + " has no relation '" + segment + "'");
        }
        return navigation;
    }

    /**
     * Where a path has led to.
     *
     * @param type under which name the record is seen
     * @param record the record, or null if a step was missing
     * @param edge the link of the last step
     * @param linkType under which name that link is seen
     * @param attribute what is asked of the record
     */
    private record Place(
            String type,
            @Nullable ReferenceRecord record,
            @Nullable Edge edge,
            String linkType,
            @Nullable String attribute) {
        Place(String type, @Nullable ReferenceRecord record, @Nullable Edge edge) {
            this(type, record, edge, "", null);
        }

        Place step(Navigation navigation, @Nullable Edge next) {
            return new Place(
                    navigation.targetRecord(),
                    next == null ? null : next.other(),
                    next,
                    navigation.relation().name(),
                    null);
        }

        Place link() {
            return new Place(linkType, edge == null ? null : edge.link(), null);
        }

        Place at(String name) {
            return new Place(type, record, edge, linkType, name);
        }
    }
}
