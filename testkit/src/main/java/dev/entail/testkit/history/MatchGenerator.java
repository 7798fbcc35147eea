package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.ValueModel;
import dev.entail.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random conditions. Comparisons over one list stand side by side in one AND, and NOT stands before single comparisons over
 * lists only, because that is what has a meaning of its own (STO-123).
 */
final class MatchGenerator {
    private static final int REFS = 6;
    private static final List<String> TYPES_LIKE_TEXT = List.of("E0", "E1", "E2", "Nobody");

    private final Model model;
    private final Set<Feature> features;
    private final Choices choices;
    private final ValueGenerator values;
    private boolean refs = true;

    MatchGenerator(Model model, Set<Feature> features, Choices choices) {
        this.model = model;
        this.features = features;
        this.choices = choices;
        this.values = new ValueGenerator(choices);
    }

    /** A condition on records of this name. */
    Match match(String record) {
        return match(record, record, 2);
    }

    /** A condition for a view: lists are looked at with exists only. */
    Match condition(String record) {
        refs = false;
        return withoutLists(record, record, 2);
    }

    /** A condition for a view that looks at one value of its records. */
    Match comparing(ValueModel value) {
        refs = false;
        boolean plain = value.property().type() == ValueType.TEXT;
        return plain || choices.oneIn(4) ? nullTestOrNot(value) : compare(value.name(), value);
    }

    /** Texts that are made of what is read are equal to nothing that anybody has thought of. */
    private Match nullTestOrNot(ValueModel value) {
        if (value.property().type() != ValueType.TEXT) {
            return nullTest(value.name());
        }
        return choices.oneIn(2)
                ? Match.in(value.name(), List.of("low", "mid", "a"))
                : Match.like(value.name(), choices.of("%1%", "%a%", "%f%"));
    }

    /** A condition on the records behind a relation attribute; paths of it start there, or at the link. */
    Match matchOver(Navigation navigation) {
        return inside(navigation.targetRecord(), navigation, 1);
    }

    private Match match(String outer, String record, int depth) {
        return switch (depth == 0 ? choices.weighted(8, 2) : choices.weighted(8, 2, 4, 3, 2, 4, 3)) {
            case 0 -> plain(outer, record);
            case 1 -> Match.not(plain(outer, record));
            case 2 -> Match.and(match(outer, record, 0), withoutLists(outer, record, depth - 1));
            case 3 -> Match.or(withoutLists(outer, record, depth - 1), match(outer, record, 0));
            case 4 -> Match.not(withoutLists(outer, record, depth - 1));
            case 5 -> exists(outer, record, depth);
            default -> overList(outer, record);
        };
    }

    /** A condition on a record that was reached over a relation, sometimes on the link. */
    private Match inside(String outer, Navigation navigation, int depth) {
        Match inner = match(outer, navigation.targetRecord(), depth);
        return !navigation.isEnd() && refs && features.contains(Feature.LINK_PATHS) && choices.oneIn(3)
                ? Match.and(comparison(outer, "&.", navigation.relation().name(), true), inner)
                : inner;
    }

    private Match withoutLists(String outer, String record, int depth) {
        return switch (depth == 0 ? 0 : choices.weighted(6, 2, 2, 2, 3)) {
            case 0 -> plain(outer, record);
            case 1 -> Match.and(withoutLists(outer, record, depth - 1), withoutLists(outer, record, depth - 1));
            case 2 -> Match.or(withoutLists(outer, record, depth - 1), withoutLists(outer, record, depth - 1));
            case 3 -> Match.not(withoutLists(outer, record, depth - 1));
            default -> exists(outer, record, depth);
        };
    }

    private Match exists(String outer, String record, int depth) {
        List<Navigation> all = navigations(record);
        if (all.isEmpty() || !features.contains(Feature.EXISTS)) {
            return plain(outer, record);
        }
        Navigation navigation = choices.of(all);
        String path = navigation.name();
        List<Navigation> further = navigations(navigation.targetRecord());
        if (!further.isEmpty() && choices.oneIn(4)) {
            navigation = choices.of(further);
            path += "." + navigation.name();
        }
        Match inner = choices.oneIn(3) ? Match.all() : inside(outer, navigation, depth - 1);
        Match exists = Match.exists(path, inner);
        return choices.oneIn(3) ? Match.not(exists) : exists;
    }

    /** A comparison of a value that is reached over single relations. */
    private Match plain(String outer, String record) {
        StringBuilder path = new StringBuilder();
        String at = record;
        List<Navigation> singles = singles(at);
        while (!singles.isEmpty() && choices.oneIn(3) && path.length() < 60) {
            Navigation next = choices.of(singles);
            path.append(next.name()).append('.');
            at = next.targetRecord();
            singles = singles(at);
        }
        return comparison(outer, path.toString(), at, false);
    }

    /** Comparisons of one record of a list. */
    private Match overList(String outer, String record) {
        List<Navigation> lists =
                navigations(record).stream().filter(Navigation::many).toList();
        if (lists.isEmpty()) {
            return plain(outer, record);
        }
        Navigation list = choices.of(lists);
        Match first = ofItem(outer, list);
        if (!features.contains(Feature.LINK_PATHS)) {
            return first;
        }
        return switch (choices.below(7)) {
            case 0 -> Match.and(first, ofItem(outer, list));
            case 1 -> Match.not(first);
            case 2 ->
                Match.and(comparison(outer, list.name() + ".&.", list.relation().name(), true), first);
            case 3 -> Match.and(first, Match.or(ofItem(outer, list), ofItem(outer, list)));
            case 4 -> Match.not(Match.and(first, ofItem(outer, list)));
            case 5 -> Match.not(Match.or(first, ofItem(outer, list)));
            default -> first;
        };
    }

    /** A comparison of a record of a list, or of one that is reached from there. */
    private Match ofItem(String outer, Navigation list) {
        StringBuilder path = new StringBuilder(list.name()).append('.');
        String at = list.targetRecord();
        while (choices.oneIn(4) && path.length() < 60) {
            List<Navigation> further = navigations(at);
            if (further.isEmpty()) {
                break;
            }
            Navigation next = choices.of(further);
            path.append(next.name()).append('.');
            at = next.targetRecord();
        }
        return comparison(outer, path.toString(), at, true);
    }

    private Match comparison(String outer, String path, String at, boolean overList) {
        List<ValueModel> all = model.record(at).values().values().stream()
                .filter(value -> !value.isHidden())
                .toList();
        int which = choices.below(all.size() + 1);
        if (which == all.size()) {
            // A path that ends at a relation asks for the id of the record there.
            String id =
                    path.isEmpty() || overList || choices.oneIn(2) ? path + "id" : path.substring(0, path.length() - 1);
            // A list itself is never null and cannot be asked for it.
            return !refs || choices.oneIn(3)
                    ? nullTest(overList ? path + "id" : id)
                    : Match.eq(id, Ref.to(at, choices.below(REFS)));
        }
        ValueModel value = all.get(which);
        String whole = path + value.name();
        if (choices.oneIn(6)) {
            return nullTest(whole);
        }
        if (value.property().isList() || value.property().type() == ValueType.JSON) {
            return structured(whole, value);
        }
        String field = choices.oneIn(6) ? field(outer, value.property().type()) : null;
        return field == null ? compare(whole, value) : compareWith(whole, value, field);
    }

    private Match nullTest(String path) {
        return choices.oneIn(2) ? Match.isNull(path) : Match.isNotNull(path);
    }

    private Match structured(String path, ValueModel value) {
        Object operand = values.value(value.property());
        boolean flat = value.property().isList() && value.property().type() != ValueType.JSON;
        return switch (choices.below(flat ? 6 : 3)) {
            case 0 -> Match.eq(path, operand);
            case 1 -> Match.ne(path, operand);
            case 2 -> Match.in(path, List.of(operand, values.value(value.property())));
            default -> Match.contains(path, values.value(value.property().type()));
        };
    }

    private Match compareWith(String path, ValueModel value, String field) {
        Match.Field other = Match.field(field);
        boolean ordered = value.property().type() != ValueType.BOOLEAN;
        return switch (choices.below(ordered ? 4 : 2)) {
            case 0 -> Match.eq(path, other);
            case 1 -> Match.ne(path, other);
            case 2 -> Match.lt(path, other);
            default -> Match.between(path, values.value(value.property()), other);
        };
    }

    private Match compare(String path, ValueModel value) {
        Object operand = value.discriminator() ? choices.of(TYPES_LIKE_TEXT) : values.value(value.property());
        boolean text = value.property().type() == ValueType.TEXT;
        boolean ordered = value.property().type() != ValueType.BOOLEAN;
        return switch (ordered ? choices.weighted(3, 2, 2, 2, 1, 1, 1, 1, 1, text ? 3 : 0) : choices.below(3)) {
            case 0 -> Match.eq(path, operand);
            case 1 -> Match.ne(path, operand);
            case 2 -> Match.in(path, List.of(operand, values.value(value.property())));
            case 3 -> Match.notIn(path, List.of(operand));
            case 4 -> Match.gt(path, operand);
            case 5 -> Match.ge(path, operand);
            case 6 -> Match.lt(path, operand);
            case 7 -> Match.le(path, operand);
            case 8 -> Match.between(path, operand, values.value(value.property()));
            default -> choices.oneIn(3) ? Match.ilike(path, values.pattern()) : Match.like(path, values.pattern());
        };
    }

    private static boolean fits(ValueModel value, ValueType type) {
        return value.property().type() == type && !value.property().isList() && !value.isHidden();
    }

    /** Another value of the outermost record, of the same type. */
    private @Nullable String field(String outer, ValueType type) {
        List<String> found = new ArrayList<>();
        model.record(outer).values().values().stream()
                .filter(value -> fits(value, type))
                .forEach(value -> found.add(value.name()));
        for (Navigation navigation : singles(outer)) {
            if (!model.record(navigation.relation().name()).isConcrete()) {
                // Nothing is compared with what a view of a relation leads to (STO-133).
                continue;
            }
            model.record(navigation.targetRecord()).values().values().stream()
                    .filter(value -> fits(value, type))
                    .forEach(value -> found.add(navigation.name() + "." + value.name()));
        }
        return found.isEmpty() ? null : choices.of(found);
    }

    private List<Navigation> singles(String record) {
        return navigations(record).stream().filter(each -> !each.many()).toList();
    }

    private List<Navigation> navigations(String record) {
        return Navigations.of(model, record);
    }
}
