package dev.entail.storage.read;

import dev.entail.core.definition.RelationView;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.model.Model;
import dev.entail.core.model.Navigation;
import dev.entail.core.model.Navigation.End;
import dev.entail.core.model.RecordModel;
import dev.entail.core.model.ValueModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How dotted paths are followed (STO-120..122). */
final class Paths {
    private Paths() {}

    /**
     * How many segments lead up to the first list, that one included; 0 if there is none. Segments that lead nowhere are
     * left to whoever follows the path.
     */
    static int toFirstList(Scope scope, List<String> path) {
        Model model = scope.context().schema().model();
        RecordModel at = scope.model();
        RecordModel link = scope.link() == null ? null : scope.link().model();
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).equals(Term.LINK)) {
                if (link == null) {
                    return 0;
                }
                at = link;
                link = null;
                continue;
            }
            Navigation navigation = at.navigations().get(path.get(i));
            if (navigation == null) {
                return 0;
            }
            if (navigation.many()) {
                return i + 1;
            }
            link = isEnd(at, navigation)
                    ? null
                    : model.record(navigation.relation().name());
            at = model.record(navigation.targetRecord());
        }
        return 0;
    }

    private static boolean isEnd(RecordModel record, Navigation navigation) {
        return navigation.relation().name().equals(record.name())
                && navigation.name().equals(navigation.from().attribute());
    }

    /** The record at the end of single relations. */
    static Scope follow(Scope scope, List<String> relations, String whole) {
        Scope at = scope;
        for (int i = 0; i < relations.size(); i++) {
            String segment = relations.get(i);
            if (segment.equals(Term.LINK)) {
                at = linkOf(at, whole);
                continue;
            }
            Edge edge = at.edge(single(at, segment, whole));
            if (i + 1 < relations.size() && relations.get(i + 1).equals(Term.LINK)) {
                at = link(edge.link(), whole);
                i++;
            } else {
                at = edge.record();
            }
        }
        return at;
    }

    /** The link over which a record was reached. */
    static Scope linkOf(Scope record, String whole) {
        return link(record.link(), whole);
    }

    private static Scope link(@Nullable Scope link, String whole) {
        if (link == null) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'&' in '" + whole + "' does not follow a relation attribute, so there is no link that it could"
                            + " stand for");
        }
        return link;
    }

    /** A single relation of a record. */
    static Navigation single(Scope scope, String name, String whole) {
        Navigation navigation = relation(scope, name, whole);
        if (navigation.many()) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID,
                    "'" + whole + "' goes through '" + name + "', which leads to a list; only single relations can be"
                            + " followed here");
        }
        return navigation;
    }

    /** A relation of a record. */
    static Navigation relation(Scope scope, String name, String whole) {
        Navigation navigation = scope.model().navigations().get(name);
        if (navigation != null) {
            return navigation;
        }
        if (scope.model().values().containsKey(name) || name.equals("id")) {
            throw new EntailException(
                    ErrorCode.QUERY_INVALID.name(),
                    "'" + whole + "' goes on after '" + name + "', which is a value of "
                            + scope.model().name() + " and leads nowhere",
                    Map.of("record", scope.model().name(), "attribute", name),
                    null);
        }
        throw scope.unknown(name, whole);
    }

    /**
     * A column, reached over single relations.
     *
     * @param scope where it is
     * @param value the value, or null for the id
     */
    record Place(Scope scope, @Nullable ValueModel value) {
        String sql() {
            return value == null ? scope.id() : scope.value(value);
        }
    }

    /**
     * The value at the end of a path over single relations, none of them a view (STO-133, STO-156).
     *
     * @param purpose what it is wanted for, for errors: {@code sort by}
     */
    static Place value(Scope scope, String path, String purpose) {
        List<String> segments = Term.segments(path);
        Scope at = scope;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i + 1 == segments.size();
            if (segment.equals(Term.LINK) && !last) {
                at = linkOf(at, path);
                continue;
            }
            Navigation navigation = at.model().navigations().get(segment);
            if (navigation == null) {
                if (!last) {
                    throw notFollowed(at, segment, path);
                }
                return new Place(at, segment.equals("id") ? null : requireValue(at, segment, path));
            }
            requirePlain(at, navigation, path, purpose);
            if (last) {
                throw invalid(path, purpose, "is a relation; name a value of the record that it leads to");
            }
            Edge edge = at.edge(navigation);
            boolean toLink = segments.get(i + 1).equals(Term.LINK) && i + 2 < segments.size();
            at = toLink ? link(edge.link(), path) : edge.record();
            i += toLink ? 1 : 0;
        }
        throw invalid(path, purpose, "does not end at a value");
    }

    private static EntailException notFollowed(Scope scope, String segment, String path) {
        relation(scope, segment, path);
        return scope.unknown(segment, path);
    }

    private static void requirePlain(Scope scope, Navigation navigation, String path, String purpose) {
        if (navigation.many()) {
            throw invalid(path, purpose, "goes through '" + navigation.name() + "', which leads to a list");
        }
        RecordModel relation =
                scope.context().schema().model().record(navigation.relation().name());
        if (relation.definition() instanceof RelationView view && !scope.isEnd(navigation)) {
            RecordModel base =
                    scope.context().schema().model().record(view.base().name());
            String attribute = base.relation()
                    .map(shape -> navigation.from() == End.SOURCE ? shape.sourceProperty() : shape.targetProperty())
                    .orElse(base.name());
            throw invalid(
                    path,
                    purpose,
                    "goes through '" + navigation.name() + "', which is a view; use '" + attribute + "' of its base");
        }
    }

    static EntailException invalid(String path, String purpose, String why) {
        return new EntailException(ErrorCode.QUERY_INVALID, "Cannot " + purpose + " '" + path + "': it " + why);
    }

    static ValueModel requireValue(Scope scope, String name, String path) {
        ValueModel value = scope.model().values().get(name);
        if (value == null) {
            throw scope.unknown(name, path);
        }
        return Objects.requireNonNull(value);
    }
}
