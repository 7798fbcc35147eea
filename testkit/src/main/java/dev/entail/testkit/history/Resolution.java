package dev.entail.testkit.history;

import dev.entail.core.match.Match;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts one kind of name for records in the place of another: of refs, ids of the reference, of those, ids of a store. */
final class Resolution {
    private final Function<Object, Object> names;

    private Resolution(Function<Object, Object> names) {
        this.names = names;
    }

    /** Replaces what is a {@code type}; other values stay. */
    static <T> Resolution of(Class<T> type, Function<T, Object> names) {
        return new Resolution(value -> type.isInstance(value) ? names.apply(type.cast(value)) : value);
    }

    /** Runs a replacement that may find out that there is nothing to put in the place of something. */
    static <T> Optional<T> attempt(java.util.function.Supplier<T> replacement) {
        try {
            return Optional.of(replacement.get());
        } catch (NothingThere e) {
            return Optional.empty();
        }
    }

    Operation operation(Operation operation) {
        return switch (operation) {
            case Operation.Create(String record, Draft draft) -> new Operation.Create(record, draft(draft));
            case Operation.CreateAll(String record, List<Draft> drafts) ->
                new Operation.CreateAll(record, drafts.stream().map(this::draft).toList());
            case Operation.Connect(String relation, Object source, Object target, Draft values) ->
                new Operation.Connect(relation, name(source), name(target), draft(values));
            case Operation.Disconnect(String relation, Object source, Object target) ->
                new Operation.Disconnect(relation, name(source), name(target));
            case Operation.Update(String record, Object id, Draft changes) ->
                new Operation.Update(record, name(id), draft(changes));
            case Operation.UpdateAll(String record, Match match, Draft changes) ->
                new Operation.UpdateAll(record, match(match), draft(changes));
            case Operation.Delete(String record, Object id) -> new Operation.Delete(record, name(id));
            case Operation.DeleteAll(String record, Match match) -> new Operation.DeleteAll(record, match(match));
            case Operation.SetGlobal set -> set;
            case Operation.CountAll(String record, Match match) -> new Operation.CountAll(record, match(match));
        };
    }

    Query query(Query query) {
        return new Query(
                query.record(), selection(query.selection()), match(query.match()), query.order(), query.page());
    }

    private List<Selection> selection(List<Selection> parts) {
        List<Selection> all = new ArrayList<>();
        for (Selection part : parts) {
            all.add(
                    switch (part) {
                        case Selection.Related related ->
                            new Selection.Related(
                                    related.name(),
                                    selection(related.parts()),
                                    match(related.match()),
                                    related.order(),
                                    related.page(),
                                    related.recursion());
                        case Selection.Link link -> new Selection.Link(selection(link.parts()));
                        case Selection.Value value -> value;
                    });
        }
        return all;
    }

    Draft draft(Draft draft) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        draft.values().forEach((name, value) -> values.put(name, value(value)));
        return Draft.of(values);
    }

    private @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Draft draft -> draft(draft);
            case List<?> items -> {
                List<@Nullable Object> all = new ArrayList<>();
                items.forEach(item -> all.add(value(item)));
                yield all;
            }
            default -> name(value);
        };
    }

    Match match(Match match) {
        return switch (match) {
            case Match.And and ->
                new Match.And(and.parts().stream().map(this::match).toList());
            case Match.Or or ->
                new Match.Or(or.parts().stream().map(this::match).toList());
            case Match.Not not -> new Match.Not(match(not.part()));
            case Match.Exists exists -> new Match.Exists(exists.path(), match(exists.inner()));
            case Match.Comparison comparison ->
                comparison.operand() == null
                        ? comparison
                        : new Match.Comparison(comparison.path(), comparison.operator(), value(comparison.operand()));
            default -> match;
        };
    }

    private Object name(Object value) {
        return names.apply(value);
    }

    /** A ref cannot be resolved, because there are no such records. */
    static final class NothingThere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NothingThere() {
            super("nothing there", null, false, false);
        }
    }
}
